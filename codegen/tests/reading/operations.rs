//! From definitions to operations: unusual definitions are read, malformed parts are reported and ignored.

use codegen::input::openapi::{Additional, Circular, Mapping, Schema, SchemaObject};
use codegen::ir::SchemeKind;

use super::*;

fn operation(mut rest: Value) -> (Option<OperationObject>, String) {
    for (key, value) in [("method", "get"), ("path", "/things")] {
        let map = rest.as_object_mut().unwrap();
        map.entry(key).or_insert_with(|| value.into());
    }
    defined(&rest)
}

fn defined(definition: &Value) -> (Option<OperationObject>, String) {
    let mut diagnostics = Diagnostics::default();
    let operation = read_operation("beta/get-thing.api.mdx", definition, &mut diagnostics);
    (operation, printed(&diagnostics))
}

/// The schema of a query parameter, and the messages about it.
fn schema(schema: Value) -> (Schema, String) {
    let parameter = json!({"name": "a", "in": "query", "schema": schema});
    let (operation, messages) = operation(json!({"parameters": [parameter]}));
    let parameter = operation.unwrap().parameters.pop().unwrap();
    (parameter.schema.unwrap(), messages)
}

#[track_caller]
fn object(value: Value) -> SchemaObject {
    match schema(value) {
        (Schema::Object(object), messages) => {
            assert_eq!(messages, "");
            *object
        }
        (other, _) => panic!("{other:?}"),
    }
}

