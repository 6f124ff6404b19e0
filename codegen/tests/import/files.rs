//! Documents of several files.

use serde_json::json;

use super::{definition, read_files};

const ROOT: &str = r##"
openapi: 3.0.0
info: {title: Pets, version: "1", description: {$ref: intro.md}}
paths:
  /pets/{id}: {$ref: paths/pet.yaml}
components:
  schemas:
    Error: {type: string}
"##;

const PET: &str = r##"
parameters: [{$ref: '../common/parameters.yaml#/Id'}]
get:
  operationId: getPet
  responses:
    "200": {description: A pet, content: {application/json: {schema: {$ref: '../schemas/Pet.yaml'}}}}
    "400": {description: Bad, content: {application/json: {schema: {$ref: '../common/errors.json#/Error'}}}}
    "500": {description: Failed, content: {application/json: {schema: {$ref: '../root.yaml#/components/schemas/Error'}}}}
"##;

const SCHEMA: &str = r##"
type: object
properties:
  mate: {$ref: Pet.yaml}
  kind: {$ref: '#/definitions/Kind'}
  other:
    oneOf: [{$ref: './Pet.yaml'}]
    discriminator: {propertyName: kind, mapping: {pet: ./Pet.yaml}}
definitions:
  Kind: {type: string}
"##;

#[test]
fn what_is_in_other_files_becomes_components() {
    let document = read_files(&[
        ("root.yaml", ROOT),
        ("intro.md", "All about pets.\r\n"),
        ("paths/pet.yaml", PET),
        ("schemas/Pet.yaml", SCHEMA),
        ("common/errors.json", r#"{"Error": {"type": "object"}}"#),
        (
            "common/parameters.yaml",
            "Id: {name: id, in: path, required: true, schema: {type: string}}",
        ),
    ])
    .unwrap();
    let api = document.pages[0].definition();
    let at = |pointer: &str| api.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(at("/info/description"), "All about pets.\n");
    assert_eq!(at("/parameters/0/name"), "id");
    let schema = |status: &str| {
        at(&format!(
            "/responses/{status}/content/application~1json/schema"
        ))
    };
    assert_eq!(
        schema("200"),
        json!({
            "type": "object",
            "properties": {
                "mate": "circular(Pet)",
                "kind": {"type": "string", "title": "Kind"},
                "other": {
                    "oneOf": ["circular(Pet)"],
                    "discriminator": {"propertyName": "kind", "mapping": {"pet": "circular(Pet)"}},
                },
            },
            "definitions": {"Kind": {"type": "string", "title": "Kind"}},
            "title": "Pet",
        })
    );
    // Two components with the same name stay apart.
    assert_eq!(schema("400"), json!({"type": "object", "title": "Error-2"}));
    assert_eq!(schema("500"), json!({"type": "string", "title": "Error"}));
}

#[test]
fn every_file_that_is_missing_or_elsewhere_is_named() {
    let root = ROOT
        .replace("paths/pet.yaml", "https://pets.example/pet.yaml")
        .replace("{type: string}", "{$ref: schemas/None.yaml}");
    let root = format!("{root}  responses: {{Unused: {{$ref: 'None.yaml'}}}}\n");
    let used = "  /a: {get: {operationId: a, responses: {'200': {description: A, content: {a/b: {schema: {$ref: '#/components/schemas/Error'}}}}}}}\n";
    let root = root.replace("components:", &format!("{used}components:"));
    let problems = read_files(&[("root.yaml", &root), ("intro.md", "")]).unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn yaml_merges_and_anchors_are_read() {
    let text = "
openapi: 3.0.0
info: {title: T, version: '1'}
x-common: &common {description: Fine, x-a: 1}
paths:
  /a:
    get:
      operationId: a
      responses:
        200: {<<: *common, x-a: 2}
";
    let api = read_files(&[("root.yaml", text)]).unwrap().pages[0].definition();
    assert_eq!(
        api["responses"],
        json!({"200": {"description": "Fine", "x-a": 2}})
    );
}

#[test]
fn numbers_beyond_64_bits_are_fractions_in_yaml_as_in_json() {
    let json = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {
        "operationId": "a", "responses": {}, "parameters": [{"name": "seed", "in": "query", "schema": {
            "type": "integer", "minimum": -9223372036854776000, "maximum": 18446744073709552000,
            "multipleOf": 999999999999999999999999999999999999999999}}]}}}}"#;
    // The comment makes it YAML.
    let yaml = format!("# A comment\n{json}");
    let schema = |text: &str| definition(text)["parameters"][0]["schema"].clone();
    assert_eq!(schema(&yaml), schema(json));
    assert_eq!(schema(&yaml)["maximum"], 18_446_744_073_709_552_000.0);
}
