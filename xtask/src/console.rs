//! What commands print. Colour is for terminals only, and `NO_COLOR` turns it off.

use std::io::{ErrorKind, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const LEAD: Style = AnsiColor::Green.on_default().bold();

/// The column in which the text of a report begins, after the word that says what a line is about.
const TEXT: usize = 7;

/// Prints to stdout. A reader that closes the pipe early, such as `head`, isn't an error.
pub(crate) fn print(text: &str) -> Result<()> {
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a report, whose lines begin with a word: `wrote  79 files`.
pub(crate) fn report(text: &str) -> Result<()> {
    print(
        &text
            .split_inclusive('\n')
            .map(highlighted)
            .collect::<String>(),
    )
}

/// Prints an error to stderr.
pub(crate) fn error(text: &str) {
    let text = match text.strip_prefix("error") {
        Some(rest) => format!("{ERROR}error{ERROR:#}{rest}"),
        None => text.to_owned(),
    };
    anstream::eprintln!("{text}");
}

/// A line of a report with its first word in colour.
fn highlighted(line: &str) -> String {
    let Some((word, rest)) = line.split_once(' ') else {
        return line.to_owned();
    };
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let is_lead = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    match is_lead && word.len() + 1 + blanks == TEXT {
        true => format!("{LEAD}{word}{LEAD:#} {rest}"),
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::highlighted;

    #[test]
    fn the_first_word_of_a_report_is_coloured() {
        let coloured = |line: &str| highlighted(line) != line;
        assert!(coloured("wrote  79 files\n"));
        assert!(coloured("change v1/get-pet.api.mdx\n"));
        assert!(!coloured("  and 3 more\n"));
        assert!(!coloured("a sentence of prose\n"));
        assert!(!coloured("\n"));
    }
}
