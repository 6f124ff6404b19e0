#![cfg(not(feature = "reqwest"))]

use super::ClientBuilder;
use crate::testing::MockTransport;
use crate::{Client, ConfigError, Server, Settings};

static SETTINGS: Settings =
    Settings::new("example/1.0", Server::new("https://api.example.com", ""));

#[test]
fn without_reqwest_a_transport_is_required() {
    let builder = || ClientBuilder::<Client>::new(&SETTINGS);
    let error = builder().build().unwrap_err();
    assert!(matches!(error, ConfigError::NoTransport), "{error}");
    builder().transport(MockTransport::new()).build().unwrap();
}
