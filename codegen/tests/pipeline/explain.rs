//! `explain`: why a name is as it is, what a type was made from, and what to do where a name is misspelled.

use codegen::input::spec::Spec;
use codegen::report::explain::explain;
use serde_json::{Value, json};

use crate::common;
use crate::updates::{choice, get, object, spec};

/// Explains a name of one fixture, whose pages are in `folder` of the spec folder.
fn explained(folder: &str, name: &str) -> String {
    let mut spec: Spec = common::fixtures();
    spec.pages.retain(|page| page.path.starts_with("sharing/"));
    for page in &mut spec.pages {
        page.path = page.path.replace("sharing/", folder);
    }
    let (generated, _) = common::generate(&spec);
    match explain(&generated, &generated, name) {
        Ok(text) => text,
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_misspelled_name_gets_the_nearest_one() {
    assert_eq!(
        explained("shelf/", "bokoFormat"),
        "no type, operationId or function is called `bokoFormat`: did you mean `BookFormat`?"
    );
    assert_eq!(
        explained("shelf/", "NothingOfTheKind"),
        "no type, operationId or function is called `NothingOfTheKind`"
    );
}

#[test]
fn the_entry_to_change_is_found_by_its_folder() {
    let help = |folder| {
        let text = explained(folder, "BookFormat");
        text.lines().last().unwrap().trim().to_owned()
    };
    assert_eq!(
        help("shelf/"),
        "to rename it, change `BookFormat` in names.yaml, under `shelf`"
    );
    assert_eq!(help(""), "to rename it, change `BookFormat` in names.yaml");
}

/// What is said of a name after an update of the pages.
fn after_update(before: &[Value], after: &[Value], name: &str) -> String {
    let fresh = spec(after);
    let mut remembered = fresh.clone();
    remembered.names = common::generate(&spec(before)).0.names;
    let (generated, _) = common::generate(&remembered);
    let (fresh, _) = common::generate(&fresh);
    explain(&generated, &fresh, name).unwrap()
}

/// Operations whose answers have a property `mailStatus` with these values.
fn mails(operations: &[(&str, &[&str])]) -> Vec<Value> {
    let mails = operations.iter().map(|(id, values)| {
        let mail = object(json!({"mailStatus": choice(values), *id: {"type": "string"}}));
        get(id, "Mail", json!([]), mail)
    });
    mails.collect()
}

#[test]
fn a_type_says_what_it_was_made_from() {
    let both: &[&str] = &["OK", "BAD"];
    let before = mails(&[("getMail", both), ("getOld", both)]);
    let after = mails(&[("getAbove", &["UP"]), ("getMail", both), ("getNew", both)]);
    insta::assert_snapshot!(after_update(&before, &after, "MailStatus"), @r#"
    api::MailStatus
      shape: one of "OK", "BAD"
      named so because it is the name of the property that holds it; kept in names.yaml
      received, in 2 operations, at 2 positions:
        getMail#/responses/200/content/application~1json/schema/properties/mailStatus
        getNew#/responses/200/content/application~1json/schema/properties/mailStatus
      one type, because its 2 schemas have the same values
      recognized by its uses in names.yaml:
        GetNewResponse.mailStatus (new)
        Mail.mailStatus
        Old.mailStatus (gone)
      to rename it, change `MailStatus` in names.yaml, under `api`
    "#);
    // `names.yaml` makes one type of what the pages no longer have in common; `getFirst` shifts the numbers of all types.
    let after = mails(&[
        ("getFirst", &["UP"]),
        ("getMail", both),
        ("getOld", &["OK", "BAD", "NA"]),
    ]);
    insta::assert_snapshot!(after_update(&before, &after, "MailStatus"), @r#"
    api::MailStatus
      shape: one of "OK", "BAD", "NA"
      named so because it consists of the type around it and the property or title; kept in names.yaml
      received, in 2 operations, at 2 positions:
        getMail#/responses/200/content/application~1json/schema/properties/mailStatus
        getOld#/responses/200/content/application~1json/schema/properties/mailStatus
      one type, because names.yaml has one name for what would otherwise be 2 types:
        `MailStatus`, 1 schema, without `NA`: getMail#/responses/200/content/application~1json/schema/properties/mailStatus
        `OldMailStatus`, 1 schema: getOld#/responses/200/content/application~1json/schema/properties/mailStatus
      recognized by its uses in names.yaml:
        Mail.mailStatus
        Old.mailStatus
      to rename it, change `MailStatus` in names.yaml, under `api`
    "#);
}

#[test]
fn types_that_became_equal_are_said_to_be_kept_apart() {
    let before = mails(&[("getMail", &["OK", "BAD"]), ("getOther", &["OK", "NA"])]);
    let after = mails(&[("getMail", &["OK", "BAD"]), ("getOther", &["OK", "BAD"])]);
    insta::assert_snapshot!(after_update(&before, &after, "MailStatus"), @r#"
    api::MailStatus
      shape: one of "OK", "BAD"
      named so because it is the name of the property that holds it; kept in names.yaml
      received, in 1 operation, at 1 position:
        getMail#/responses/200/content/application~1json/schema/properties/mailStatus
      apart from `OtherMailStatus`, which has equal schemas, because names.yaml names them apart
      recognized by its uses in names.yaml:
        Mail.mailStatus
      to rename it, change `MailStatus` in names.yaml, under `api`
    "#);
}

#[test]
fn former_names_and_names_of_types_that_are_gone_are_known() {
    let pages = mails(&[("getMail", &["OK"]), ("getOther", &["OK", "NA"])]);
    let mut edited = spec(&pages);
    let names = common::generate(&edited).0.names;
    edited.names = names.replace("    Mail:\n", "    Letter:\n      formerly: [Mail]\n");
    let (generated, _) = common::generate(&edited);
    let text = explain(&generated, &generated, "Mail").unwrap();
    insta::assert_snapshot!(text, @r"
    api::Letter
      shape: an object with mailStatus, getMail
      named in names.yaml
      formerly `Mail`
      received, in 1 operation, at 1 position:
        getMail#/responses/200/content/application~1json/schema
      recognized by its uses in names.yaml:
        getMail 200
      to rename it, change `Letter` in names.yaml, under `api`
    ");
    insta::assert_snapshot!(after_update(&pages, &pages[..1], "Other"), @r"
    api::Other
      the pages no longer have the type; `--prune` drops its name
      recognized by its uses in names.yaml:
        getOther 200 (gone)
    ");
}

#[test]
fn a_function_says_whether_its_name_was_kept() {
    let pages = mails(&[("getMail", &["OK"])]);
    let mut edited = spec(&pages);
    let (fresh, _) = common::generate(&edited);
    edited.names = fresh.names.replace("mail::get_mail", "mail::read_mail");
    let (generated, _) = common::generate(&edited);
    let text = explain(&generated, &fresh, "getMail").unwrap();
    insta::assert_snapshot!(text, @r"
    getMail: GET /getMail
      function: read_mail (kept in names.yaml; without that entry `get_mail`), in API api
      page: api/getmail.api.mdx
      responses: 200
      the names of its types are in names.yaml, under `api`
    ");
}
