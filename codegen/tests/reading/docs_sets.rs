//! Pages sorted into APIs.

use super::*;

fn grouped(pages: &[(&str, Value)], config: &Config) -> (Vec<docs_set::Api>, String) {
    let mut diagnostics = Diagnostics::default();
    let read = |(path, definition): &(&str, Value)| {
        let text = format!("---\napi: {definition}\n---\n");
        let source = Source {
            path: (*path).to_owned(),
            bytes: text.into_bytes(),
        };
        let page = read_page(&source, &mut Diagnostics::default()).unwrap();
        let operation =
            read_operation(path, &page.definition, &mut Diagnostics::default()).unwrap();
        (page, operation)
    };
    let apis = docs_set::group(
        pages.iter().map(read).collect(),
        &config.modules,
        &mut diagnostics,
    );
    (apis, printed(&diagnostics))
}

#[test]
fn two_pages_of_one_operation() {
    let (apis, messages) = grouped(
        &[
            (
                "beta/b.api.mdx",
                json!({"operationId": "get", "method": "get", "path": "/b"}),
            ),
            (
                "beta/a.api.mdx",
                json!({"operationId": "get", "method": "get", "path": "/a"}),
            ),
            (
                "beta/c.api.mdx",
                json!({"operationId": "getC", "method": "GET", "path": "/a"}),
            ),
            (
                "v3/a.api.mdx",
                json!({"operationId": "get", "method": "get", "path": "/a"}),
            ),
            (
                "beta/d.api.mdx",
                json!({"operationId": "Get", "method": "post", "path": "/a"}),
            ),
        ],
        &Config::default(),
    );
    let ids = |api: &docs_set::Api| {
        api.operations
            .iter()
            .map(|operation| operation.id.clone())
            .collect()
    };
    let ids: Vec<Vec<String>> = apis.iter().map(ids).collect();
    assert_eq!(ids, [vec!["Get", "get"], vec!["get"]]);
    assert_snapshot!(messages, @r"
    error[duplicate-operation]: the operationId `get` is also defined by `beta/a.api.mdx`
      --> beta/b.api.mdx#/operationId
      = help: remove the outdated page, or move it to its own folder
    error[duplicate-operation]: GET /a is also defined by `beta/a.api.mdx`
      --> beta/c.api.mdx#/path
      = help: remove the outdated page, or move it to its own folder
    ");
}

#[test]
fn an_operation_without_an_id_is_called_after_its_page() {
    let (apis, messages) = grouped(
        &[
            (
                "beta/get-thing.api.mdx",
                json!({"method": "get", "path": "/a"}),
            ),
            (
                "beta/other.api.mdx",
                json!({"operationId": "get-thing", "method": "get", "path": "/b"}),
            ),
        ],
        &Config::default(),
    );
    let ids: Vec<&str> = apis[0]
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(ids, ["get-a", "get-thing"]);
    assert_snapshot!(messages, @r"
    note[no-operation-id]: the operation has no `operationId`: `get-a` is used
      --> beta/get-thing.api.mdx
      = help: the function is named after the page, so renaming the page renames the function
    ");
}

#[test]
fn modules_are_the_shortest_tails_that_differ() {
    let operation = json!({"method": "get", "path": "/"});
    let folders = [
        "",
        "idn/v3",
        "idn/beta",
        "nerm/v3",
        "crate",
        "time",
        "2024",
        "a-b",
        "a_b",
        "日本",
        "lib",
        "main",
        "Bin",
        "con",
        "x/com1",
        "v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-l-o-n-g",
    ];
    let paths: Vec<String> = folders
        .iter()
        .map(|folder| {
            format!("{folder}/a.api.mdx")
                .trim_start_matches('/')
                .to_owned()
        })
        .collect();
    let pages: Vec<(&str, Value)> = paths
        .iter()
        .map(|path| (path.as_str(), operation.clone()))
        .collect();
    let mut config = Config::default();
    config
        .modules
        .insert("idn/beta".to_owned(), "preview".to_owned());
    let (apis, _) = grouped(&pages, &config);
    let mut shown = String::new();
    for api in &apis {
        writeln!(shown, "{:?} {}", api.folder, api.module).unwrap();
        assert_eq!(module_name(&api.module), api.module);
    }
    assert_snapshot!(shown, @r#"
    "" api
    "2024" v2024
    "Bin" bin_
    "a-b" a_b
    "a_b" a_b_2
    "con" con_
    "crate" crate_
    "idn/beta" preview
    "idn/v3" idn_v3
    "lib" lib_
    "main" main_
    "nerm/v3" nerm_v3
    "time" time_
    "v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-v-e-r-y-l-o-n-g" v_e_r_y_v_e_r_y_v_e_r_y_v_e_r_y_v_e_r_y_v_e_r_y_v_e_r_y_v_e
    "x/com1" com1_
    "日本" api_2
    "#);
}
