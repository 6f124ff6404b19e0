//! Texts that would break doc comments.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::*;

fn rendered(text: &str) -> String {
    render(text, 110).join("\n")
}

/// Reads the lines as rustdoc does and looks for what rustdoc or clippy would complain about.
fn assert_harmless(source: &str, lines: &[String]) {
    for line in lines {
        assert!(!line.chars().any(is_unwanted), "{source:?}: {line:?}");
        assert_eq!(line.trim_end(), line, "{source:?}");
    }
    let text = lines.join("\n");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut broken = Vec::new();
    let mut note = |link: pulldown_cmark::BrokenLink<'_>| {
        broken.push(link.reference.to_string());
        None
    };
    for event in Parser::new_with_broken_link_callback(&text, options, Some(&mut note)) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{source:?}: HTML {html}"),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => panic!("{source:?}: {text}"),
            Event::Start(Tag::CodeBlock(kind)) => {
                assert!(
                    matches!(&kind, CodeBlockKind::Fenced(language) if &**language == "text"),
                    "{source:?}: {text}"
                );
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.contains(':'), "{source:?}: {dest_url}")
            }
            Event::Start(Tag::Image { .. } | Tag::Strikethrough) => panic!("{source:?}: {text}"),
            _ => {}
        }
    }
    assert_eq!(broken, Vec::<String>::new(), "{source:?}");
}

const NASTY: &[&str] = &[
    "*/ } fn main() { } /* \\ \" ' #[doc = \"x\"] #![no_std]",
    "/// doc //! inner /** block */",
    "[Foo] [`Bar`] [x](y) [a][b] ![img](img.png) [a]: b [x](javascript:alert)",
    "[ref]\n\n[ref]: https://example.com/a(b)c",
    "    indented\n\tcode",
    "text\n\n    let x = 1;\n    ```\n    not a fence",
    "```rust\nfn main() {}\n```",
    "```\nunclosed",
    "````\n```\n````",
    "~~~ js {a=b}\nx\n~~~",
    "a <placeholder> and <br> and <b>bold</b> <b>open </i> </code>",
    "<ul><li>one</li><li>two <code>x < y & z</code></li></ul>",
    "before<ul><li>one</li><li><a href=\"https://x.y/z\">two</a></li></ul>after",
    "<table><tr><td>a</td><td>b</td></tr></table>",
    "<!-- comment -->\n<script>alert(1)</script>\n<T: Into<String>>",
    "<details>\n<summary>More</summary>\n\n- x\n\n</details>",
    "| a | b |\n|---|:-:|\n| `x|y` | [l](/rel) |\n| *e* | \\| |",
    "# One\n## Two\nSetext\n======\nOther\n---",
    "http://example.com. (https://example.com/a_b?c=d&e=f), https://{tenant}.api.identitynow.com/x https://",
    "see www.example.com, <https://auto.link/x>, mail a@b.cd, [https://a.b/c](https://a.b/c)",
    "- [ ] task\n- [x] done\n* other\n1. one\n2. two",
    "- a\n  - b\n    - c\n\n      para\n- d\n\n  ```json\n  {\"a\": 1}\n  ```",
    "> quote\nlazy\n> > deeper\n\n> again",
    "footnote[^1]\n\n[^1]: note",
    "~~strike~~ ~one~ snake_case _emph_ **strong** __init__ *a* 2*3*4 a_ _b",
    "# \n#\n-\n+ \n1.\n>\n|\n```\n```",
    "line\r\nother\rthird\u{2028}fourth\u{85}fifth   \n   trailing   ",
    "bidi \u{202E}\u{61C}evil\u{202C} bom\u{FEFF} nul\u{0} esc\u{1b}[31m \u{E000}\u{E001}\u{E002}\u{E003}",
    "&lt;T&gt; &amp; &copy; &#x41; &nbsp;x AT&T a&b;",
    "ends with backslash \\",
    "hard  \nbreak\\\nagain<br/>html",
    "``code ` tick`` ` lone and `` `x` ``",
    "!\\[x](https://a.b) ![alt](https://a.b/c.png) !",
    "[text with ] bracket](https://a.b/c \"title\") [**b** `c`](https://a.b)",
    "[nested https://inner.com link](https://outer.com)",
    "a\n=\nb\n-\nc\n---|---\nd | e",
    "1986\\. A year 1986. Another\n1) x",
    "+ plus\n- minus -- dash --- rule ... dots \"quotes\"",
    "$x$ $$y$$ {#id .class} ^sup^ :emoji: :::note\ntext\n:::",
    "***",
    "[`Foo`]: crate::Foo\n[x]: <y> 'z'",
    "<a href='javascript:x'>js</a> <A HREF=https://a.b/c>up</A> <a name=x>",
    "<p>One</p><p>Two &quot;q&quot;</p><br><br>Three",
    "<http://no.dots/but <angle> and https://a.b/<id>/c",
    "%Y-%m-%d \\n \\u{41} {} {0} {{}} $crate",
    "",
    "   \n \n",
];

