//! Every spelling of `api` gives the same definition.

use super::*;

#[track_caller]
fn assert_same(page: &str) {
    let page = accepted(page);
    assert_eq!(
        page.definition,
        serde_json::from_str::<Value>(JSON).unwrap()
    );
    assert_eq!(
        (page.id.as_str(), page.title.as_str()),
        ("get-thing", "Get a thing")
    );
    assert_eq!(page.api, "beta");
}

#[test]
fn one_line_of_json() {
    assert_same(&page_with(JSON));
}

#[test]
fn json_on_several_lines() {
    let value: Value = serde_json::from_str(JSON).unwrap();
    assert_same(&page_with(&serde_json::to_string_pretty(&value).unwrap()));
}

#[test]
fn a_mapping_of_yaml() {
    let value: Value = serde_json::from_str(JSON).unwrap();
    let yaml = serde_yaml::to_string(&value).unwrap();
    let block: String = yaml.lines().map(|line| format!("\n  {line}")).collect();
    assert!(block.contains("'200':"));
    assert_same(&page_with(&block));
    // Statuses are written without quotes by hand.
    assert_same(&page_with(&block.replace("'200':", "200:")));
}

#[test]
fn a_mapping_of_yaml_in_flow_style() {
    let flow = JSON.replacen(r#""operationId":"getThing","#, "operationId: getThing, ", 1);
    assert_same(&page_with(&flow));
}

#[test]
fn json_after_a_formatter() {
    assert_same(&page_with(
        r#"
  {
    "operationId": "getThing",
    "method": "get",
    "path": "/things/{id}",
    "responses":
      {
        "200": { "description": 'A thing: [it] isn''t "much" # really' },
        "404":
          {
            "description": "– none 😀",
          },
      },
  }"#,
    ));
}

#[test]
fn an_alias_stands_for_what_it_names() {
    let page = accepted(page_with(
        "\n  method: get\n  path: /\n  a: &ref_0\n    type: string\n  b: *ref_0",
    ));
    assert_eq!(page.definition["b"], json!({"type": "string"}));
}

#[test]
fn json_in_quotes_of_yaml() {
    assert_same(&page_with(&format!("'{}'", JSON.replace('\'', "''"))));
}

#[test]
fn compressed_and_encoded() {
    let encoded = compressed(JSON.as_bytes());
    assert_same(&page_with(&encoded));
    assert_same(&page_with(&format!("\"{encoded}\"")));
    let (first, second) = encoded.split_at(40);
    assert_same(&page_with(&format!(">-\n  {first}\n  {second}")));
    assert_same(&page_with(&format!("{first}\n  {second}")));
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_a_header_of_a_viewer() {
    let page = page_with(JSON);
    assert_same(&page.replace('\n', "\r\n"));
    assert_same(&format!("\u{feff}{page}"));
    assert_same(&format!(
        "::::::::::::::\nget-thing.api.mdx\n::::::::::::::\n{page}"
    ));
    assert_same(&format!(
        "<!-- copied -->\r\n\u{feff}{}",
        page.replace('\n', "\r\n")
    ));
    assert_same(page.trim_end());
}

#[test]
fn half_an_emoji_is_replaced_and_a_whole_one_is_kept() {
    let page = accepted(page_with(
        r#"{"a":"cut \ud83d","b":"\ud83d\ude00","c":"C:\\ud83d"}"#,
    ));
    assert_eq!(
        page.definition,
        json!({"a": "cut \u{fffd}", "b": "😀", "c": "C:\\ud83d"})
    );
}

#[test]
fn id_and_title_are_made_from_what_is_there() {
    let page = accepted("---\napi: {}\n---\n");
    assert_eq!((page.id.as_str(), page.title.as_str()), ("get-thing", ""));
    let page = accepted("---\nid: 7\ntitle: 'It''s'\napi: {}\n---\n");
    assert_eq!((page.id.as_str(), page.title.as_str()), ("7", "It's"));
}

#[test]
fn deep_nesting_is_read_as_long_as_it_is_within_the_limit() {
    let nested = format!("{{\"a\":{}1{}}}", "[".repeat(511), "]".repeat(511));
    accepted(page_with(&nested));
}
