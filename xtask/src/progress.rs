//! A line on the terminal that says what takes so long.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a step takes before the line appears, and how often it changes.
const SECOND: Duration = Duration::from_secs(1);

/// Shows the line until it is dropped.
pub(crate) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Starts a step. The line goes to stderr, and only to a terminal.
    pub(crate) fn start(step: &'static str) -> Self {
        let stderr = std::io::stderr();
        match stderr.is_terminal() {
            true => Self::on(stderr, step, SECOND),
            false => Self(None),
        }
    }

    fn on(mut terminal: impl Write + Send + 'static, step: &'static str, every: Duration) -> Self {
        let (done, waiting) = channel();
        let thread = std::thread::spawn(move || {
            let mut width = 0;
            let mut beats = 0;
            while waiting.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                beats += 1;
                let line = format!("{step} … {beats} s");
                width = line.chars().count();
                // Errors of the terminal don't matter.
                let _ = write!(terminal, "\r{line}").and_then(|()| terminal.flush());
            }
            if width > 0 {
                let _ = write!(terminal, "\r{:width$}\r", "").and_then(|()| terminal.flush());
            }
        });
        Self(Some((done, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            // It has nothing to report.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::io::pipe;

    use super::*;
    use std::io::Read;

    #[test]
    fn the_line_appears_after_a_while_and_is_cleared() {
        let (mut reader, writer) = pipe().unwrap();
        let progress = Progress::on(writer, "generating", Duration::from_millis(1));
        let mut start = [0; 20];
        reader.read_exact(&mut start).unwrap();
        assert!(String::from_utf8_lossy(&start).starts_with("\rgenerating … 1 s"));
        drop(progress);
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert!(rest.ends_with(" \r"), "{rest:?}");
    }

    #[test]
    fn nothing_is_written_about_what_is_quick() {
        let (mut reader, writer) = pipe().unwrap();
        drop(Progress::on(writer, "generating", Duration::from_secs(60)));
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "");
    }
}
