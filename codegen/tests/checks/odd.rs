//! Names and values that nobody expects.

use serde_json::{Value, json};

use super::entropy::Entropy;

/// Names that mean something to Rust, Cargo, JSON, TOML, Markdown or a file system, and names that mean nothing.
const NAMES: [&str; 84] = [
    "",
    " ",
    "_",
    "__",
    "-",
    ".",
    "..",
    "../../x",
    "/etc/x",
    "a/b",
    "a~b",
    "~1",
    "#",
    "$ref",
    "*/",
    "/*",
    "//",
    "\"",
    "'",
    "`",
    "\\",
    "\"#]",
    "r#\"x\"#",
    "{",
    "}",
    "{id}",
    "{{{",
    "%2e%2e",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u{1b}[31m",
    "\u{202e}x",
    "\u{61c}",
    "\u{feff}",
    "a\u{301}",
    "é",
    "日本",
    "🐈",
    "ﬁ",
    "ſ",
    "İ",
    "1",
    "01",
    "-1",
    "+1",
    "1.5",
    "2024-01-01",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "gen",
    "async",
    "try",
    "r#type",
    "unsafe",
    "macro_rules",
    "err",
    "Err",
    "ok",
    "Option",
    "Vec",
    "String",
    "Box",
    "Value",
    "Api",
    "client_runtime",
    "serde",
    "std",
    "shared",
    "request",
    "clone",
    "new",
    "con",
    "lib",
    "mod",
    "other",
    "Unknown",
    "circular(x)",
    "oneOf",
    "a very long name that goes on and on and on until nobody wants to read it any further, and then goes on",
];

pub(super) fn name(entropy: &mut Entropy<'_>) -> String {
    let name = *entropy.pick(&NAMES);
    match entropy.below(8) {
        0..=4 => name.to_owned(),
        5 => format!("{name}{}", entropy.pick(&NAMES)),
        6 => name.to_uppercase(),
        _ => name.repeat(1 + entropy.below(200)),
    }
}

/// A value of any kind.
pub(super) fn value(entropy: &mut Entropy<'_>) -> Value {
    match entropy.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => json!(1e300),
        6 => json!(u64::MAX),
        7 => json!([]),
        8 => json!({}),
        9 => json!([name(entropy), name(entropy), name(entropy)]),
        10 => json!({name(entropy): name(entropy)}),
        _ => Value::from(name(entropy)),
    }
}

/// A schema, or what could be one.
pub(super) fn schema(entropy: &mut Entropy<'_>) -> Value {
    const TYPES: [&str; 8] = [
        "string", "integer", "number", "boolean", "object", "array", "null", "file",
    ];
    const FORMATS: [&str; 7] = [
        "date",
        "date-time",
        "int32",
        "int64",
        "binary",
        "uuid",
        "float",
    ];
    match entropy.below(12) {
        0 => json!("circular()"),
        1 => json!(format!("circular({})", name(entropy))),
        2 => {
            json!({"type": "string", "enum": [name(entropy), name(entropy), name(entropy), name(entropy)]})
        }
        3 => json!({"enum": [value(entropy), value(entropy), value(entropy)]}),
        4 => {
            json!({"type": "object", "title": name(entropy), "properties": {name(entropy): {"type": "string"}, name(entropy): {"type": "object", "properties": {name(entropy): {}}}}, "required": [name(entropy)]})
        }
        5 => json!({"type": "string", "format": entropy.pick(&FORMATS)}),
        6 => json!({"type": [entropy.pick(&TYPES), entropy.pick(&TYPES)], "nullable": true}),
        7 => {
            json!({"oneOf": [{"type": entropy.pick(&TYPES)}, {"title": name(entropy), "type": "object", "properties": {"kind": {"const": name(entropy)}}}], "discriminator": {"propertyName": "kind"}})
        }
        8 => json!({"const": value(entropy)}),
        9 => json!(true),
        10 => {
            json!({"type": entropy.pick(&TYPES), "default": value(entropy), "example": value(entropy)})
        }
        _ => json!({"type": entropy.pick(&TYPES)}),
    }
}
