//! Settings from outside: environment variables and files.
//!
//! Invariant: errors name where something was looked for, never what was found there.

use crate::settings::{Setting, Source};
use crate::{Credentials, Secret};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The API asks for credentials, and there are none.
    #[error("no credentials: give some to the builder, or none by no_auth(){}", LookedAt(.looked_at))]
    NoCredentials {
        /// Where was looked, and what was found there.
        looked_at: Vec<String>,
    },
    /// The base URL cannot be used.
    #[error("the base URL cannot be used: {message}")]
    BaseUrl {
        /// Why.
        message: String,
    },
    /// A configuration file is there and cannot be read.
    #[error("{} cannot be read: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A default header or the User-Agent suffix has characters that a header cannot have.
    #[error(
        "the header `{name}` cannot be sent: its name or value has characters that a header cannot have"
    )]
    Header {
        /// Its name.
        name: String,
    },
    /// The HTTP client cannot be made: a proxy or certificate that is none, or no certificates on this system.
    #[error("the HTTP client cannot be made: {message}")]
    Http {
        /// Why.
        message: String,
    },
}

struct LookedAt<'a>(&'a [String]);

impl fmt::Display for LookedAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, ". Looked at: {}", self.0.join("; "))
        }
    }
}

impl ConfigError {
    pub(crate) fn base_url(message: String) -> Self {
        Self::BaseUrl { message }
    }

    pub(crate) fn http(error: reqwest::Error) -> Self {
        Self::Http {
            message: crate::error::chain(&error.without_url()),
        }
    }
}

/// What the sources gave.
#[derive(Default)]
pub(crate) struct Loaded {
    found: BTreeMap<Setting, String>,
    looked_at: Vec<String>,
}

impl Loaded {
    /// Asks the sources in turn, until there is nothing left that one of them could give.
    pub(crate) fn from(
        sources: &[Source],
        surroundings: &Surroundings,
    ) -> Result<Self, ConfigError> {
        let mut loaded = Self::default();
        for source in sources {
            match source {
                Source::Environment(variables) => loaded.read_environment(variables, surroundings),
                Source::File {
                    path,
                    selector,
                    keys,
                } => {
                    if keys
                        .iter()
                        .any(|(setting, _)| !loaded.found.contains_key(setting))
                    {
                        loaded.read_file(path, *selector, keys, surroundings)?;
                    }
                }
            }
        }
        Ok(loaded)
    }

    fn read_environment(&mut self, variables: &[(Setting, &str)], surroundings: &Surroundings) {
        for (setting, name) in variables {
            let value = (surroundings.variable)(name);
            self.record(*setting, &format!("environment variable {name}"), value);
        }
    }

    fn read_file(
        &mut self,
        path: &str,
        selector: Option<&str>,
        keys: &[(Setting, &str)],
        surroundings: &Surroundings,
    ) -> Result<(), ConfigError> {
        let Some(path) = surroundings.resolve(path) else {
            self.looked_at
                .push(format!("{path} (there is no home directory)"));
            return Ok(());
        };
        let text = match (surroundings.read)(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.looked_at
                    .push(format!("{} (not there)", path.display()));
                return Ok(());
            }
            Err(error) => {
                return Err(ConfigError::File {
                    path,
                    message: error.to_string(),
                });
            }
        };
        let value = parse(&path, &text).map_err(|message| ConfigError::File {
            path: path.clone(),
            message,
        })?;
        let selected = selector.map(|selector| text_at(&value, selector));
        for (setting, key) in keys {
            let key = match &selected {
                None => (*key).to_owned(),
                Some(Some(name)) => key.replace("{}", &name.replace('~', "~0").replace('/', "~1")),
                // Nothing was selected, so nothing can be found.
                Some(None) => continue,
            };
            let found = text_at(&value, &key);
            self.record(*setting, &format!("{} at {key}", path.display()), found);
        }
        if let (Some(None), Some(selector)) = (&selected, selector) {
            self.looked_at
                .push(format!("{} (nothing at {selector})", path.display()));
        }
        Ok(())
    }

    fn record(&mut self, setting: Setting, place: &str, value: Option<String>) {
        let value = value
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty());
        let what = match (&value, self.found.contains_key(&setting)) {
            (None, _) => "nothing",
            (Some(_), false) => "found",
            (Some(_), true) => "found, but given before",
        };
        self.looked_at.push(format!("{place} ({what})"));
        if let Some(value) = value {
            self.found.entry(setting).or_insert(value);
        }
    }

    pub(crate) fn take(&mut self, setting: Setting) -> Option<String> {
        self.found.remove(&setting)
    }

    /// The credentials that what was found makes.
    pub(crate) fn credentials(&mut self) -> Vec<Credentials> {
        let mut credentials = Vec::new();
        let pair = |loaded: &mut Self, name, secret| {
            Some((
                loaded.found.get(&name)?.clone(),
                Secret::from(loaded.found.get(&secret)?.as_str()),
            ))
        };
        credentials.extend(self.take(Setting::Token).map(Credentials::bearer));
        let client = pair(self, Setting::ClientId, Setting::ClientSecret);
        credentials.extend(client.map(|(id, secret)| Credentials::client_credentials(id, secret)));
        let user = pair(self, Setting::Username, Setting::Password);
        credentials.extend(user.map(|(user, password)| Credentials::basic(user, password)));
        credentials.extend(self.take(Setting::ApiKey).map(Credentials::api_key));
        credentials
    }

    pub(crate) fn no_credentials(&self) -> ConfigError {
        ConfigError::NoCredentials {
            looked_at: self.looked_at.clone(),
        }
    }
}

/// JSON or YAML, by the ending of the file's name.
fn parse(path: &Path, text: &str) -> Result<Value, String> {
    let text = text.trim_start_matches('\u{feff}');
    let is_yaml = path
        .extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml");
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    // The messages of the parsers quote what they read, so only the place is told.
    if is_yaml {
        serde_yaml::from_str(text).map_err(|error| match error.location() {
            Some(place) => format!(
                "it is no YAML at line {}, column {}",
                place.line(),
                place.column()
            ),
            None => "it is no YAML".to_owned(),
        })
    } else {
        serde_json::from_str(text).map_err(|error| {
            format!(
                "it is no JSON at line {}, column {}",
                error.line(),
                error.column()
            )
        })
    }
}

fn text_at(value: &Value, pointer: &str) -> Option<String> {
    crate::decode::find_text(value, &[pointer])
}

type Variable = dyn Fn(&str) -> Option<String>;
type ReadFile = dyn Fn(&Path) -> io::Result<String>;

/// The machine, as far as configuration sees it.
pub(crate) struct Surroundings {
    variable: Box<Variable>,
    read: Box<ReadFile>,
    home: Option<PathBuf>,
}

impl Surroundings {
    pub(crate) fn real() -> Self {
        Self {
            variable: Box::new(|name| std::env::var(name).ok()),
            read: Box::new(|path| std::fs::read_to_string(path)),
            home: std::env::home_dir(),
        }
    }

    /// The path, with `~` as the home directory.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        match path.strip_prefix("~/") {
            Some(rest) => self.home.as_ref().map(|home| home.join(rest)),
            None => Some(PathBuf::from(path)),
        }
    }
}

#[cfg(test)]
mod tests;
