//! JSON pointers (RFC 6901): how diagnostics and the manifest name a place in a page's definition.

/// The pointer to the member `segment` of what `base` points to.
pub fn pointer_push(base: &str, segment: &str) -> String {
    let mut pointer = String::with_capacity(base.len() + segment.len() + 1);
    pointer.push_str(base);
    push_segment(&mut pointer, segment);
    pointer
}

/// Appends a segment to a pointer.
pub fn push_segment(pointer: &mut String, segment: &str) {
    pointer.push('/');
    for character in segment.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The segments of a pointer, unescaped; none for the empty pointer.
pub fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(unescaped)
}

/// A segment as it is meant.
pub fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::{pointer_push, segments};

    #[test]
    fn segments_are_what_was_pushed() {
        let pointer = pointer_push(&pointer_push("", "a/b"), "c~1d");
        assert_eq!(segments(&pointer).collect::<Vec<_>>(), ["a/b", "c~1d"]);
        assert_eq!(segments("").count(), 0);
        assert_eq!(segments("/").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn slashes_and_tildes_are_escaped_and_the_rest_is_kept() {
        assert_eq!(pointer_push("", "responses"), "/responses");
        assert_eq!(
            pointer_push("/content", "application/json"),
            "/content/application~1json"
        );
        assert_eq!(pointer_push("/properties", "a~b"), "/properties/a~0b");
        assert_eq!(pointer_push("/properties", ""), "/properties/");
    }
}