#[test]
fn nothing_of_it_harms() {
    for source in NASTY {
        assert_harmless(source, &render(source, 110));
        assert_harmless(source, &item("`lead`, [`u8`](https://x.y):", source, 110));
        assert_harmless(source, &[summary(source)]);
        assert_harmless(source, &[code(source)]);
    }
}

/// Combinations of the texts above: text that is harmless alone may not be next to other text.
#[test]
fn nothing_of_it_harms_together() {
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..4_000 {
        let mut source = String::new();
        for _ in 0..=next(4) {
            let text: Vec<char> = NASTY[next(NASTY.len())].chars().collect();
            let start = next(text.len() + 1);
            source.extend(text.iter().skip(start).take(1 + next(40)));
            source.push_str(["", " ", "\n", "\n\n", "x"][next(5)]);
        }
        assert_harmless(&source, &render(&source, 110));
    }
}

/// Rendering is idempotent, except for demoted headings and escapes.
#[test]
fn long_texts_are_wrapped() {
    let source = "word ".repeat(40)
        + "`inline code with spaces` [a link of words](https://example.com/a) "
        + &"word ".repeat(20);
    let lines = render(&source, 110);
    assert!(lines.len() > 2);
    assert!(lines.iter().all(|line| line.len() <= 110), "{lines:#?}");
    assert!(rendered(&source).contains("`inline code with spaces`"));
    assert!(rendered(&source).contains("[a link of words](https://example.com/a)"));
}

#[test]
fn wrapping_makes_no_blocks() {
    for marker in [
        "-",
        "+",
        "#",
        "##",
        "1.",
        "12)",
        ">",
        "---",
        "===",
        "|",
        "*",
        "```",
        "~~~",
        "--- | ---",
    ] {
        for length in 90..115 {
            let source = format!("{} {marker} after that", "x".repeat(length));
            let lines = render(&source, 110);
            let events: Vec<_> = Parser::new_ext(&lines.join("\n"), Options::all())
                .map(Event::into_static)
                .collect();
            let blocks = events
                .iter()
                .filter(|event| matches!(event, Event::Start(_)))
                .count();
            assert_eq!(blocks, 1, "{marker}: {lines:#?}");
        }
    }
}

#[test]
fn deep_nesting_is_survived() {
    for piece in [">", "- ", "1. ", "*a **b ", "[", "<b>", "> - "] {
        let source = piece.repeat(5_000) + "x";
        assert_harmless(piece, &render(&source, 110));
    }
}

#[test]
fn summaries_are_sentences() {
    assert_eq!(
        summary("Gets it, e.g. a *thing*. Then more.\n\nAnd more."),
        "Gets it, e.g. a thing."
    );
    assert_eq!(summary("# Title\ntext"), "Title");
    assert_eq!(summary("- item `x`\n- other"), "item x");
    assert_eq!(summary("<p>Some <b>html</b></p>"), "Some html");
    assert_eq!(summary("a [Foo] <bar>"), "a \\[Foo] \\<bar>");
}

#[test]
fn text_reads_as_the_vendor_meant_it() {
    let source = "This API updates it. Fields:\n**name**, **description**\n> Note <b>well</b>\n\n# Head\n* a\n* b<br>c\n\n\
                  | Key | Value |\n|---|---|\n| `a` | x |\n\n```json\n{\"a\": 1}\n```\nSee [docs](https://a.b/c) or [local](/x) \
                  or https://a.b/d. Use <id>, [id] or snake_case.\n\n<ul><li>One</li><li>Two <code>x</code></li></ul>";
    insta::assert_snapshot!(rendered(source));
}
