//! What there can be to say about an item.

/// An aspect of an operation or a type. The order is that of the lines in `INDEX.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The kind of a type: `struct`.
    Kind,
    /// An operation's types of arguments; the note has their names.
    Arguments,
    /// The type of a success.
    Returns,
    /// Its use is deprecated.
    Deprecated,
    /// Method and path.
    Route,
    /// The server, if it isn't that of the API version.
    Server,
    /// The media type of a request body that isn't `application/json`.
    MediaType,
    /// The type of error bodies; the note has the documented statuses.
    Fails,
    /// The scopes of a token.
    Scopes,
    /// The vendor calls the operation experimental.
    Experimental,
    /// The type of a list's pages; the note says how they are requested.
    Pages,
    /// The type of a list's items; the note says where they are in a page.
    Items,
    /// The method `total`, which counts the items of a list.
    Total,
    /// The request body may be a stream, so that the request isn't `Clone`.
    Streamed,
    /// The struct is sent: it has a `with_` method for each field that isn't an argument of `new`.
    Sent,
    /// The property that identifies a union's variant.
    Discriminator,
    /// A former name, which is a deprecated alias.
    Former(String),
    /// A function that creates a value; the type has its arguments.
    Constructor(String),
    /// A `From` implementation.
    Conversion(String),
    /// A method that sets an optional parameter of an operation or an optional part of a form.
    Setter(String),
    /// A public field.
    Field(String),
    /// A variant of an enum, with its payload; the note has the value, the values of the discriminator or the status.
    Variant(String),
}

/// Each aspect with the word that begins its line in `INDEX.md`.
const PLAIN: [(Aspect, &str); 16] = [
    (Aspect::Kind, "kind"),
    (Aspect::Arguments, "arguments"),
    (Aspect::Returns, "returns"),
    (Aspect::Deprecated, "deprecated"),
    (Aspect::Route, "route"),
    (Aspect::Server, "server"),
    (Aspect::MediaType, "body"),
    (Aspect::Fails, "errors"),
    (Aspect::Scopes, "scopes"),
    (Aspect::Experimental, "experimental"),
    (Aspect::Pages, "pages"),
    (Aspect::Items, "items"),
    (Aspect::Total, "total"),
    (Aspect::Streamed, "streamed"),
    (Aspect::Sent, "setters"),
    (Aspect::Discriminator, "discriminator"),
];

/// A constructor of aspects that have a name.
type Named = fn(String) -> Aspect;

/// The same for aspects that have a name.
const NAMED: [(Named, &str); 6] = [
    (Aspect::Former, "formerly"),
    (Aspect::Constructor, "constructor"),
    (Aspect::Conversion, "from"),
    (Aspect::Setter, "option"),
    (Aspect::Field, "field"),
    (Aspect::Variant, "variant"),
];

impl Aspect {
    /// The name of a member: `owner` of the field `owner`.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Former(name)
            | Self::Constructor(name)
            | Self::Conversion(name)
            | Self::Setter(name)
            | Self::Field(name)
            | Self::Variant(name) => Some(name),
            _ => None,
        }
    }

    /// The word for it: `field`.
    pub fn word(&self) -> &'static str {
        if let Some((_, word)) = PLAIN.iter().find(|(plain, _)| plain == self) {
            return word;
        }
        let name = self.name().unwrap_or_default();
        let mut named = NAMED.iter();
        let found = named.find(|(named, _)| named(name.to_owned()) == *self);
        found.map_or("", |(_, word)| word)
    }

    /// Whether its fact is about a type; that of other aspects without a name is a note.
    pub(super) fn has_type(&self) -> bool {
        self.name().is_some()
            || matches!(
                self,
                Self::Kind
                    | Self::Arguments
                    | Self::Returns
                    | Self::Fails
                    | Self::Pages
                    | Self::Items
            )
    }

    /// The aspect without a name that begins with a word.
    pub(super) fn plain(word: &str) -> Option<Self> {
        let mut plain = PLAIN.iter();
        plain
            .find(|(_, each)| *each == word)
            .map(|(aspect, _)| aspect.clone())
    }

    /// The aspect with a name that begins with a word.
    pub(super) fn named(word: &str, name: &str) -> Option<Self> {
        let mut named = NAMED.iter();
        named
            .find(|(_, each)| *each == word)
            .map(|(named, _)| named(name.to_owned()))
    }

    /// All words, longest first, so that none hides another one.
    pub(super) fn words() -> Vec<&'static str> {
        let plain = PLAIN.iter().map(|(_, word)| *word);
        let mut words: Vec<&str> = plain.chain(NAMED.iter().map(|(_, word)| *word)).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    }
}
