//! Corrections in `overlay.yaml`.

use codegen::diagnostic::Diagnostics;
use codegen::input::overlay::apply;
use codegen::input::page::Page;
use serde_json::{Value, json};

use super::printed;

fn page(id: &str, schema: Value) -> Page {
    Page {
        api: "beta".to_owned(),
        path: format!("beta/{id}.api.mdx"),
        id: id.to_owned(),
        title: String::new(),
        definition: json!({
            "operationId": id,
            "method": "get",
            "path": format!("/{id}/{{key}}"),
            "parameters": [{"name": "a", "in": "query"}, {"name": "b", "in": "query"}],
            "responses": {"200": {"content": {"application/json": {"schema": schema}}}},
            "info": {"title": "Pets"},
        }),
        bytes: 0,
    }
}

fn pages() -> Vec<Page> {
    let pet = json!({"title": "Pet", "properties": {
        "name": {"type": "string", "description": "What it is called"},
        "kind": {"type": "string", "enum": ["cat"]},
    }});
    vec![
        page("pets", json!({"type": "array", "items": pet})),
        page("pet", pet),
    ]
}

fn applied(actions: &str) -> (Vec<Page>, String) {
    let mut diagnostics = Diagnostics::default();
    let text =
        format!("overlay: 1.0.0\ninfo: {{title: Corrections, version: '1'}}\nactions:\n{actions}");
    let pages = apply(&text, pages(), &mut diagnostics);
    (pages, printed(&diagnostics))
}

#[test]
fn definitions_are_corrected_and_say_so() {
    let (pages, reported) = applied(
        "
- target: $..[?@.title == 'Pet'].properties
  description: The name may be missing, and there are dogs.
  update:
    name: {nullable: true}
    kind: {enum: [dog]}
- target: $.paths['/pet/{key}'].get
  update: {operationId: findPet}
- target: $.paths['/pets/{key}'].get.parameters[?@.name == 'a']
  remove: true
- target: $.info
  update: {title: Animals}
",
    );
    assert_eq!(reported, "");
    let definition = |id: &str| &pages.iter().find(|page| page.id == id).unwrap().definition;
    let (list, one) = (definition("pets"), definition("pet"));
    let schema = one
        .pointer("/responses/200/content/application~1json/schema")
        .unwrap();
    assert_eq!(
        *schema,
        json!({
            "title": "Pet",
            "properties": {
                "name": {"type": "string", "description": "What it is called", "nullable": true},
                "kind": {"type": "string", "enum": ["cat", "dog"]},
            },
            "description": "*Corrected by `overlay.yaml`: The name may be missing, and there are dogs.*",
        })
    );
    assert_eq!(
        list.pointer("/responses/200/content/application~1json/schema/items"),
        Some(schema)
    );
    assert_eq!(one["operationId"], "findPet");
    assert_eq!(one["description"], "*Corrected by `overlay.yaml`.*");
    assert_eq!(list["parameters"], json!([{"name": "b", "in": "query"}]));
    assert_eq!(list["info"]["title"], "Animals");
}

#[test]
fn an_operation_that_is_removed_has_no_page() {
    let (pages, reported) = applied("- {target: \"$.paths['/pets/{key}'].get\", remove: true}\n");
    assert_eq!((pages.len(), reported.as_str()), (1, ""));
}

#[test]
fn problems_of_an_overlay_are_reported() {
    let (pages, reported) = applied(
        "
- {target: '$.paths[', remove: true}
- {target: '$.paths[\"/none\"].get', description: Gone, remove: true}
- {target: $.components.schemas.Pet, update: {}}
- {target: $.paths, update: 1}
- {target: $, remove: true}
- {target: $.info}
- {target: $.info, updates: {}}
- {update: {}}
",
    );
    assert_eq!(pages.len(), 2);
    insta::assert_snapshot!(reported);
}

#[test]
fn files_that_are_not_overlays_are_refused() {
    let reported = ["[", "a: 1", "overlay: 2.0.0", "overlay: 1.0.0"].map(|text| {
        let mut diagnostics = Diagnostics::default();
        apply(text, pages(), &mut diagnostics);
        printed(&diagnostics)
    });
    insta::assert_snapshot!(reported.join("\n"));
}
