//! `cargo xtask release`

use super::folder::{Ended, Folder};

fn release(folder: &Folder, arguments: &[&str]) -> Ended {
    const PATHS: [&str; 7] = [
        "release",
        "--spec",
        "spec",
        "--out",
        "out",
        "--changelog",
        "CHANGELOG.md",
    ];
    folder.run(&[&PATHS, arguments].concat())
}

/// Releases, commits and tags as the command says.
fn publish(folder: &Folder, version: &str) -> String {
    let printed = release(folder, &[]).good();
    assert!(
        printed.contains(&format!("version {version}\n")),
        "{printed}"
    );
    let next = format!(
        "  git add --all\n  git commit --message \"Release {version}\"\n  git tag v{version}\n"
    );
    assert!(printed.contains(&next), "{printed}");
    folder.commit(&format!("Release {version}"));
    folder.git(&["tag", &format!("v{version}")]);
    printed
}

#[test]
fn each_version_follows_from_what_changed_since_the_last_tag() {
    let folder = Folder::repository();
    let before = folder.tree("");
    let printed = release(&folder, &["--dry-run"]).good();
    assert!(
        printed
            .starts_with("verdict first release: there is no tag such as `v1.2.3`\nversion 0.1.0\n\n## [0.1.0] - 2"),
        "{printed}"
    );
    assert!(printed.ends_with("\n\n- The first version.\n"), "{printed}");
    assert_eq!(folder.tree(""), before);
    publish(&folder, "0.1.0");
    let printed = release(&folder, &[]).with(1);
    assert!(
        printed.contains("error: nothing has changed since 0.1.0, and the changelog has nothing under `Unreleased`"),
        "{printed}"
    );

    folder.page("get-pet", &["id", "name", "age"]);
    folder.commit("More");
    publish(&folder, "0.1.1");
    folder.page("get-pet", &["id", "age"]);
    folder.commit("Less");
    let printed = publish(&folder, "0.2.0");
    assert!(
        printed.starts_with("verdict since 0.1.1: breaking: 1 breaking change\n"),
        "{printed}"
    );
    let config = folder.read("spec/codegen.yaml");
    assert_eq!(config, "package:\n  name: client\n  version: 0.2.0\n");
    assert!(
        folder
            .read("out/Cargo.toml")
            .contains("\nversion = \"0.2.0\"\n")
    );
    let changelog = folder.read("CHANGELOG.md");
    let lines: Vec<&str> = changelog
        .lines()
        .map(|line| line.split(" - 2").next().unwrap())
        .collect();
    assert_eq!(
        lines.join("\n"),
        "# Changelog\n\n## [Unreleased]\n\n## [0.2.0]\n\n### Breaking changes of the API\n\n\
         - field `v1::Pet.name` is gone, was `Option<String>`.\n\n## [0.1.1]\n\n### Additions to the API\n\n\
         - field `v1::Pet.age` is new: `Option<String>`.\n\n## [0.1.0]\n\n- The first version."
    );
}

#[test]
fn notes_alone_are_a_patch_and_a_higher_version_is_kept() {
    let folder = Folder::repository();
    publish(&folder, "0.1.0");
    let changelog = folder.read("CHANGELOG.md");
    let with_note = changelog.replace("[Unreleased]\n", "[Unreleased]\n\n- Faster.\n");
    folder.write("CHANGELOG.md", &with_note);
    folder.commit("Faster");
    let printed = release(&folder, &["--dry-run"]).good();
    assert!(printed.contains("version 0.1.1\n"), "{printed}");
    let config = folder.read("spec/codegen.yaml").replace("0.1.0", "1.0.0");
    folder.write("spec/codegen.yaml", &config);
    folder.codegen();
    folder.commit("Stable");
    publish(&folder, "1.0.0");
    // From 1.0 on, an addition is a minor version. A tag of a release candidate isn't a release.
    folder.page("get-pet", &["id", "name", "age"]);
    folder.commit("More");
    folder.git(&["tag", "v2.0.0-rc.1"]);
    folder.git(&["tag", "vendor"]);
    publish(&folder, "1.1.0");
}

