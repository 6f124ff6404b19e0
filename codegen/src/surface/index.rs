//! A surface as the text of `INDEX.md`, and back.
//!
//! The text has a line for each fact, so that a change of the surface is a change of as many lines. Each line has a fixed
//! form, which [`Surface::read`] reads back; nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{ApiSurface, Aspect, Fact, Item, ItemId, Surface};

/// A line of an `INDEX.md` isn't one that the generator writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not one of an index of this generator")]
pub struct ReadError {
    /// The number of the line, from 1.
    pub line: usize,
}

impl Surface {
    /// The text of `INDEX.md`, after the generator's mark.
    pub fn write(&self) -> String {
        let mut text = format!("# {}\n", self.package);
        for (module, api) in &self.apis {
            let _ = write!(text, "\n## {module}\n\nServer `{}`\n", escape(&api.server));
            for module in api.modules() {
                let _ = write!(text, "\n### {module}\n\n");
                for (id, item) in api.items.iter().filter(|(_, item)| item.module == module) {
                    write_item(&mut text, id, item);
                }
                if let Some(names) = api.reexports.get(module) {
                    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                    let _ = writeln!(text, "- also {}", names.join(", "));
                }
            }
        }
        text
    }

    /// Reads the text of an `INDEX.md`.
    ///
    /// # Errors
    ///
    /// If a line isn't one that [`Surface::write`] writes, for example because an older version wrote it.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with("<!--") {
                continue;
            }
            reader.line(line).ok_or(ReadError { line: index + 1 })?;
        }
        Ok(reader.surface)
    }
}

impl ApiSurface {
    /// The modules that have anything, by name.
    fn modules(&self) -> BTreeSet<&str> {
        let modules = self.items.values().map(|item| item.module.as_str());
        modules
            .chain(self.reexports.keys().map(String::as_str))
            .collect()
    }
}

fn write_item(text: &mut String, id: &ItemId, item: &Item) {
    let ty = |aspect: &Aspect| item.fact(aspect).map_or("", |fact| fact.ty.as_str());
    let _ = match id {
        ItemId::Operation { function, .. } => {
            let arguments = item
                .fact(&Aspect::Arguments)
                .map(named_arguments)
                .unwrap_or_default();
            writeln!(
                text,
                "- `{function}({arguments}) -> {}`",
                ty(&Aspect::Returns)
            )
        }
        ItemId::Type(name) => writeln!(text, "- `{name}`: {}", ty(&Aspect::Kind)),
    };
    for (aspect, fact) in &item.facts {
        let is_in_head = match aspect {
            Aspect::Kind | Aspect::Arguments => true,
            Aspect::Returns => fact.note.is_empty(),
            _ => false,
        };
        if !is_in_head {
            let _ = writeln!(text, "  - {}", line(aspect, fact));
        }
    }
}

/// A list of arguments with their names: `id: String, body: Owner`.
pub(crate) fn named_arguments(fact: &Fact) -> String {
    let named = arguments(&fact.note).zip(arguments(&fact.ty));
    let named: Vec<String> = named.map(|(name, ty)| format!("{name}: {ty}")).collect();
    named.join(", ")
}

