//! Fields, values, variants and arguments: their identifiers and their order outlive changes of the pages.

use std::collections::BTreeMap;

use codegen::diagnostic::Diagnostics;
use codegen::ir::TypeKind;
use codegen::{Generated, Options};
use serde_json::{Value, json};

use crate::common;
use crate::updates::{Update, choice, get, object, spec};

/// One operation that answers with an object.
fn answer(schema: Value) -> [Value; 1] {
    [get("getNote", "Notes", json!([]), schema)]
}

/// One operation that sends and answers with an object.
fn exchange(schema: &Value) -> [Value; 1] {
    let mut page = get("putNote", "Notes", json!([]), schema.clone());
    page["method"] = "put".into();
    page["requestBody"] =
        json!({"required": true, "content": {"application/json": {"schema": schema}}});
    [page]
}

/// The identifiers of all values, by value.
fn identifiers(generated: &Generated) -> BTreeMap<String, String> {
    let types = generated
        .krate
        .versions
        .iter()
        .flat_map(|version| &version.types);
    let enums = types.filter_map(|each| match &each.kind {
        TypeKind::Enum(values) => Some(&values.variants),
        _ => None,
    });
    enums
        .flatten()
        .map(|variant| (variant.value.to_string(), variant.ident.clone()))
        .collect()
}

#[test]
fn values_that_are_spelled_alike_have_the_same_identifiers_in_any_order() {
    let page = |values: &[&str]| answer(object(json!({"rights": choice(values)})));
    let of = |values: &[&str]| identifiers(&common::generate(&spec(&page(values))).0);
    let expected = of(&["read", "READ", "Read"]);
    assert_eq!(expected["\"Read\""], "Read", "{expected:?}");
    for values in [["READ", "read", "Read"], ["Read", "READ", "read"]] {
        assert_eq!(of(&values), expected);
    }
    // One that comes or goes leaves the others as they are, in the run after that as well.
    for (before, after) in [
        (vec!["read"], vec!["READ", "Read", "read"]),
        (vec!["READ", "read"], vec!["read"]),
    ] {
        let update = Update::of(&page(&before), &page(&after));
        let (old, new) = (identifiers(&update.before), identifiers(&update.after));
        assert_eq!(old["\"read\""], new["\"read\""], "{before:?} {after:?}");
        let mut again = spec(&page(&after));
        again.names.clone_from(&update.after.names);
        let (again, _) = common::generate(&again);
        assert_eq!(identifiers(&again), new);
        assert_eq!(again.names, update.after.names);
    }
}

#[test]
fn properties_that_are_spelled_alike_have_the_same_identifiers_in_any_order() {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer"});
    let one = object(json!({"private-key": text, "privateKey": number}));
    let other = object(json!({"privateKey": number, "private-key": text}));
    Update::of(&answer(one), &answer(other)).breaks_nothing();
    let grown = object(json!({"private-key": text, "privateKey": number, "private_key": text}));
    let before = object(json!({"privateKey": number}));
    Update::of(&answer(before), &answer(grown)).breaks_nothing();
}

/// Undocumented properties keep their field.
#[test]
fn a_property_may_be_called_like_the_field_of_undocumented_ones() {
    let text = json!({"type": "string"});
    let before = object(json!({"name": text}));
    let after = object(json!({"extra": text, "name": text}));
    let update = Update::of(&exchange(&before), &exchange(&after)).breaks_nothing();
    update.has("Note.extra", "Value");
}

#[test]
fn arguments_keep_their_order() {
    let text = json!({"type": "string"});
    let number = json!({"type": "integer"});
    let body = |properties: Value, required: Value| {
        let mut schema = object(properties);
        schema["required"] = required;
        exchange(&schema)
    };
    let before = body(
        json!({"from": text, "to": text, "size": number}),
        json!(["from", "to"]),
    );
    let after = body(
        json!({"size": number, "to": text, "from": text}),
        json!(["to", "from"]),
    );
    let update = Update::of(&before, &after).breaks_nothing();
    update.has("Note::new", "fn(from: String, to: String)");

    let query = |name: &str| json!({"name": name, "in": "query", "required": true, "schema": text});
    let page = |parameters: Value| [get("moveNote", "Notes", parameters, text.clone())];
    let before = page(json!([query("from"), query("to")]));
    let after = page(
        json!([query("to"), {"name": "size", "in": "query", "schema": number}, query("from")]),
    );
    let update = Update::of(&before, &after).breaks_nothing();
    update.has("notes::move_note", "fn(from: String, to: String)");

    let form = |properties: Value| {
        let mut schema = object(properties);
        schema["required"] = json!(["from", "to"]);
        let mut page = get("sendNote", "Notes", json!([]), text.clone());
        page["method"] = "post".into();
        page["requestBody"] = json!({"content": {"multipart/form-data": {"schema": schema}}});
        [page]
    };
    Update::of(
        &form(json!({"from": text, "to": text})),
        &form(json!({"to": text, "from": text})),
    )
    .breaks_nothing();
}