#[test]
fn nothing_is_written_where_a_release_cannot_be() {
    let folder = Folder::repository();
    folder.page("get-pet", &["id"]);
    let before = folder.tree("");
    assert!(
        release(&folder, &[])
            .with(1)
            .contains("the working tree has uncommitted changes"),
    );
    assert!(release(&folder, &["--dry-run"]).code == 0);
    folder.write("CHANGELOG.md", "# Changelog\n");
    folder.commit("No section");
    assert!(
        release(&folder, &[])
            .with(1)
            .contains("CHANGELOG.md has no line `## [Unreleased]`")
    );
    folder.write("CHANGELOG.md", &before["CHANGELOG.md"]);
    folder.write("spec/v1/get-pet.api.mdx", "no frontmatter");
    folder.commit("Bad page");
    let before = folder.tree("");
    assert!(
        release(&folder, &[])
            .with(1)
            .contains("`spec` can't be read")
    );
    assert_eq!(folder.tree(""), before);
}

/// What the generator refuses is found before the settings and the changelog change, so that the next try begins alike.
#[test]
fn a_release_that_fails_changes_nothing() {
    let folder = Folder::repository();
    folder.write("out/src/mine.rs", "");
    folder.commit("A file of mine");
    let before = folder.tree("");
    for _ in 0..2 {
        let printed = release(&folder, &[]).with(1);
        assert!(
            printed.contains("has files that codegen didn't write: `src/mine.rs`"),
            "{printed}"
        );
        assert!(folder.tree("") == before);
    }
}

#[test]
fn a_release_that_was_interrupted_is_undone_by_the_next_run() {
    let folder = Folder::repository();
    let before = folder.tree("");
    // What a release leaves that is killed when it has replaced the changelog.
    let changelog = folder.path().join("CHANGELOG.md").canonicalize().unwrap();
    let journal = format!(
        r#"{{"folders": [], "files": [{{"path": "{}", "old": true, "new": true}}]}}"#,
        changelog.display()
    );
    let interrupt = || {
        folder.write("out/.codegen-killed/0.old", &before["CHANGELOG.md"]);
        folder.write("CHANGELOG.md", "new");
        folder.write("out/.codegen-killed/journal.json", &journal);
    };
    interrupt();
    folder.codegen();
    assert!(folder.tree("") == before);
    interrupt();
    let printed = publish(&folder, "0.1.0");
    assert!(
        printed.starts_with("undid  the changes of an earlier run that was interrupted\n"),
        "{printed}"
    );
    assert!(
        folder
            .read("CHANGELOG.md")
            .contains("- The first version.\n")
    );
}

#[test]
fn the_date_is_that_of_the_release() {
    let folder = Folder::repository();
    let heading = |epoch: Option<&str>| {
        let mut command =
            folder.command(&["release", "--dry-run", "--spec", "spec", "--out", "out"]);
        command.args(["--changelog", "CHANGELOG.md"]);
        match epoch {
            Some(epoch) => command.env("SOURCE_DATE_EPOCH", epoch),
            None => command.env_remove("SOURCE_DATE_EPOCH"),
        };
        let printed = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let heading = printed.lines().find(|line| line.starts_with("## "));
        heading.unwrap_or_default().to_owned()
    };
    assert_eq!(heading(Some("1700000000")), "## [0.1.0] - 2023-11-14");
    assert_eq!(heading(Some("yesterday")), "");
    // The last commit was made earlier.
    let old = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let committed = std::process::Command::new("git")
        .args(old)
        .args([
            "commit",
            "--quiet",
            "--amend",
            "--no-edit",
            "--date=2001-01-01T00:00:00Z",
        ])
        .env("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
        .current_dir(folder.path())
        .status();
    assert!(committed.unwrap().success());
    assert!(!heading(None).contains(" - 2001-"), "{}", heading(None));
}