/// Splits a list at the commas that aren't within a type.
pub(crate) fn arguments(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = list.split(move |each| {
        match each {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        each == ',' && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// ``field `owner: Option<Owner>` = `ownerRef`, deprecated``
fn line(aspect: &Aspect, fact: &Fact) -> String {
    let is_list = matches!(aspect, Aspect::Constructor(_));
    let code = match (aspect.name(), fact.ty.as_str()) {
        (Some(name), _) if is_list => format!("{name}({})", named_arguments(fact)),
        (Some(name), "") => name.to_owned(),
        (Some(name), ty) => format!("{name}: {ty}"),
        (None, "") => escape(&fact.note),
        (None, ty) => ty.to_owned(),
    };
    let mut text = aspect.word().to_owned();
    if !code.is_empty() {
        let _ = write!(text, " `{code}`");
    }
    let is_shown = is_list || aspect.name().is_none() && fact.ty.is_empty();
    if !fact.note.is_empty() && !is_shown {
        let _ = write!(text, " = `{}`", escape(&fact.note));
    }
    if fact.deprecated {
        text.push_str(", deprecated");
    }
    text
}

/// Text that can stand in a code span on one line.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for each in text.chars() {
        match each {
            '\\' => escaped.push_str("\\\\"),
            '`' => escaped.push_str("\\q"),
            each if each.is_control() || each == '\u{2028}' || each == '\u{2029}' => {
                escaped.extend(each.escape_unicode());
            }
            each => escaped.push(each),
        }
    }
    escaped
}

fn unescape(text: &str) -> Option<String> {
    let mut unescaped = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        unescaped.push_str(before);
        rest = match after.split_at_checked(1)? {
            ("\\", rest) => {
                unescaped.push('\\');
                rest
            }
            ("q", rest) => {
                unescaped.push('`');
                rest
            }
            ("u", rest) => {
                let (code, rest) = rest.strip_prefix('{')?.split_once('}')?;
                unescaped.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                rest
            }
            _ => return None,
        };
    }
    Some(unescaped + rest)
}

/// What has been read so far, and where the next line belongs.
#[derive(Default)]
struct Reader {
    surface: Surface,
    api: String,
    module: String,
    item: Option<ItemId>,
}

impl Reader {
    /// Reads a line; `None` if it has no known form.
    fn line(&mut self, line: &str) -> Option<()> {
        if let Some(package) = line.strip_prefix("# ") {
            package.clone_into(&mut self.surface.package);
        } else if let Some(api) = line.strip_prefix("## ") {
            api.clone_into(&mut self.api);
            self.surface.apis.entry(api.to_owned()).or_default();
        } else if let Some(module) = line.strip_prefix("### ") {
            module.clone_into(&mut self.module);
        } else if let Some(server) = line.strip_prefix("Server `") {
            self.api()?.server = unescape(server.strip_suffix('`')?)?;
        } else if let Some(names) = line.strip_prefix("- also ") {
            let names: Option<_> = names
                .split(", ")
                .map(|name| code(name).map(str::to_owned))
                .collect();
            let module = self.module.clone();
            self.api()?.reexports.insert(module, names?);
        } else if let Some(head) = line.strip_prefix("- ") {
            self.head(head)?;
        } else {
            let (aspect, fact) = read_line(line.strip_prefix("  - ")?)?;
            let id = self.item.clone()?;
            self.api()?.items.get_mut(&id)?.facts.insert(aspect, fact);
        }
        Some(())
    }

    fn api(&mut self) -> Option<&mut ApiSurface> {
        self.surface.apis.get_mut(&self.api)
    }

    fn head(&mut self, head: &str) -> Option<()> {
        let (id, facts) = match head.rsplit_once("`: ") {
            Some((name, kind)) => (
                ItemId::Type(name.strip_prefix('`')?.to_owned()),
                BTreeMap::from([(Aspect::Kind, Fact::ty(kind))]),
            ),
            None => {
                let (call, returns) = code(head)?.rsplit_once(" -> ")?;
                let (function, arguments) = call.strip_suffix(')')?.split_once('(')?;
                let id = ItemId::Operation {
                    module: self.module.clone(),
                    function: function.to_owned(),
                };
                let facts = [
                    (Aspect::Arguments, read_arguments(arguments)?),
                    (Aspect::Returns, Fact::ty(returns)),
                ];
                (id, BTreeMap::from(facts))
            }
        };
        let module = self.module.clone();
        self.api()?.items.insert(id.clone(), Item { module, facts });
        self.item = Some(id);
        Some(())
    }
}

fn code(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.strip_suffix('`')
}

fn read_arguments(list: &str) -> Option<Fact> {
    let pairs: Option<Vec<(&str, &str)>> =
        arguments(list).map(|each| each.split_once(": ")).collect();
    let (names, types): (Vec<&str>, Vec<&str>) = pairs?.into_iter().unzip();
    Some(Fact::ty(types.join(", ")).with_note(names.join(", ")))
}

fn read_line(line: &str) -> Option<(Aspect, Fact)> {
    let word = Aspect::words()
        .into_iter()
        .find(|word| line.starts_with(word))?;
    let rest = line.get(word.len()..)?;
    let (rest, deprecated) = match rest.strip_suffix(", deprecated") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let (code, note) = match rest.split_once(" = `") {
        Some((code, note)) => (code, unescape(note.strip_suffix('`')?)?),
        None => (rest, String::new()),
    };
    let code = match code {
        "" => "",
        code => self::code(code.strip_prefix(' ')?)?,
    };
    let fact = |ty: &str| {
        Fact::ty(ty)
            .with_note(note.clone())
            .deprecated_if(deprecated)
    };
    if let Some(aspect) = Aspect::plain(word) {
        let fact = match aspect.has_type() {
            true => fact(code),
            false => Fact::note(unescape(code)?),
        };
        return Some((aspect, fact));
    }
    if word == "constructor" {
        let (name, arguments) = code.strip_suffix(')')?.split_once('(')?;
        return Some((Aspect::named(word, name)?, read_arguments(arguments)?));
    }
    let (name, ty) = match code.split_once(": ") {
        Some((name, ty)) => (name, ty),
        None => (code, ""),
    };
    Some((Aspect::named(word, name)?, fact(ty)))
}