#[test]
fn an_operation_without_method_or_path() {
    let (read, messages) = defined(&json!({"operationId": "getThing"}));
    assert!(read.is_none());
    assert_snapshot!(messages, @r"
    error[bad-operation]: the operation has no `method`
      --> beta/get-thing.api.mdx#/method
      = help: copy the page again, or remove it from the spec folder if it doesn't describe an operation
    error[bad-operation]: the operation has no `path`
      --> beta/get-thing.api.mdx#/path
      = help: copy the page again: `api` contains the path of the operation
    ");
}

#[test]
fn a_page_about_something_else() {
    let (read, messages) = defined(&json!({"method": "event", "operationId": "thingCreated"}));
    assert!(read.is_none());
    assert_snapshot!(messages, @r"
    note[not-an-operation]: the page's method is `event`, which isn't an HTTP method: the page gets no function
      --> beta/get-thing.api.mdx#/method
    ");
}

#[test]
fn strings_where_objects_belong() {
    let (read, messages) = operation(json!({
        "parameters": ["id", {"name": "a", "in": "query", "schema": "string"}, {"name": "b"}, {"name": "c", "in": "body"}],
        "requestBody": "a thing",
        "responses": {"200": "OK", "201": {"content": {"application/json": "a thing", "text/csv": {"schema": ""}}}},
        "security": "oauth2",
        "servers": ["https://x", {"description": "no url"}],
        "tags": [1, "Things", "Things"],
        "info": [],
    }));
    let read = read.unwrap();
    assert_eq!(read.tags, ["Things"]);
    assert_eq!(read.responses.keys().collect::<Vec<_>>(), ["201"]);
    assert_eq!(read.responses["201"].content.len(), 2);
    assert_eq!(read.parameters.len(), 1);
    assert_snapshot!(messages, @r"
    warning[malformed]: `info` is a list instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/info
    warning[malformed]: a parameter is text instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/1/schema
    warning[malformed]: the parameter has no `name` or no `in`: it is ignored
      --> beta/get-thing.api.mdx#/parameters/2
    warning[malformed]: `body` isn't a parameter location of OpenAPI: the parameter is ignored
      --> beta/get-thing.api.mdx#/parameters/3
    warning[malformed]: `requestBody` is text instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/requestBody
    warning[malformed]: the response is text instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/responses/200
    warning[malformed]: the content is text instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/responses/201/content/application~1json
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/responses/201/content/text~1csv/schema
    warning[malformed]: `security` is text instead of a list: it is ignored
      --> beta/get-thing.api.mdx#/security
    warning[malformed]: a server is text instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/servers/0
    warning[malformed]: the server has no `url`
      --> beta/get-thing.api.mdx#/servers/1
    warning[malformed]: found a number instead of a string: it is ignored
      --> beta/get-thing.api.mdx#/tags/0
    ");
}

#[test]
fn strings_where_the_parts_of_schemas_belong() {
    let (_, messages) = schema(json!({
        "type": {"a": 1},
        "title": [],
        "properties": {"a": null, "b": "", "c": {"properties": [], "required": true}, "x/y": 1},
        "required": ["a", 1],
        "items": "string",
        "allOf": {"type": "object"},
        "oneOf": ["string"],
        "enum": "a",
        "discriminator": {"mapping": {}},
        "additionalProperties": "yes",
    }));
    assert_snapshot!(messages, @r"
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/additionalProperties
    warning[malformed]: `allOf` is an object instead of a list: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/allOf
    warning[malformed]: the discriminator has no `propertyName`: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/discriminator
    warning[malformed]: `enum` is text instead of a list: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/enum
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/items
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/oneOf/0
    warning[malformed]: found null instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/properties/a
    warning[malformed]: found text instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/properties/b
    warning[malformed]: `properties` is a list instead of an object: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/properties/c/properties
    warning[malformed]: `required` is a boolean instead of a list of property names: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/properties/c/required
      = help: list the property in `required` of its object
    warning[malformed]: found a number instead of a schema: it is treated as any JSON value
      --> beta/get-thing.api.mdx#/parameters/0/schema/properties/x~1y
    warning[malformed]: found a number instead of a string: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/required/1
    warning[malformed]: `title` is a list instead of text: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/title
    warning[malformed]: `type` is an object instead of a list: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/type
    ");
}

#[test]
fn unknown_keywords_are_reported_and_extensions_and_data_are_not() {
    let (_, messages) = schema(json!({
        "type": "object",
        "x-go-name": "Thing",
        "minLength": 1,
        "patternProperties": {},
        "example": {"type": 1, "properties": 2},
        "default": {"items": "x"},
    }));
    assert_snapshot!(messages, @r"
    note[unknown-keyword]: unknown keyword `patternProperties`: it is ignored
      --> beta/get-thing.api.mdx#/parameters/0/schema/patternProperties
    ");
}

#[test]
fn null_in_every_spelling() {
    for spelling in [
        json!({"type": "string", "nullable": true}),
        json!({"type": "string", "x-nullable": true}),
        json!({"type": ["string", "null"]}),
        json!({"type": "string", "enum": ["a", null, "a"]}),
    ] {
        let read = object(spelling);
        assert!(read.nullable && !read.only_null);
        assert_eq!(read.types, ["string"]);
    }
    for spelling in [
        json!({"type": "null"}),
        json!({"const": null}),
        json!({"enum": [null]}),
        json!({"type": ["null"]}),
    ] {
        let read = object(spelling);
        assert!(read.nullable && read.only_null);
    }
    assert!(!object(json!({"nullable": true})).only_null);
}

#[test]
fn values_are_kept_once_and_described() {
    let read = object(
        json!({"enum": ["a", 1, "a", null, [1]], "x-enum-descriptions": ["A", "One", "", "", ""]}),
    );
    assert_eq!(read.values, [json!("a"), json!(1), json!([1])]);
    assert_eq!(read.value_docs["a"], "A");
    assert_eq!(read.value_docs["1"], "One");
    assert_eq!(object(json!({"const": false})).values, [json!(false)]);
    let read = object(json!({"enum": ["a"], "x-enumDescriptions": {"a": "A", "b": "B"}}));
    assert_eq!(read.value_docs.len(), 1);
    let lines =
        "ON StateOn  StateOn means that it runs\nON HOLD StateOnHold\nOFF StateOff it does not run";
    let read = object(json!({"enum": ["ON", "ON HOLD", "OFF"], "x-go-enum-desc": lines}));
    let docs: Vec<(&str, &str)> = read
        .value_docs
        .iter()
        .map(|(value, text)| (value.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        docs,
        [("ON", "means that it runs"), ("OFF", "it does not run")]
    );
}

fn circular(title: Option<&str>) -> Circular {
    Circular {
        title: title.map(str::to_owned),
    }
}

#[test]
fn circular_stands_wherever_a_schema_may_stand() {
    let node = || Schema::Circular(circular(Some("Node (a)")));
    let read = object(json!({
        "title": "Node (a)",
        "items": "circular(Node (a))",
        "additionalProperties": "circular(Node (a))",
        "allOf": ["circular(Node (a))"],
        "anyOf": ["circular()"],
        "properties": {"next": "circular(Node (a))", "back": {"$ref": "#/components/schemas/Node (a)"}},
    }));
    assert_eq!(read.items, Some(node()));
    assert_eq!(read.additional, Additional::Allowed(node()));
    assert_eq!(read.all_of, [node()]);
    assert_eq!(read.any_of, [Schema::Circular(circular(None))]);
    assert_eq!(read.properties["next"], node());
    assert_eq!(read.properties["back"], node());
    let whole = object(json!({"type": "object", "properties": "circular(Node)"}));
    assert_eq!(whole.circular_properties, Some(circular(Some("Node"))));
    let copy = object(json!({"title": "Node", "properties": "circular()", "allOf": "circular()"}));
    assert_eq!(copy.circular_properties, Some(circular(Some("Node"))));
    assert_eq!(copy.all_of, [Schema::Circular(circular(Some("Node")))]);
    let titled = object(json!({"title": "Node", "properties": "circular([object Object])"}));
    assert_eq!(titled.circular_properties, Some(circular(Some("Node"))));
    assert_eq!(
        schema(json!("circular()")),
        (Schema::Circular(circular(None)), String::new())
    );
}

#[test]
fn references_that_were_not_inlined_are_errors() {
    let lost = json!({"$ref": "#/components/schemas/Node"});
    let (operation, reported) = operation(json!({
        "parameters": [{"$ref": "#/components/parameters/Limit"}],
        "responses": {"200": {"content": {"application/json": {"schema": {
            "properties": {"node": lost},
            "example": lost,
        }}}}},
        "x-extension": lost,
    }));
    assert!(operation.is_none());
    insta::assert_snapshot!(reported);
}

#[test]
fn properties_may_be_called_like_keywords() {
    let read = object(json!({"properties": {
        "properties": {"type": "object", "properties": {"type": {"type": "string"}}},
        "required": {"type": "boolean"},
        "$ref": {"type": "string"},
        "": {"type": "string"},
    }, "required": ["required", "required"]}));
    assert_eq!(
        read.properties.keys().collect::<Vec<_>>(),
        ["properties", "required", "$ref", ""]
    );
    assert_eq!(read.required, ["required"]);
}

#[test]
fn a_discriminator_in_every_spelling() {
    let read = object(
        json!({"discriminator": {"propertyName": "kind", "mapping": {
            "cat": "#/components/schemas/Cat", "dog": "Dog", "file": "./Fish.yaml", "bird": {"type": "object"}, "me": "circular()",
        }}}),
    );
    let discriminator = read.discriminator.unwrap();
    let name = |name: &str| Mapping::Name(name.to_owned());
    assert_eq!(discriminator.property, "kind");
    assert_eq!(discriminator.mapping["cat"], name("Cat"));
    assert_eq!(discriminator.mapping["dog"], name("Dog"));
    assert_eq!(discriminator.mapping["file"], name("Fish"));
    assert!(matches!(
        discriminator.mapping["bird"],
        Mapping::Inlined(Schema::Object(_))
    ));
    assert_eq!(
        discriminator.mapping["me"],
        Mapping::Inlined(Schema::Circular(circular(None)))
    );
    assert_eq!(
        object(json!({"discriminator": "kind"}))
            .discriminator
            .unwrap()
            .property,
        "kind"
    );
}

#[test]
fn remains_of_openapi_2_and_maps_of_parameters() {
    let (read, messages) = operation(json!({
        "parameters": {"one": {"name": "a", "in": "query", "type": "array", "items": {"type": "string"}, "required": true}},
        "responses": {"200": {"schema": {"type": "string"}}},
    }));
    let read = read.unwrap();
    let Some(Schema::Object(schema)) = &read.parameters[0].schema else {
        panic!()
    };
    assert_eq!(
        (schema.types.as_slice(), schema.required.len()),
        (["array".to_owned()].as_slice(), 0)
    );
    assert_eq!(read.parameters[0].pointer, "/parameters/one");
    let media_type = &read.responses["200"].content["application/json"];
    assert_eq!(media_type.pointer, "/responses/200/schema");
    assert_snapshot!(messages, @r"
    warning[malformed]: `parameters` is an object instead of a list: its values are used
      --> beta/get-thing.api.mdx#/parameters
    ");
}

#[test]
fn the_first_of_two_parameters_stays() {
    let (read, messages) = operation(json!({"parameters": [
        {"name": "id", "in": "path", "description": "first"},
        {"name": "id", "in": "query"},
        {"name": "id", "in": "path", "description": "second"},
        {"name": "X-A", "in": "header"},
        {"name": "x-a", "in": "header"},
    ]}));
    let parameters = read.unwrap().parameters;
    let names: Vec<&str> = parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["id", "id", "X-A"]);
    assert_eq!(parameters[0].description, "first");
    assert!(parameters[0].required);
    assert_snapshot!(messages, @r"
    warning[malformed]: the path parameter `id` is declared twice: this one is ignored
      --> beta/get-thing.api.mdx#/parameters/2
    warning[malformed]: the header parameter `x-a` is declared twice: this one is ignored
      --> beta/get-thing.api.mdx#/parameters/4
    ");
}

#[test]
fn servers_security_and_pointers() {
    let (read, messages) = operation(json!({
        "servers": [{"url": "https://{tenant}.x", "variables": {"tenant": {"default": 1}}}],
        "security": [{"oauth2": ["a"]}, {}],
        "requestBody": {"content": {"application/json": {"schema": true, "encoding": {"a": {"contentType": "text/csv"}}}}},
        "responses": {"200": {"headers": {"X-Total-Count": {"description": "All."}}}, "x-note": 1},
    }));
    let read = read.unwrap();
    assert_eq!(messages, "");
    assert_eq!(read.servers[0].variables["tenant"], "1");
    assert_eq!(read.security.unwrap().len(), 2);
    let body = read.request_body.unwrap();
    let media_type = &body.content["application/json"];
    assert_eq!(
        media_type.pointer,
        "/requestBody/content/application~1json/schema"
    );
    assert_eq!(media_type.schema, Some(Schema::Any));
    assert_eq!(media_type.encoding["a"], "text/csv");
    assert_eq!(read.responses["200"].headers["X-Total-Count"], "All.");
    assert_eq!(read.responses.len(), 1);
}

#[test]
fn security_that_the_client_does_not_have() {
    let (read, messages) = operation(json!({
        "security": [{"key": [], "app": []}, {"certificate": []}, {"digest": [], "certificate": []}, {"unknown": []}],
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "app": {"type": "apiKey", "in": "header", "name": "X-App"},
            "certificate": {"type": "mutualTLS"},
            "digest": {"type": "http", "scheme": "digest"},
            "unknown": {"type": "secret"},
            "unused": {"type": "secret"},
            "connect": {"type": "openIdConnect"},
        },
    }));
    let read = read.unwrap();
    assert!(!read.security_schemes.contains_key("certificate"));
    assert_eq!(read.security_schemes["connect"].kind, SchemeKind::Bearer);
    let security = read.security.unwrap();
    let names = security
        .iter()
        .map(|all| all.keys().map(String::as_str).collect());
    assert_eq!(
        names.collect::<Vec<Vec<&str>>>(),
        [vec!["key", "app"], vec![], vec!["digest"], vec!["unknown"]]
    );
    assert_snapshot!(messages, @r"
    warning[unsupported-security]: `certificate` is mutual TLS, for which the client has no credentials
      --> beta/get-thing.api.mdx#/security/1
      = help: pass an HTTP client that has the certificate to the client's builder
    warning[unsupported-security]: `certificate` is mutual TLS, for which the client has no credentials
      --> beta/get-thing.api.mdx#/security/2
      = help: pass an HTTP client that has the certificate to the client's builder
    warning[unsupported-security]: `digest` has the HTTP scheme `digest`: the client sends a bearer token
      --> beta/get-thing.api.mdx#/security/2
      = help: pass a transport that signs requests if that is wrong
    warning[unsupported-security]: `unknown` has the type `secret`: the client sends a bearer token
      --> beta/get-thing.api.mdx#/security/3
    ");
}

#[test]
fn links_and_callbacks_are_reported() {
    let (_, messages) = operation(json!({
        "callbacks": {"done": {}},
        "responses": {"200": {"links": {"next": {}}}, "201": {"links": {}}},
    }));
    assert_snapshot!(messages, @r"
    note[not-in-client]: no code is generated for `callbacks`
      --> beta/get-thing.api.mdx#/callbacks
    note[not-in-client]: no code is generated for `links`
      --> beta/get-thing.api.mdx#/responses/200/links
    ");
}

#[test]
fn the_deepest_definition_that_is_read_does_not_exhaust_the_stack() {
    for (open, close) in [
        (r#"{"items":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        (r#"{"properties":{"a":"#, "}}"),
    ] {
        let levels = 500 / open.matches(['{', '[']).count();
        let nested = format!("{}true{}", open.repeat(levels), close.repeat(levels));
        let page = accepted(page_with(&format!(
            r#"{{"method":"get","path":"/","parameters":[{{"name":"a","in":"query","schema":{nested}}}]}}"#
        )));
        let (read, messages) = defined(&page.definition);
        assert!(read.is_some());
        assert_eq!(messages, "");
    }
}
