//! What the setters of optional values take.

use super::Nullable;

/// A value, or an `Option` of it: what the setter of an optional value takes.
///
/// A setter of text takes `"a"`, a `String`, and an `Option` of either, so that no `if` is needed around what may be
/// missing. `None` leaves the value out. `Kind` is always inferred; it distinguishes a value from an `Option`.
///
/// The type of what is passed must be known without the setter: `text.parse::<i32>()?` and `i32::try_from(count)?`, not
/// `parse()` and `try_into()`.
///
/// ```
/// use client_runtime::IntoOption;
///
/// fn text<K>(value: impl IntoOption<String, K>) -> Option<String> {
///     value.into_option()
/// }
/// assert_eq!(text("a"), Some("a".to_owned()));
/// assert_eq!(text(std::env::args().nth(1000)), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a value for `{T}` nor an `Option` of one"
)]
pub trait IntoOption<T, Kind> {
    /// The value, if there is one.
    fn into_option(self) -> Option<T>;
}

impl<T, V: Into<T>> IntoOption<T, ()> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> IntoOption<T, Option<()>> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(Into::into)
    }
}

/// The items of a list, or a [`Nullable`] list: what the setter of a nullable list takes.
///
/// ```
/// use client_runtime::{IntoNullableList, Nullable};
///
/// fn segments(value: impl IntoNullableList<String>) -> Nullable<Vec<String>> {
///     value.into_nullable_list()
/// }
/// assert_eq!(segments(["a"]), Nullable::Value(vec!["a".to_owned()]));
/// assert_eq!(segments(Nullable::Null), Nullable::Null);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a list of values for `{T}` nor a `Nullable` list"
)]
pub trait IntoNullableList<T> {
    /// The list, or null, or nothing.
    fn into_nullable_list(self) -> Nullable<Vec<T>>;
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoNullableList<T> for I {
    fn into_nullable_list(self) -> Nullable<Vec<T>> {
        Nullable::Value(self.into_iter().map(Into::into).collect())
    }
}

impl<T> IntoNullableList<T> for Nullable<Vec<T>> {
    fn into_nullable_list(self) -> Self {
        self
    }
}
