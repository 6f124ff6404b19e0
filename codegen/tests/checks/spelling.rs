//! The spellings of a definition in a page.

use std::io::Write as _;

use base64::Engine;
use serde_json::Value;

use super::entropy::Entropy;

/// A page with the definition in one of its spellings.
pub(super) fn page(definition: &Value, entropy: &mut Entropy<'_>) -> String {
    match entropy.below(4) {
        0 => json(definition),
        1 => front(
            &serde_json::to_string_pretty(definition)
                .unwrap()
                .replace('\n', "\n  "),
        ),
        2 => {
            let yaml = serde_yaml::to_string(definition).unwrap();
            front(&format!("\n  {}", yaml.trim_end().replace('\n', "\n  ")))
        }
        _ => front(&compressed(definition)),
    }
}

/// A page with the definition on one line.
pub(super) fn json(definition: &Value) -> String {
    front(&definition.to_string())
}

fn front(api: &str) -> String {
    format!("---\nid: page\ntitle: Page\napi: {api}\n---\n\n# Page\n")
}

fn compressed(definition: &Value) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(definition.to_string().as_bytes())
        .unwrap();
    base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap())
}

/// Cuts a page off, or changes some of its bytes.
pub(super) fn break_bytes(bytes: &mut Vec<u8>, entropy: &mut Entropy<'_>) {
    if entropy.one_in(4) {
        bytes.truncate(entropy.below(bytes.len()));
        return;
    }
    for _ in 0..1 + entropy.below(4) {
        let at = entropy.below(bytes.len());
        let new = *entropy.pick(b"\0\n\r\"'\\{}[]:,-#&*!|>%@` \xff\xc3");
        if let Some(byte) = bytes.get_mut(at) {
            *byte = new;
        }
    }
}
