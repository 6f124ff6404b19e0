//! Settings from the environment: variables and files.
//!
//! Invariant: errors name the places that were searched, never the values found there.

use crate::settings::{Setting, SettingsFile, Source};
use crate::{Credentials, pointer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a client can't be built: a required setting is missing or invalid.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The API requires credentials, and there are none.
    #[error("no credentials: pass some to the builder or call no_auth(){}", Searched(.searched))]
    NoCredentials {
        /// The places that were searched, each with whether something was found.
        searched: Vec<String>,
    },
    /// The base URL is invalid.
    #[error("invalid base URL: {message}")]
    BaseUrl {
        /// Why.
        message: String,
    },
    /// The token endpoint is missing, invalid, or on a host that this client wasn't set up for.
    #[error("can't use the token endpoint: {message}")]
    TokenUrl {
        /// Why.
        message: String,
    },
    /// A configuration file exists but can't be read.
    #[error("can't read {}: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A default header or the `User-Agent` suffix isn't valid in a header.
    #[error("invalid header `{name}`: {message}")]
    Header {
        /// Its name.
        name: String,
        /// Why.
        message: String,
    },
    /// This build has no HTTP client, and no transport was passed to the builder.
    #[error(
        "no transport: pass one to transport(), or enable one of the features rustls-aws-lc, rustls-ring and native-tls"
    )]
    NoTransport,
    /// This platform has no clock, and none was passed to the builder.
    #[error("no clock: pass one to clock()")]
    NoClock,
    /// The HTTP client can't be built: an invalid proxy or certificate, or a system without certificates.
    #[error("can't build the HTTP client: {message}")]
    Http {
        /// Why.
        message: String,
    },
}

struct Searched<'a>(&'a [String]);

impl fmt::Display for Searched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, ". Searched: {}", self.0.join("; "))
        }
    }
}

impl ConfigError {
    pub(crate) fn base_url(message: String) -> Self {
        Self::BaseUrl { message }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn http(error: reqwest::Error) -> Self {
        Self::Http {
            message: crate::error::chain(&error.without_url()),
        }
    }
}

/// The settings found in the sources.
#[derive(Default)]
pub(crate) struct Loaded {
    found: BTreeMap<Setting, Found>,
    searched: Vec<String>,
}

/// A value, and where it was found.
struct Found {
    value: String,
    place: String,
    /// The file, if it is in the current folder. The environment and all other files belong to whoever runs the program.
    local_file: Option<PathBuf>,
}

/// Where a client's credentials come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CredentialsFrom {
    /// It has none.
    Nowhere,
    /// The program that builds it.
    Caller,
    /// The sources of settings.
    Sources,
}

/// Whether a setting must not get to a host that nobody meant.
fn is_secret(setting: Setting) -> bool {
    match setting {
        Setting::Token
        | Setting::ClientSecret
        | Setting::Password
        | Setting::ApiKey
        | Setting::ApiKeyFor(_) => true,
        Setting::BaseUrl | Setting::ClientId | Setting::Username | Setting::Variable(_) => false,
    }
}

impl Loaded {
    /// Reads the sources in order. Skips files that can't add anything.
    pub(crate) fn from(
        sources: &[Source],
        surroundings: &Surroundings,
    ) -> Result<Self, ConfigError> {
        let mut loaded = Self::default();
        for source in sources {
            match source {
                Source::Environment(variables) => loaded.read_environment(variables, surroundings),
                Source::File(file) => {
                    let mut settings = file.keys.iter().map(|(setting, _)| setting);
                    if settings.any(|setting| !loaded.found.contains_key(setting)) {
                        loaded.read_file(file, surroundings)?;
                    }
                }
            }
        }
        Ok(loaded)
    }

    fn read_environment(&mut self, variables: &[(Setting, &str)], surroundings: &Surroundings) {
        for (setting, name) in variables {
            let value = (surroundings.variable)(name);
            let place = format!("environment variable {name}");
            self.record(*setting, None, place, value);
        }
    }

