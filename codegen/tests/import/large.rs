//! Documents that are too large with every `$ref` inlined.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{generated, read};

/// Each schema contains the next one twice, and the last one has everything else.
const LEVELS: usize = 24;

fn document() -> String {
    let mut text = String::from(
        r##"
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      x-same: {$ref: "#/components/schemas/S1"}
      parameters: [{name: filter, in: query, schema: {$ref: "#/components/schemas/Filter"}}]
      callbacks: {done: {/done: {post: {responses: {"200": {description: A, content: {application/json: {schema: {$ref: "#/components/schemas/S2"}}}}}}}}}
      responses: {"200": {description: A, content: {application/json: {schema: {$ref: "#/components/schemas/S0"}}}}}
    put:
      operationId: putA
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Late"}}}}
      responses: {"200": {description: A, content: {application/json: {schema: {$ref: "#/components/schemas/S0"}}}}}
components:
  schemas:
    Filter: {type: array, items: {type: string}}
    Late: {allOf: [{$ref: "#/components/schemas/Base"}, {properties: {late: {type: integer}}}]}
    Leaf: {type: string, enum: [a, b]}
    Base: {type: object, properties: {leaf: {$ref: "#/components/schemas/Leaf"}, root: {$ref: "#/components/schemas/S0"}}}
    Cat: {title: Felis, type: object, properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {title: Canis, type: object, properties: {kind: {type: string}, name: {type: string}, cat: {$ref: "#/components/schemas/Cat"}}}
"##,
    );
    let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    for level in 0..LEVELS {
        let next = reference(&format!("S{}", level + 1));
        writeln!(
            text,
            "    S{level}: {{type: object, properties: {{a: {next}, b: {{anyOf: [{{type: string}}, {next}]}}}}}}"
        )
        .unwrap();
    }
    let (base, cat, dog) = (reference("Base"), reference("Cat"), reference("Dog"));
    writeln!(
        text,
        "    S{LEVELS}: {{type: object, properties: {{base: {base}, described: {{$ref: '#/components/schemas/Dog', description: Mine}},
      pet: {{discriminator: {{propertyName: kind, mapping: {{c: '#/components/schemas/Cat', d: '#/components/schemas/Dog'}}}}, oneOf: [{cat}, {dog}]}}}}}}"
    )
    .unwrap();
    text
}

/// Every object with a name, and how many references to names there are.
fn named(value: &Value, names: &mut Vec<String>) -> usize {
    let mut references = 0;
    if let Some(name) = value.get("$anchor") {
        names.push(name.as_str().unwrap().to_owned());
    }
    references += usize::from(value.get("$ref").is_some());
    let children: Vec<&Value> = match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    };
    for child in children {
        references += named(child, names);
    }
    references
}

#[test]
fn schemas_that_multiply_are_written_once_and_become_the_same_types() {
    let document = read(&document());
    let pages: Vec<Value> = document
        .pages
        .iter()
        .map(|page| page.definition())
        .collect();
    let mut names = Vec::new();
    for page in &pages {
        named(page, &mut names);
    }
    names.sort();
    let mut expected: Vec<String> = (0..=LEVELS).map(|level| format!("S{level}")).collect();
    expected.extend(["Base", "Cat", "Dog", "Late"].map(str::to_owned));
    expected.sort();
    assert_eq!(names, expected);

    let answer = "/responses/200/content/application~1json/schema";
    let s0 = pages[0].pointer(answer).unwrap();
    assert_eq!(s0["$anchor"], "S0");
    assert_eq!(s0["properties"]["a"]["$anchor"], "S1");
    assert_eq!(
        s0["properties"]["b"],
        json!({"anyOf": [{"type": "string"}, {"$ref": "#S1"}]})
    );
    assert_eq!(pages[0]["x-same"], json!({"$ref": "#S1"}));
    // The client knows how to write it without the other pages.
    let filter = json!({"type": "array", "items": {"type": "string"}, "title": "Filter"});
    assert_eq!(pages[0].pointer("/parameters/0/schema"), Some(&filter));
    assert_eq!(pages[1].pointer(answer), Some(&json!({"$ref": "#S0"})));
    let last = s0.pointer(&"/properties/a".repeat(LEVELS)).unwrap();
    let described = &last["properties"]["described"];
    assert_eq!(described["description"], "Mine");
    assert_eq!(described["allOf"][0]["$anchor"], "Dog");

    let texts: Vec<String> = document
        .pages
        .iter()
        .map(|page| page.text.clone())
        .collect();
    let (index, said) = generated(&texts).unwrap();
    let shown = |name: &str| {
        let from = index.find(&format!("- `{name}`")).unwrap_or_default();
        let rest = &index[from..];
        let to = rest[1..].find("\n- ").map_or(rest.len(), |at| at + 1);
        rest[..to].to_owned()
    };
    let last = format!("S{LEVELS}");
    let types = ["S0", "S1", "Base", "Late", &last];
    let shown: Vec<String> = types.iter().map(|name| shown(name)).collect();
    insta::assert_snapshot!(shown.join("\n") + &said);

    let without_the_first = generated(&texts[1..]).unwrap_err();
    insta::assert_snapshot!(without_the_first);
}
