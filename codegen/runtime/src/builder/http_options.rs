//! The default transport's HTTP client.

use crate::ConfigError;
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Options of the default transport.
#[derive(Default)]
pub(super) struct HttpOptions {
    pub(super) client: Option<reqwest::Client>,
    pub(super) proxy: Option<String>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) connect_timeout: Option<Duration>,
}

impl HttpOptions {
    pub(super) fn client(self) -> Result<reqwest::Client, ConfigError> {
        if let Some(client) = self.client {
            return Ok(client);
        }
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        if let Some(proxy) = self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(ConfigError::http)?);
        }
        for pem in self.root_certificates {
            builder = builder.tls_certs_merge(
                reqwest::Certificate::from_pem_bundle(&pem).map_err(ConfigError::http)?,
            );
        }
        builder.build().map_err(ConfigError::http)
    }
}
