use super::ClientBuilder;
use crate::config::{Loaded, Surroundings};
use crate::testing::MockTransport;
use crate::{Client, Credentials, Server, Setting, Settings, SettingsFile, Source};

static SETTINGS: Settings =
    Settings::new("example/1.0", Server::new("https://api.example.com", ""));

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_reqwest_a_transport_is_required() {
    let builder = || ClientBuilder::<Client>::new(&SETTINGS);
    let error = builder().build().unwrap_err();
    assert!(matches!(error, crate::ConfigError::NoTransport), "{error}");
    builder().transport(MockTransport::new()).build().unwrap();
}

/// A client whose base URL is in a file, with a server that counts.
fn client_of(path: &'static str) -> (Client, MockTransport) {
    let keys = const { &[(Setting::BaseUrl, "/url")] };
    let surroundings = Surroundings {
        variable: Box::new(|_| None),
        read: Box::new(|_| Ok(r#"{"url": "https://other.example.com"}"#.to_owned())),
        home: Some("/home/me".into()),
    };
    let server = MockTransport::new();
    let mut builder = ClientBuilder::<Client>::new(&SETTINGS).transport(server.clone());
    let file = Source::File(SettingsFile::new(path, keys));
    builder.options.loaded = Loaded::from(&[file], &surroundings).unwrap();
    (builder.no_auth().build().unwrap(), server)
}

#[tokio::test]
async fn a_host_from_a_local_file_gets_no_credentials_of_requests() {
    for (path, requests) in [("config.json", 0), ("~/config.json", 1)] {
        let (client, server) = client_of(path);
        let request = client.request(http::Method::GET, "/x");
        let request = request.credentials(Credentials::bearer("hush"));
        let error = request.await.unwrap_err();
        assert_eq!(server.requests().len(), requests, "{path}: {error}");
        // Without credentials, the host may be any.
        client.request(http::Method::GET, "/x").await.unwrap_err();
        assert_eq!(server.requests().len(), requests + 1);
    }
}
