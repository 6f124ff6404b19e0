//! A deep stack for what recurses over schemas.

use std::io;

/// Schemas may be nested as deep as [`MAX_DEPTH`](crate::input::page::MAX_DEPTH), and the parser and the printer of Rust
/// code take several large frames a level; memory that is not touched costs nothing.
pub(crate) const BYTES: usize = 256 * 1024 * 1024;

/// Calls a function on a thread of its own, whose stack is deep enough for every definition that is read.
///
/// # Errors
///
/// If there is no memory for the thread.
pub(crate) fn deep<T: Send>(run: impl FnOnce() -> T + Send) -> io::Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(BYTES)
            .spawn_scoped(scope, run)?;
        Ok(thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
