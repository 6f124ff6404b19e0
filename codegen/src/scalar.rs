//! The scalar types, and what they are in Rust.

/// A scalar that has a Rust type of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// Text: `String`.
    String,
    /// A point in time, `date-time` of RFC 3339: `Timestamp`.
    Timestamp,
    /// A day, `full-date` of RFC 3339: `Date`.
    Date,
    /// A file in a form. Elsewhere it is text.
    Binary,
    /// `true` or `false`: `bool`.
    Boolean,
    /// A whole number of 32 bits: `i32`.
    Int32,
    /// A whole number of 64 bits: `i64`.
    Int64,
    /// Any number, digit for digit: `Number`.
    Number,
}

/// Where a Rust type is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In the language.
    Primitive,
    /// In a module of the standard library, and in its prelude.
    Prelude(&'static str),
    /// In the runtime.
    Runtime,
}

impl Scalar {
    /// The scalar as a value in JSON.
    #[must_use]
    pub fn in_json(self) -> Self {
        match self {
            Self::Binary => Self::String,
            other => other,
        }
    }

    /// Whether its values are strings in JSON.
    pub fn is_text(self) -> bool {
        match self {
            Self::String | Self::Timestamp | Self::Date | Self::Binary => true,
            Self::Boolean | Self::Int32 | Self::Int64 | Self::Number => false,
        }
    }

    /// The name of its Rust type.
    pub fn rust_name(self) -> &'static str {
        match self {
            Self::String | Self::Binary => "String",
            Self::Timestamp => "Timestamp",
            Self::Date => "Date",
            Self::Boolean => "bool",
            Self::Int32 => "i32",
            Self::Int64 => "i64",
            Self::Number => "Number",
        }
    }

    /// Where its Rust type is defined.
    pub fn home(self) -> Home {
        match self {
            Self::String | Self::Binary => Home::Prelude("std::string"),
            Self::Timestamp | Self::Date | Self::Number => Home::Runtime,
            Self::Boolean | Self::Int32 | Self::Int64 => Home::Primitive,
        }
    }

    /// The name of a union's variant for it.
    pub fn variant_name(self) -> &'static str {
        match self {
            Self::Boolean => "Boolean",
            Self::Int32 | Self::Int64 => "Integer",
            Self::String | Self::Binary | Self::Timestamp | Self::Date | Self::Number => {
                self.rust_name()
            }
        }
    }

    /// Whether its Rust type is made by `Into` from something shorter, such as `&str`.
    pub fn converts(self) -> bool {
        self.home() != Home::Primitive
    }
}
