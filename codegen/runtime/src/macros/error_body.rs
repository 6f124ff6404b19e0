/// The error bodies of operations by status: an exact status, a range (`400..=499`) or any other (`_`).
///
/// The first variant that matches the status is used. If the body can't be decoded as its type,
/// [`Error::body`](crate::Error::body) is `None`; the status, headers and raw body are still available.
///
/// ```
/// # use client_runtime::{ErrorBody as _, Value};
/// client_runtime::error_body! {
///     /// The error bodies of this API
///     pub enum ApiError {
///         /// The request is wrong
///         BadRequest(Vec<String>) = 400,
///         ClientError(Value) = 401..=499,
///         Default(Value) = _,
///     }
/// }
///
/// let body = ApiError::decode(client_runtime::http::StatusCode::BAD_REQUEST, br#"["no name"]"#);
/// assert_eq!(body, Some(ApiError::BadRequest(vec!["no name".into()])));
/// ```
#[macro_export]
macro_rules! error_body {
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_attr:meta])* $variant:ident($body:ty $(,)?) = $status:pat ),* $(,)?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_attr])* $variant($body), )*
        }

        impl $crate::ErrorFamily for $name {}

        #[allow(deprecated)]
        impl $crate::ErrorBody for $name {
            #[allow(unreachable_patterns, unused_variables)]
            #[inline]
            fn decode(status: $crate::http::StatusCode, body: &[u8]) -> ::core::option::Option<Self> {
                match status.as_u16() {
                    $( $status => $crate::__private::error_body(body).map(Self::$variant), )*
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
}
