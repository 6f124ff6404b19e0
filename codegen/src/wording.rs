//! How many things there are, in English.

/// `1 page`, `2 pages`
pub fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", plural(count))
}

/// The end of a noun: nothing for one thing, else an `s`.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_thing_is_singular() {
        let counts = [0, 1, 2].map(|count| counted(count, "page"));
        assert_eq!(counts, ["0 pages", "1 page", "2 pages"]);
    }
}
