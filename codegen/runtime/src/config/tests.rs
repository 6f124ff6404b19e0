use super::*;

const ENVIRONMENT: Source = Source::Environment(&[
    (Setting::BaseUrl, "API_BASE_URL"),
    (Setting::ClientId, "API_CLIENT_ID"),
    (Setting::ClientSecret, "API_CLIENT_SECRET"),
]);
const JSON: Source = Source::File(SettingsFile::new(
    "config.json",
    &[
        (Setting::BaseUrl, "/BaseURL"),
        (Setting::ClientId, "/ClientId"),
        (Setting::ClientSecret, "/ClientSecret"),
    ],
));
const YAML: Source = Source::File(
    SettingsFile::new(
        "~/.api/config.yaml",
        &[
            (Setting::BaseUrl, "/environments/{}/baseurl"),
            (Setting::ClientId, "/environments/{}/pat/clientid"),
            (Setting::ClientSecret, "/environments/{}/pat/clientsecret"),
        ],
    )
    .selector("/activeenvironment"),
);
#[cfg(feature = "yaml")]
const HOME_FILE: &str = "
authtype: pat
activeenvironment: a/b
environments:
  a/b: {baseurl: https://home.example.com, pat: {clientid: home-id, clientsecret: home-secret}}
  other: {baseurl: https://other.example.com}
";

fn load(
    variables: &'static [(&str, &str)],
    files: &'static [(&str, &str)],
) -> Result<Loaded, ConfigError> {
    let surroundings = Surroundings {
        variable: Box::new(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }),
        read: Box::new(
            |path| match files.iter().find(|(name, _)| Path::new(name) == path) {
                Some((_, text)) => Ok((*text).to_owned()),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        ),
        home: Some("/home/me".into()),
    };
    Loaded::from(&[ENVIRONMENT, JSON, YAML], &surroundings)
}

#[cfg(feature = "yaml")]
#[test]
fn the_first_hit_of_each_setting_wins() {
    let loaded = load(
        &[
            ("API_BASE_URL", " https://env.example.com\n"),
            ("API_CLIENT_ID", ""),
        ],
        &[
            (
                "config.json",
                r#"{"ClientId": "json-id", "BaseURL": "https://json.example.com"}"#,
            ),
            ("/home/me/.api/config.yaml", HOME_FILE),
        ],
    )
    .unwrap();
    assert_eq!(
        loaded.get(Setting::BaseUrl),
        Some("https://env.example.com")
    );
    assert_eq!(loaded.get(Setting::ClientId), Some("json-id"));
    assert_eq!(loaded.get(Setting::ClientSecret), Some("home-secret"));
}

#[cfg(feature = "yaml")]
#[test]
fn the_selected_environment_is_read() {
    let loaded = load(&[], &[("/home/me/.api/config.yaml", HOME_FILE)]).unwrap();
    assert_eq!(
        format!("{:?}", loaded.credentials()),
        "[Credentials(client credentials)]"
    );
    assert_eq!(
        loaded.get(Setting::BaseUrl),
        Some("https://home.example.com")
    );
}

/// The base URL that a client with these sources has, with credentials from them or from elsewhere.
fn base_url(
    variables: &'static [(&str, &str)],
    files: &'static [(&str, &str)],
    credentials: CredentialsFrom,
) -> Result<Option<String>, String> {
    load(variables, files)
        .unwrap()
        .address(Setting::BaseUrl, credentials)
        .map_err(|error| error.to_string())
}

#[test]
fn a_file_chooses_no_host_for_credentials_from_elsewhere() {
    const URL: &str = r#"{"BaseURL": "https://evil.example.com"}"#;
    const ALL: &str = r#"{"BaseURL": "https://example.com", "ClientId": "i", "ClientSecret": "s"}"#;
    const ID_AND_SECRET: [(&str, &str); 2] = [("API_CLIENT_ID", "i"), ("API_CLIENT_SECRET", "s")];
    let found = || Ok(Some("https://example.com".to_owned()));

    // The file has the credentials, or there are none.
    use CredentialsFrom::{Caller, Nowhere, Sources};
    assert_eq!(base_url(&[], &[("config.json", ALL)], Sources), found());
    assert!(base_url(&[], &[("config.json", URL)], Nowhere).is_ok());

    // They come from the environment, another file or the program.
    for (variables, files, credentials) in [
        (&ID_AND_SECRET[..], &[("config.json", URL)][..], Sources),
        (&ID_AND_SECRET, &[("config.json", ALL)], Sources),
        (&[], &[("config.json", ALL)], Caller),
    ] {
        let error = base_url(variables, files, credentials).unwrap_err();
        assert!(
            error.contains("config.json at /BaseURL") && error.contains("base_url()"),
            "{error}"
        );
    }

    // The environment may choose one for them all.
    let variables = &[("API_BASE_URL", "https://example.com")];
    assert_eq!(
        base_url(variables, &[("config.json", ALL)], Sources),
        found()
    );
    assert_eq!(base_url(variables, &[], Caller), found());
}

#[cfg(feature = "yaml")]
#[test]
fn a_file_chooses_no_host_for_the_credentials_of_another_file() {
    let files = &[
        ("config.json", r#"{"BaseURL": "https://evil.example.com"}"#),
        ("/home/me/.api/config.yaml", HOME_FILE),
    ];
    let error = base_url(&[], files, CredentialsFrom::Sources).unwrap_err();
    assert!(error.contains("config.json at /BaseURL"), "{error}");

    // A file in the home folder is the user's own.
    let files = &[
        ("/home/me/.api/config.yaml", HOME_FILE),
        ("config.json", r#"{"ClientSecret": "s"}"#),
    ];
    for credentials in [CredentialsFrom::Sources, CredentialsFrom::Caller] {
        let url = base_url(&[], files, credentials).unwrap();
        assert_eq!(url.as_deref(), Some("https://home.example.com"));
    }
}

#[cfg(feature = "yaml")]
#[test]
fn an_error_lists_the_searched_places_without_values() {
    let error = load(
        &[("API_CLIENT_SECRET", "hush")],
        &[("/home/me/.api/config.yaml", "environments: {}")],
    )
    .unwrap()
    .no_credentials()
    .to_string();
    for part in [
        "environment variable API_CLIENT_ID (nothing)",
        "environment variable API_CLIENT_SECRET (found)",
        "config.json (not found)",
        "/home/me/.api/config.yaml (nothing at /activeenvironment)",
        "no_auth()",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
    assert!(!error.contains("hush"));
}

#[cfg(feature = "yaml")]
#[test]
fn an_invalid_file_is_an_error_without_its_contents() {
    for (file, text) in [
        ("config.json", r#"{"ClientSecret": hush}"#),
        ("/home/me/.api/config.yaml", "a: [hush"),
    ] {
        let files = Box::leak(Box::new([(file, text)]));
        let error = load(&[], files).err().unwrap().to_string();
        assert!(
            error.contains(file) && error.contains("line") && !error.contains("hush"),
            "{error}"
        );
    }
}

#[test]
fn each_scheme_has_its_key() {
    let source = Source::Environment(&[
        (Setting::ApiKeyFor("account"), "ACCOUNT_KEY"),
        (Setting::ApiKeyFor("application"), "APPLICATION_KEY"),
    ]);
    let surroundings = Surroundings {
        variable: Box::new(|name| Some(name.to_lowercase())),
        read: Box::new(|_| Err(io::ErrorKind::NotFound.into())),
        home: None,
    };
    let loaded = Loaded::from(&[source], &surroundings).unwrap();
    assert_eq!(loaded.credentials().len(), 2);
}

#[test]
fn files_are_not_read_when_nothing_is_missing() {
    let all = &[
        ("API_BASE_URL", "u"),
        ("API_CLIENT_ID", "i"),
        ("API_CLIENT_SECRET", "s"),
    ];
    assert!(load(all, &[("config.json", "no json")]).is_ok());
}

#[cfg(not(feature = "yaml"))]
#[test]
fn an_error_names_the_feature_that_reads_yaml() {
    let error = load(&[], &[]).unwrap().no_credentials().to_string();
    let part = "/home/me/.api/config.yaml (needs the feature `yaml`)";
    assert!(error.contains(part), "{error}");
}
