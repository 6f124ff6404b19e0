//! Documents that can't be imported.

use super::read_files;

fn problems(text: &str) -> String {
    match read_files(&[("openapi.yaml", text)]) {
        Ok(_) => panic!("the document should have been refused"),
        Err(problems) => problems,
    }
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

#[test]
fn files_that_are_not_openapi_are_refused() {
    let documents = [
        "swagger: '2.0'\npaths: {}\n",
        "openapi: 4.0.0\npaths: {}\n",
        "asyncapi: 3.0.0\n",
        "<!DOCTYPE html>\n<html></html>\n",
        "{\"openapi\": \"3.0.0\", ",
        "a: [\n",
        "[]",
        "",
    ];
    let all: Vec<String> = documents.iter().map(|text| problems(text)).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn all_problems_are_reported_at_once() {
    let text = format!(
        "{HEAD}{}",
        r##"
paths:
  /a/{id}:
    get: {operationId: a, responses: {"200": {$ref: "#/components/responses/A"}}}
    put: {operationId: a, responses: {}}
    post: null
  /a/{name}:
    get: {operationId: b, responses: {"200": {description: B, content: {a/b: {schema: {$ref: "#/components/schemas/None"}}}}}}
components:
  responses:
    A: {$ref: "#/components/responses/B"}
    B: {$ref: "#/components/responses/A"}
  schemas:
    Unused: {$ref: "#/components/schemas/None"}
"##
    );
    insta::assert_snapshot!(problems(&text));
}

#[test]
fn aliases_that_multiply_are_cut_off() {
    let mut text = format!("{HEAD}paths: {{}}\nx-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("x-{level}: &a{level} [{items}]\n"));
    }
    let problems = problems(&text);
    assert!(
        problems.contains("YAML aliases that expand to more than 64 MiB"),
        "{problems}"
    );
}

#[test]
fn a_long_chain_of_references_is_refused() {
    let schemas: String = (0..5000)
        .map(|level| {
            let next = level + 1;
            format!("    S{level}: {{$ref: '#/components/schemas/S{next}'}}\n")
        })
        .collect();
    let text = format!(
        "{HEAD}paths:\n  /a:\n    get: {{operationId: a, responses: {{'200': {{description: A, content: {{a/b: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}    S5000: {{}}\n"
    );
    let problems = problems(&text);
    assert!(
        problems.contains("more than 100 `$ref`s lead to each other"),
        "{problems}"
    );
}
