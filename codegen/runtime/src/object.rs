//! Reading and writing JSON objects, for [`object!`](crate::object).
//!
//! All the work is here, generic over the fields of a struct as a list of tuples. What the macro expands to is two calls:
//! rustc then has little to check for each of the hundreds of structs of a crate, and code is generated only for those
//! that a program uses.

mod extra;
mod fields;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Read, read};
pub use write::write;

use crate::Nullable;

/// What a struct and its properties are called, in the order of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The name of the struct.
    pub name: &'static str,
    /// The names of the properties.
    pub properties: &'static [&'static str],
}

/// Marks a field whose property may be absent. Any other property is always written, and reading fails without it.
#[derive(Debug)]
pub struct Optional;

/// The types of fields whose property may be absent.
pub trait Absent {
    /// The value that is absent.
    fn absent() -> Self;

    /// Whether this value is absent.
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn absent() -> Self {
        None
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Nullable<T> {
    fn absent() -> Self {
        Self::Absent
    }

    fn is_absent(&self) -> bool {
        Nullable::is_absent(self)
    }
}
