//! The definitions of pages are those that the docs plugin makes.

use serde_json::json;

use super::{definition, generated};

const SHARED: &str = r##"
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
security: [{key: []}]
paths:
  /pets/{id}:
    summary: A pet
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPet
      summary: Get a pet
      x-beta: true
      parameters:
        - {$ref: "#/components/parameters/Fields"}
      responses:
        "404": {description: None}
        default: {description: Error}
        "200":
          description: A pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  securitySchemes:
    key: {type: http, scheme: Bearer}
  parameters:
    Fields: {name: fields, in: query, schema: {type: string}}
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        weight: {type: number, minimum: 1.0}
"##;

#[test]
fn what_belongs_to_an_operation_is_put_into_it() {
    let api = definition(SHARED);
    assert_eq!(
        api.to_string(),
        json!({
            "operationId": "getPet",
            "x-beta": true,
            "parameters": [
                {"name": "fields", "in": "query", "schema": {"type": "string"}},
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            ],
            "responses": {
                "200": {"description": "A pet", "content": {"application/json": {"schema": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "weight": {"type": "number", "minimum": 1}},
                    "title": "Pet",
                }}}},
                "404": {"description": "None"},
                "default": {"description": "Error"},
            },
            "description": "Get a pet",
            "extensions": [{"key": "x-beta", "value": true}],
            "method": "get",
            "path": "/pets/{id}",
            "servers": [{"url": "https://pets.example"}],
            "security": [{"key": []}],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "info": {"title": "Pets", "version": "1"},
        })
        .to_string()
    );
}

/// The schema of the answer in a document with the given components.
fn answer(schemas: &str) -> serde_json::Value {
    let api = definition(&format!(
        r##"{{"openapi": "3.0.0", "info": {{"title": "T", "version": "1"}},
        "paths": {{"/a": {{"get": {{"operationId": "a", "responses": {{"200": {{"description": "",
            "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/A"}}}}}}}}}}}}}}}},
        "components": {{"schemas": {schemas}}}}}"##
    ));
    api.pointer("/responses/200/content/application~1json/schema")
        .unwrap()
        .clone()
}

/// Two components with the same title get their names as titles, unless they are equal and so one type.
#[test]
fn components_of_one_title_have_their_names_as_titles() {
    let schema = answer(
        r##"{"A": {"properties": {
            "one": {"$ref": "#/components/schemas/Note"}, "other": {"$ref": "#/components/schemas/OldNote"},
            "this": {"$ref": "#/components/schemas/Mark"}, "that": {"$ref": "#/components/schemas/SameMark"}}},
          "Note": {"title": "A note", "type": "string"}, "OldNote": {"title": "A note", "type": "integer"},
          "Mark": {"title": "A mark", "type": "string"}, "SameMark": {"title": "A mark", "type": "string"}}"##,
    );
    assert_eq!(
        schema,
        json!({"title": "A", "properties": {
            "one": {"title": "Note", "type": "string"}, "other": {"title": "OldNote", "type": "integer"},
            "this": {"title": "A mark", "type": "string"}, "that": {"title": "A mark", "type": "string"},
        }})
    );
}

#[test]
fn recursion_is_cut_off_where_a_schema_would_contain_itself() {
    let schema = answer(
        r##"{"A": {"properties": {
            "next": {"$ref": "#/components/schemas/A"},
            "twins": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}}},
          "B": {"title": "Twin", "allOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/A"}]}}"##,
    );
    assert_eq!(
        schema,
        json!({"title": "A", "properties": {
            "next": "circular(A)",
            "twins": {"type": "array", "items": {"title": "Twin", "allOf": ["circular(Twin)", "circular(A)"]}},
        }})
    );
}

#[test]
fn schemas_without_an_end_become_pages_and_code() {
    // `{A}` and `{B}` are `$ref`s to the two components.
    let documents = [
        r#"{"A": {"type": "object", "additionalProperties": {A}}}"#,
        r#"{"A": {"type": "array", "items": {A}}}"#,
        r#"{"A": {"allOf": [{A}, {"type": "object", "properties": {"a": {"type": "string"}}}]}}"#,
        r#"{"A": {"oneOf": [{A}, {"type": "string"}]}}"#,
        r#"{"A": {"not": {A}}}"#,
        r#"{"A": {"type": "object", "additionalProperties": {"type": "array", "items": {"anyOf": [{A}, {"type": "integer"}]}}}}"#,
        r#"{"A": {"type": "object", "additionalProperties": {B}}, "B": {"type": "array", "items": {A}}}"#,
        r#"{"A": {"allOf": [{B}]}, "B": {"allOf": [{A}]}}"#,
        r#"{"A": {"oneOf": [{B}, {"type": "string"}]}, "B": {"anyOf": [{A}, {B}]}}"#,
    ];
    for document in documents {
        let schemas = document
            .replace("{A}", r##"{"$ref": "#/components/schemas/A"}"##)
            .replace("{B}", r##"{"$ref": "#/components/schemas/B"}"##);
        let api = json!({"operationId": "a", "method": "get", "path": "/a", "responses": {"200": {"description": "",
            "content": {"application/json": {"schema": answer(&schemas)}}}}});
        generated(&[format!("---\nid: a\napi: {api}\n---\n")]).unwrap();
    }
}

#[test]
fn what_stands_beside_a_reference_is_merged_into_a_copy() {
    let schema = answer(
        r##"{"A": {"properties": {
            "described": {"$ref": "#/components/schemas/B", "description": "Mine", "xml": {"name": "x"}},
            "parent": {"$ref": "#/components/schemas/A", "description": "The one above"}}},
          "B": {"type": "string", "description": "Theirs", "xml": {"name": "y", "wrapped": true}}}"##,
    );
    assert_eq!(
        schema,
        json!({"title": "A", "properties": {
            "described": {"description": "Mine", "xml": {"name": "x", "wrapped": true}, "type": "string", "title": "B"},
            "parent": {"description": "The one above", "properties": "circular()", "title": "A"},
        }})
    );
}

#[test]
fn discriminator_mappings_hold_the_schemas() {
    let schema = answer(
        r##"{"A": {"oneOf": [{"$ref": "#/components/schemas/B"}],
                   "discriminator": {"propertyName": "kind", "mapping": {
                       "b": "#/components/schemas/B", "none": "#/components/schemas/None", "name": "B"}}},
          "B": {"type": "object", "properties": {"back": {"$ref": "#/components/schemas/A"}}}}"##,
    );
    let b = json!({"type": "object", "properties": {"back": "circular(A)"}, "title": "B"});
    assert_eq!(
        schema,
        json!({"title": "A", "oneOf": [b], "discriminator": {
            "propertyName": "kind", "mapping": {"b": b, "none": {}, "name": "B"}}})
    );
}
