use super::*;
use serde_json::json;

/// "Style Examples" of OpenAPI 3.0.3, row by row: style, explode, empty, string, array, object. "n/a" in the table
/// means that the result isn't defined.
#[test]
#[rustfmt::skip]
fn style_examples_of_the_specification() {
    type Row = (fn(&'static str) -> Style<'static>, bool, Location, [&'static str; 4]);
    const UNDEFINED: &str = "n/a";
    let rows: &[Row] = &[
        (Style::matrix, false, Location::Path, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
        (Style::matrix, true, Location::Path, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
        (Style::label, false, Location::Path, [".", ".blue", ".blue.black.brown", ".R.100.G.200.B.150"]),
        (Style::label, true, Location::Path, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Style::form, false, Location::Query, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
        (Style::form, true, Location::Query, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]),
        (Style::simple, false, Location::Path, [UNDEFINED, "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (Style::simple, true, Location::Path, [UNDEFINED, "blue", "blue,black,brown", "R=100,G=200,B=150"]),
        (Style::space_delimited, false, Location::Query, [UNDEFINED, UNDEFINED, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"]),
        (Style::pipe_delimited, false, Location::Query, [UNDEFINED, UNDEFINED, "color=blue|black|brown", "color=R|100|G|200|B|150"]),
        (Style::deep_object, true, Location::Query, [UNDEFINED, UNDEFINED, UNDEFINED, "color[R]=100&color[G]=200&color[B]=150"]),
    ];
    let values = [json!(""), json!("blue"), json!(["blue", "black", "brown"]), json!({"R": 100, "G": 200, "B": 150})];
    for (style, explode, location, expected) in rows {
        let style = style("color");
        let style = if *explode { style.exploded() } else { style.joined() };
        for (value, expected) in values.iter().zip(expected).filter(|(_, expected)| **expected != UNDEFINED) {
            assert_eq!(style.write(value, *location).as_deref(), Some(*expected), "{style:?} {value}");
        }
    }
}

#[test]
fn values_do_not_contain_delimiters() {
    let list = json!(["a,b", "c&d=e", "f g", "ü|"]);
    let query = Style::form("q").joined().write(&list, Location::Query);
    assert_eq!(query.unwrap(), "q=a%2Cb,c%26d%3De,f%20g,%C3%BC%7C");
    let header = Style::simple("X").write(&list, Location::Header);
    assert_eq!(header.unwrap(), "a,b,c&d=e,f g,ü|");
}

#[test]
fn reserved_characters_are_kept_if_allowed() {
    let text = json!("a/b?c=d&e#f+g,h");
    let query = Style::form("q")
        .allow_reserved()
        .write(&text, Location::Query);
    assert_eq!(query.unwrap(), "q=a/b?c=d%26e%23f%2Bg,h");
}

#[test]
fn null_and_empty_values_are_omitted() {
    for nothing in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({"a": null}),
    ] {
        for style in [
            Style::form("q"),
            Style::deep_object("q"),
            Style::pipe_delimited("q"),
            Style::matrix("q"),
        ] {
            assert_eq!(
                style.write(&nothing, Location::Query),
                None,
                "{style:?} {nothing}"
            );
        }
    }
    assert_eq!(
        Style::content("q").write(&json!(null), Location::Query),
        None
    );
}

#[test]
fn cases_that_the_table_does_not_cover() {
    let write = |style: Style<'_>, value, location| style.write(&value, location).unwrap();
    let nested = json!({"a": {"b": 1}, "c": [2, 3]});
    assert_eq!(
        write(Style::deep_object("q"), nested.clone(), Location::Query),
        "q[a][b]=1&q[c]=2&q[c]=3"
    );
    assert_eq!(
        write(Style::content("q"), nested["a"].clone(), Location::Query),
        "q=%7B%22b%22%3A1%7D"
    );
    assert_eq!(
        write(Style::content("X"), nested["a"].clone(), Location::Header),
        r#"{"b":1}"#
    );
    assert_eq!(
        write(Style::form("q"), json!(true), Location::Query),
        "q=true"
    );
    assert_eq!(
        write(Style::form("q"), json!([1, 2]), Location::Cookie),
        "q=1; q=2"
    );
}
