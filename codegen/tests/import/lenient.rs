//! Documents with faults that don't keep the rest from being imported.

use serde_json::json;

use super::read_with_warnings;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

#[test]
fn of_paths_that_differ_in_names_only_the_first_is_imported() {
    let text = format!(
        "{HEAD}{}",
        "
paths:
  /a/{id}: {get: {operationId: one, responses: {}}}
  /a/{slug}: {get: {operationId: other, responses: {}}, put: {operationId: put, responses: {}}}
"
    );
    let (document, said) = read_with_warnings(&text);
    let ids = |keys: Vec<&codegen::input::document::OperationKey>| -> Vec<String> {
        keys.iter().map(|key| key.id.clone()).collect()
    };
    assert_eq!(
        ids(document.pages.iter().map(|page| &page.key).collect()),
        ["one", "put"]
    );
    // A page that was made of it before is gone.
    assert_eq!(ids(document.operations.iter().collect()), ["one", "put"]);
    insta::assert_snapshot!(said);
}

#[test]
fn references_to_schemas_that_are_missing_are_any_json() {
    let text = format!(
        "{HEAD}{}",
        r##"
paths:
  /a:
    get:
      operationId: a
      responses: {"200": {description: A, content: {a/b: {schema: {$ref: "#/components/schemas/A"}}}}}
components:
  schemas:
    A:
      properties:
        empty: {$ref: ""}
        none: {$ref: "#/components/schemas/None"}
        circle: {$ref: "#/components/schemas/Circle"}
        described: {$ref: "#/components/schemas/None", description: Mine, properties: {b: {$ref: "#/components/schemas/B"}}}
        alias: {$ref: "#/components/schemas/Alias", description: Mine}
    Alias: {$ref: "#/components/schemas/None", description: Theirs}
    B: {type: string}
    Circle: {$ref: "#/components/schemas/Circle"}
    Unused: {$ref: "#/components/schemas/None"}
"##
    );
    let (document, said) = read_with_warnings(&text);
    let definition = document.pages[0].definition();
    assert_eq!(
        definition.pointer("/responses/200/content/a~1b/schema/properties"),
        Some(&json!({
            "empty": {},
            "none": {},
            "circle": {},
            "described": {"description": "Mine", "properties": {"b": {"type": "string", "title": "B"}}},
            "alias": {"description": "Mine", "title": "Alias"},
        }))
    );
    insta::assert_snapshot!(said);
}
