//! The definitions of pages are those that the docs plugin makes.

use serde_json::json;

use super::definition;

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
