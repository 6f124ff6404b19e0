//! A page that cannot be read gives one clear message.

use super::*;

#[test]
fn no_frontmatter() {
    assert_snapshot!(refused("# Get a thing\n"), @r"
    error[frontmatter]: the page has no frontmatter: it has no line `---`
      --> beta/get-thing.api.mdx
      = help: copy the page again from its repository, from the first line `---` to the end
    ");
    assert_snapshot!(refused(""), @r"
    error[frontmatter]: the page has no frontmatter: it has no line `---`
      --> beta/get-thing.api.mdx
      = help: copy the page again from its repository, from the first line `---` to the end
    ");
}

#[test]
fn no_closing_line() {
    assert_snapshot!(refused(page_with(JSON).replace("\n---\n\n# Get a thing\n", "\n")), @r"
    error[frontmatter]: the frontmatter doesn't end: the page has only one line `---`
      --> beta/get-thing.api.mdx
      = help: copy the page again from its repository, from the first line `---` to the end
    ");
}

#[test]
fn a_lone_carriage_return_ends_no_line() {
    assert_snapshot!(refused(page_with(JSON).replace('\n', "\r")), @r"
    error[frontmatter]: the page has no frontmatter: it has no line `---`
      --> beta/get-thing.api.mdx
      = help: copy the page again from its repository, from the first line `---` to the end
    ");
}

#[test]
fn no_api() {
    assert_snapshot!(refused("---\nid: get-thing\napis: {}\n---\n"), @r"
    error[no-api]: the frontmatter has no key `api`
      --> beta/get-thing.api.mdx
      = help: `*.api.mdx` pages describe operations: copy the page again, or remove it from the spec folder
    ");
}

#[test]
fn an_api_that_is_empty_or_something_else() {
    assert_snapshot!(refused("---\napi:\nid: x\n---\n"), @r"
    error[bad-api]: `api` is empty
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
    assert_snapshot!(refused("---\napi: ~\n---\n"), @r"
    error[bad-api]: `api` is null, not the definition of an operation
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
    assert_snapshot!(refused("---\napi: [get]\n---\n"), @r"
    error[bad-api]: `api` is a list, not the definition of an operation
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
    assert_snapshot!(refused("---\napi: see the other page\n---\n"), @r"
    error[bad-api]: `api` is neither JSON nor base64: `see the other page`
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
}

#[test]
fn json_that_is_cut_off() {
    assert_snapshot!(refused(page_with(&JSON[..100])), @r#"
    error[bad-api]: the JSON of `api` is cut off: it ends after byte 99, with `nses":{"200":{"description":"A`
      --> beta/get-thing.api.mdx
      = help: copy the page again; its last line may be missing
    "#);
}

#[test]
fn json_that_breaks() {
    assert_snapshot!(refused(page_with(&JSON.replace(":{\"200\"", "::{\"200\""))), @r#"
    error[bad-api]: the JSON of `api` is invalid at byte 76, at the end of `":"/things/{id}","responses"::`: expected value
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    "#);
}

#[test]
fn yaml_that_breaks() {
    assert_snapshot!(refused(page_with("\n  method: get\n   path: /x: y")), @r"
    error[bad-api]: the YAML of `api` can't be read: mapping values are not allowed in this context at line 6 column 8
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
}

#[test]
fn json_that_a_formatter_has_made_yaml_and_that_breaks() {
    assert_snapshot!(refused(page_with("\n  {\n    \"method\": 'get\",\n    \"path\": \"/\",\n  }")), @r"
    error[bad-api]: the YAML of `api` can't be read: found unexpected end of stream at line 8 column 4, while scanning a quoted scalar at line 6 column 15
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
}

#[test]
fn bad_base64() {
    let encoded = compressed(JSON.as_bytes());
    assert_snapshot!(refused(page_with(&encoded[..encoded.len() - 3])), @r"
    error[bad-api]: the base64 of `api` can't be decoded: Invalid input length: 197
      --> beta/get-thing.api.mdx
      = help: copy the page again; its last line may be missing
    ");
    assert_snapshot!(refused(page_with("eJyrVkrLz1eyUkpKLFKqBQAdegQX*eJyrVkrLz1eyUkpKLFKqBQAdegQX")), @r"
    error[bad-api]: `api` is neither JSON nor base64: `eJyrVkrLz1eyUkpKLFKqBQAdegQX*e`
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
}

#[test]
fn bad_zlib() {
    let encoded = base64::engine::general_purpose::STANDARD.encode(JSON);
    assert_snapshot!(refused(page_with(&encoded)), @r"
    error[bad-api]: the base64 of `api` isn't complete zlib data: corrupt deflate stream
      --> beta/get-thing.api.mdx
      = help: copy the page again; its last line may be missing
    ");
    let cut = compressed(JSON.as_bytes());
    assert_snapshot!(refused(page_with(&cut[..80])), @r"
    error[bad-api]: the base64 of `api` isn't complete zlib data: incomplete deflate stream
      --> beta/get-thing.api.mdx
      = help: copy the page again; its last line may be missing
    ");
}

#[test]
fn compressed_text_that_is_not_json() {
    assert_snapshot!(refused(page_with(&compressed(b"\xff\xfe\x00 and more bytes"))), @r"
    error[bad-api]: the decompressed `api` isn't UTF-8
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
    assert_snapshot!(refused(page_with(&compressed(b"hello, this is no JSON"))), @r"
    error[bad-api]: the JSON of `api` is invalid at byte 1, at the end of `h`: expected value
      --> beta/get-thing.api.mdx
      = help: copy the page again; a part of its `api` line may be missing or changed
    ");
}

#[test]
fn a_zlib_bomb() {
    assert_snapshot!(refused(page_with(&compressed(&vec![b' '; MAX_BYTES + 1]))), @r"
    error[too-large]: `api` decompresses to more bytes than a definition can have; at most 67108864 bytes (64 MiB) are read
      --> beta/get-thing.api.mdx
      = help: definitions of operations are smaller: copy the page again, or remove it
    ");
}

#[test]
fn not_utf8() {
    let mut bytes = page_with(JSON).into_bytes();
    bytes[20] = 0xE9;
    assert_snapshot!(refused(bytes), @r"
    error[unreadable]: the page isn't valid UTF-8 at byte 20
      --> beta/get-thing.api.mdx
      = help: save the page as UTF-8, or copy it again
    ");
}

#[test]
fn nesting_without_end() {
    for depth in [10_000, 1_000_000] {
        let nested = format!("{{\"a\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        insta::allow_duplicates! {
            assert_snapshot!(refused(page_with(&nested)), @r"
            error[too-large]: `api` nests arrays and objects deeper than 512 levels
              --> beta/get-thing.api.mdx
              = help: definitions of operations are less deep: copy the page again, or remove it
            ");
            assert_snapshot!(refused(page_with(&compressed(nested.as_bytes()))), @r"
            error[too-large]: `api` nests arrays and objects deeper than 512 levels
              --> beta/get-thing.api.mdx
              = help: definitions of operations are less deep: copy the page again, or remove it
            ");
        }
    }
}

#[test]
fn nesting_without_end_in_yaml() {
    for yaml in [
        format!("{}1", "- ".repeat(10_000)),
        format!("{}1", "- ".repeat(1_000_000)),
        format!("!a {}1{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("!a {}1{}", "[".repeat(1_000_000), "]".repeat(1_000_000)),
        "&a [*a]".to_owned(),
    ] {
        insta::allow_duplicates! {
            assert_snapshot!(refused(page_with(&format!("\n  a:\n    {yaml}"))), @r"
            error[too-large]: `api` nests arrays and objects deeper than 128 levels
              --> beta/get-thing.api.mdx
              = help: definitions of operations are less deep: copy the page again, or remove it
            ");
        }
    }
}

#[test]
fn a_bomb_of_aliases() {
    let mut yaml = "\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]".to_owned();
    for level in 1..12 {
        let before = level - 1;
        let list = vec![format!("*a{before}"); 10].join(", ");
        write!(yaml, "\n  a{level}: &a{level} [{list}]").unwrap();
    }
    assert_snapshot!(refused(page_with(&yaml)), @r"
    error[too-large]: `api` expands to more bytes than a definition can have; at most 67108864 bytes (64 MiB) are read
      --> beta/get-thing.api.mdx
      = help: definitions of operations are smaller: copy the page again, or remove it
    ");
}

/// Each key that is a mapping doubles the text of the one inside it.
#[test]
fn a_bomb_of_keys() {
    assert_snapshot!(refused(page_with(&format!("\n  x-a:\n    {}a", "? ".repeat(40)))), @r"
    error[too-large]: `api` expands to more bytes than a definition can have; at most 67108864 bytes (64 MiB) are read
      --> beta/get-thing.api.mdx
      = help: definitions of operations are smaller: copy the page again, or remove it
    ");
}

#[test]
fn a_long_text_that_many_aliases_repeat() {
    let text = "x".repeat(1_000_000);
    let aliases = "\n    - *text".repeat(100);
    assert_snapshot!(refused(page_with(&format!("\n  a: &text {text}\n  b:{aliases}"))), @r"
    error[too-large]: `api` expands to more bytes than a definition can have; at most 67108864 bytes (64 MiB) are read
      --> beta/get-thing.api.mdx
      = help: definitions of operations are smaller: copy the page again, or remove it
    ");
}

#[test]
fn other_keys_that_are_no_yaml_lose_nothing() {
    let text = page_with(JSON).replace("sidebar_class_name: \"get\"", "description: \"A \"thing\"");
    let (page, messages) = read(text);
    let page = page.unwrap();
    assert_eq!(page.definition["path"], "/things/{id}");
    assert_eq!(
        (page.id.as_str(), page.title.as_str()),
        ("get-thing", "Get a thing")
    );
    assert_snapshot!(messages, @r"
    note[frontmatter-keys]: the frontmatter's keys other than `api` aren't valid YAML: did not find expected key at line 5 column 18, while parsing a block mapping at line 2 column 1
      --> beta/get-thing.api.mdx
      = help: nothing is lost: `api` was read separately, and `id`, `sidebar_label` and `title` line by line
    ");
}

#[test]
fn a_page_cut_off_anywhere_gives_one_error_or_none() {
    for api in [
        JSON.to_owned(),
        compressed(JSON.as_bytes()),
        "\n  method: get\n  path: '/a'".to_owned(),
    ] {
        let page = page_with(&api).into_bytes();
        for length in 0..page.len() {
            let mut diagnostics = Diagnostics::default();
            let read = read_page(&source(&page[..length]), &mut diagnostics);
            assert_eq!(diagnostics.errors().count(), usize::from(read.is_none()));
        }
    }
}
