use super::*;

const ENVIRONMENT: Source = Source::Environment(&[
    (Setting::BaseUrl, "API_BASE_URL"),
    (Setting::ClientId, "API_CLIENT_ID"),
    (Setting::ClientSecret, "API_CLIENT_SECRET"),
]);
const JSON: Source = Source::File {
    path: "config.json",
    selector: None,
    keys: &[
        (Setting::BaseUrl, "/BaseURL"),
        (Setting::ClientId, "/ClientId"),
        (Setting::ClientSecret, "/ClientSecret"),
    ],
};
const YAML: Source = Source::File {
    path: "~/.api/config.yaml",
    selector: Some("/activeenvironment"),
    keys: &[
        (Setting::BaseUrl, "/environments/{}/baseurl"),
        (Setting::ClientId, "/environments/{}/pat/clientid"),
        (Setting::ClientSecret, "/environments/{}/pat/clientsecret"),
    ],
};
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
    let mut loaded = load(
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
        loaded.take(Setting::BaseUrl).as_deref(),
        Some("https://env.example.com")
    );
    assert_eq!(loaded.take(Setting::ClientId).as_deref(), Some("json-id"));
    assert_eq!(
        loaded.take(Setting::ClientSecret).as_deref(),
        Some("home-secret")
    );
}

#[cfg(feature = "yaml")]
#[test]
fn the_selected_environment_is_read() {
    let mut loaded = load(&[], &[("/home/me/.api/config.yaml", HOME_FILE)]).unwrap();
    assert_eq!(
        format!("{:?}", loaded.credentials()),
        "[Credentials(client credentials)]"
    );
    assert_eq!(
        loaded.take(Setting::BaseUrl).as_deref(),
        Some("https://home.example.com")
    );
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
