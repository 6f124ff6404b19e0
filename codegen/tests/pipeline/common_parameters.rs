//! Parameters that many operations describe in the same words are described once.

use codegen::input::page::Source;
use codegen::input::spec::Spec;
use serde_json::json;

use crate::common;

const TEXT: &str = "The number of things to return. The server takes fewer than this where the things are large, \
                    and never more than a thousand, whatever the client asks for.";

/// Pages of lists with a parameter `limit`, one of them with another text.
fn pages(count: usize) -> Spec {
    let page = |index: usize| {
        let description = if index == 0 { "Another text." } else { TEXT };
        let definition = json!({
            "operationId": format!("listThings{index}"),
            "tags": ["Things"],
            "method": "get",
            "path": format!("/things-{index}"),
            "parameters": [{
                "in": "query",
                "name": "limit",
                "description": description,
                "schema": { "type": "integer", "default": index },
            }],
            "responses": { "204": { "description": "Nothing." } },
        });
        Source {
            path: format!("beta/{index}.api.mdx"),
            bytes: format!("---\nid: page-{index}\napi: {definition}\n---\n").into_bytes(),
        }
    };
    let mut spec = common::fixtures();
    spec.pages = (0..count).map(page).collect();
    spec.config = None;
    spec
}

#[test]
fn the_text_of_a_common_parameter_stands_once() {
    let last = "whatever the client asks for";
    let count = |pages: usize| {
        let (generated, _) = common::generate(&self::pages(pages));
        let code: String = generated.files.values().map(String::as_str).collect();
        let unwrapped = code.replace("///", "").replace("//!", "");
        let words: Vec<&str> = unwrapped.split_whitespace().collect();
        let code = words.join(" ");
        assert!(code.contains("Another text. Default: `0`."));
        (
            code.matches(last).count(),
            code.matches("The number of things to return. Default: `1`. See [common parameters]")
                .count(),
        )
    };
    assert_eq!(count(10), (9, 0), "nine operations are few");
    assert_eq!(count(12), (1, 1));
}
