//! The URLs of a client, each parsed once: every call asks for them.

use super::Base;
use crate::{Server, Settings};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use url::Url;

/// The base URLs of a client's servers, and its token endpoint.
pub(crate) struct Urls {
    base: Base,
    settings: &'static Settings,
    main: Arc<Url>,
    /// Those of other servers than the main one, once they were needed.
    others: Mutex<Vec<(Server, Arc<Url>)>>,
    token: OnceLock<Result<Url, String>>,
}

impl Urls {
    pub(crate) fn new(base: Base, settings: &'static Settings) -> Result<Self, String> {
        Ok(Self {
            main: Arc::new(base.of(&settings.server)?),
            base,
            settings,
            others: Mutex::default(),
            token: OnceLock::new(),
        })
    }

    /// The URL of the API's main server.
    pub(crate) fn main(&self) -> &Url {
        &self.main
    }

    /// The URL that the paths of a server's operations are relative to.
    pub(crate) fn of(&self, server: &Server) -> Result<Arc<Url>, String> {
        if *server == self.settings.server {
            return Ok(self.main.clone());
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = others.iter().find(|(other, _)| other == server) {
            return Ok(url.clone());
        }
        let url = Arc::new(self.base.of(server)?);
        others.push((*server, url.clone()));
        Ok(url)
    }

    /// The token endpoint.
    pub(crate) fn token(&self) -> Result<&Url, String> {
        let token = self
            .token
            .get_or_init(|| self.base.token_url(self.settings));
        token.as_ref().map_err(String::clone)
    }
}