    fn read_file(
        &mut self,
        file: &SettingsFile,
        surroundings: &Surroundings,
    ) -> Result<(), ConfigError> {
        let Some(path) = surroundings.resolve(file.path) else {
            self.searched
                .push(format!("{path} (no home directory)", path = file.path));
            return Ok(());
        };
        if is_yaml(&path) && !cfg!(feature = "yaml") {
            let place = format!("{} (needs the feature `yaml`)", path.display());
            self.searched.push(place);
            return Ok(());
        }
        let text = match (surroundings.read)(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.searched
                    .push(format!("{} (not found)", path.display()));
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
        let selected = file.selector.map(|selector| text_at(&value, selector));
        for (setting, key) in file.keys {
            let key = match &selected {
                None => (*key).to_owned(),
                Some(Some(name)) => key.replace("{}", &pointer::escape(name)),
                // Without a selected name, no key can be resolved.
                Some(None) => continue,
            };
            let found = text_at(&value, &key);
            let place = format!("{} at {key}", path.display());
            self.record(*setting, Some(&path), place, found);
        }
        if let (Some(None), Some(selector)) = (&selected, file.selector) {
            self.searched
                .push(format!("{} (nothing at {selector})", path.display()));
        }
        Ok(())
    }

    fn record(
        &mut self,
        setting: Setting,
        file: Option<&Path>,
        place: String,
        value: Option<String>,
    ) {
        let value = value
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty());
        let what = match (&value, self.found.contains_key(&setting)) {
            (None, _) => "nothing",
            (Some(_), false) => "found",
            (Some(_), true) => "found, but already set",
        };
        self.searched.push(format!("{place} ({what})"));
        if let Some(value) = value {
            self.found.entry(setting).or_insert_with(|| Found {
                value,
                place,
                local_file: file.filter(|file| file.is_relative()).map(Path::to_owned),
            });
        }
    }

    fn get(&self, setting: Setting) -> Option<&str> {
        self.found.get(&setting).map(|found| found.value.as_str())
    }

    /// Whether a file in the current folder has a setting.
    pub(crate) fn is_local(&self, setting: Setting) -> bool {
        let found = self.found.get(&setting);
        found.is_some_and(|found| found.local_file.is_some())
    }

    /// A setting that decides where credentials are sent.
    ///
    /// # Errors
    ///
    /// If a file in the current folder has it that doesn't have the credentials: somebody else may have written that file.
    pub(crate) fn address(
        &self,
        setting: Setting,
        credentials: CredentialsFrom,
    ) -> Result<Option<String>, ConfigError> {
        let Some(found) = self.found.get(&setting) else {
            return Ok(None);
        };
        let mut secrets = self
            .found
            .iter()
            .filter(|(setting, _)| is_secret(**setting));
        let is_trusted = found.local_file.is_none()
            || match credentials {
                CredentialsFrom::Nowhere => true,
                CredentialsFrom::Caller => false,
                CredentialsFrom::Sources => {
                    secrets.all(|(_, secret)| secret.local_file == found.local_file)
                }
            };
        match is_trusted {
            true => Ok(Some(found.value.clone())),
            false => {
                let setter = match setting {
                    Setting::Variable(_) => "variable()",
                    _ => "base_url()",
                };
                Err(ConfigError::base_url(format!(
                    "{} isn't used, because the file doesn't have the credentials that would be sent there; set it with \
                     {setter} or in the environment",
                    found.place
                )))
            }
        }
    }

    /// The credentials that the settings make.
    pub(crate) fn credentials(&self) -> Vec<Credentials> {
        let pair = |name, secret| Some((self.get(name)?, self.get(secret)?));
        let token = self.get(Setting::Token).map(Credentials::bearer);
        let client = pair(Setting::ClientId, Setting::ClientSecret)
            .map(|(id, secret)| Credentials::client_credentials(id, secret));
        let user = pair(Setting::Username, Setting::Password)
            .map(|(user, password)| Credentials::basic(user, password));
        let key = self.get(Setting::ApiKey).map(Credentials::api_key);
        let keys = self.found.iter().filter_map(|(setting, found)| {
            let Setting::ApiKeyFor(scheme) = setting else {
                return None;
            };
            Some(Credentials::api_key_for(*scheme, found.value.as_str()))
        });
        let others = [token, client, user, key].into_iter().flatten();
        others.chain(keys).collect()
    }

    pub(crate) fn no_credentials(&self) -> ConfigError {
        ConfigError::NoCredentials {
            searched: self.searched.clone(),
        }
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// Reads JSON or YAML, by the file's extension. The parsers' messages quote the text, so only the location is reported.
fn parse(path: &Path, text: &str) -> Result<Value, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    match is_yaml(path) {
        #[cfg(feature = "yaml")]
        true => serde_yaml::from_str(text).map_err(|error| match error.location() {
            Some(place) => invalid("YAML", place.line(), place.column()),
            None => "invalid YAML".to_owned(),
        }),
        _ => serde_json::from_str(text)
            .map_err(|error| invalid("JSON", error.line(), error.column())),
    }
}

fn invalid(format: &str, line: usize, column: usize) -> String {
    format!("invalid {format} at line {line}, column {column}")
}

fn text_at(value: &Value, place: &str) -> Option<String> {
    pointer::find_text(value, &[place])
}

type Variable = dyn Fn(&str) -> Option<String>;
type ReadFile = dyn Fn(&Path) -> io::Result<String>;

/// The environment that settings are read from.
pub(crate) struct Surroundings {
    pub(crate) variable: Box<Variable>,
    pub(crate) read: Box<ReadFile>,
    pub(crate) home: Option<PathBuf>,
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