/// Enums compare by the order of their values.
#[test]
fn values_keep_their_order() {
    let page = |values: &[&str]| answer(object(json!({"size": choice(values)})));
    let update = Update::of(
        &page(&["SMALL", "LARGE"]),
        &page(&["TINY", "LARGE", "SMALL"]),
    );
    let variants = update.after.files["src/api/notes.rs"]
        .split("pub enum")
        .nth(1)
        .unwrap();
    let places = ["Small =", "Large =", "Tiny ="].map(|variant| variants.find(variant).unwrap());
    assert!(places.is_sorted(), "{variants}");
}

/// A page may name the values of an enum later.
#[test]
fn names_of_values_may_come() {
    let page = |names: Option<[&str; 2]>| {
        let mut level = json!({"type": "integer", "enum": [0, 1]});
        if let Some(names) = names {
            level["x-enum-varnames"] = json!(names);
        }
        answer(object(json!({"level": level})))
    };
    Update::of(&page(None), &page(Some(["Off", "On"]))).breaks_nothing();
    // It names them in a new enum.
    let (new, _) = common::generate(&spec(&page(Some(["Off", "On"]))));
    assert!(new.files["src/api/notes.rs"].contains("Off = 0"));
}

/// The server may always add to what it sends. Constructors of types that are only received can't get another argument
/// because of that, so the new field is an `Option`.
#[test]
fn a_required_property_may_come_in_what_is_only_received() {
    let page = |required: &[&str]| {
        let properties = required
            .iter()
            .map(|name| (name.to_string(), json!({"type": "string"})));
        let mut schema = object(properties.collect());
        schema["required"] = json!(required);
        answer(schema)
    };
    let update = Update::of(&page(&["name"]), &page(&["id", "name"])).breaks_nothing();
    let update = update.has("Note.id", "Option<String>");
    let mut again = spec(&page(&["id", "name"]));
    again.names.clone_from(&update.after.names);
    let (same, _) = common::generate(&again);
    assert_eq!(same.names, update.after.names);
    assert!(same.files == update.after.files);
    // `--prune` is for changes that break users.
    let options = Options {
        prune: true,
        ..common::options()
    };
    let pruned = codegen::generate(&again, &options, &mut Diagnostics::default()).unwrap();
    assert!(pruned.files["src/api/notes.rs"].contains("pub id: String"));
    // What is sent needs the property.
    let sent = |required: &[&str]| {
        let [page] = page(required);
        exchange(&page["responses"]["200"]["content"]["application/json"]["schema"])
    };
    assert!(
        !Update::of(&sent(&["name"]), &sent(&["id", "name"]))
            .breaks()
            .is_empty()
    );
}

#[test]
fn a_variant_keeps_its_name_when_another_value_means_it() {
    let branch = |name: &str| json!({"title": name, "type": "object", "properties": {"kind": {"type": "string"}, name: {"type": "string"}}});
    let page = |values: &[(&str, &str)]| {
        let mapping: serde_json::Map<String, Value> = values
            .iter()
            .map(|(value, branch_name)| ((*value).to_owned(), branch(branch_name)))
            .collect();
        let branches = [branch("Cat"), branch("Dog")];
        let schema = json!({"oneOf": branches, "discriminator": {"propertyName": "kind", "mapping": mapping}});
        answer(object(json!({"animal": schema})))
    };
    let before = page(&[("purring", "Cat"), ("barking", "Dog")]);
    let after = page(&[("meowing", "Cat"), ("barking", "Dog"), ("purring", "Cat")]);
    Update::of(&before, &after).breaks_nothing();
}
