//! The default transport's HTTP client.

use crate::ConfigError;
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Options of the default transport.
#[derive(Default)]
pub(super) struct HttpOptions {
    pub(super) client: Option<reqwest::Client>,
    pub(super) proxy: Option<String>,
    #[cfg(any(
        feature = "rustls-aws-lc",
        feature = "rustls-ring",
        feature = "native-tls"
    ))]
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) connect_timeout: Option<Duration>,
}

impl HttpOptions {
    pub(super) fn client(self) -> Result<reqwest::Client, ConfigError> {
        if let Some(client) = self.client {
            return Ok(client);
        }
        let mut builder = with_tls(reqwest::Client::builder())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        if let Some(proxy) = self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(ConfigError::http)?);
        }
        #[cfg(any(
            feature = "rustls-aws-lc",
            feature = "rustls-ring",
            feature = "native-tls"
        ))]
        for pem in self.root_certificates {
            builder = builder.tls_certs_merge(
                reqwest::Certificate::from_pem_bundle(&pem).map_err(ConfigError::http)?,
            );
        }
        builder.build().map_err(ConfigError::http)
    }
}

/// Selects the TLS library. If several are enabled, those that aren't the default take precedence: somebody chose them.
#[cfg(feature = "native-tls")]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_backend_native()
}

#[cfg(all(feature = "rustls-ring", not(feature = "native-tls")))]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    // An error means that the program chose a provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    builder.tls_backend_rustls()
}

#[cfg(not(any(feature = "rustls-ring", feature = "native-tls")))]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}
