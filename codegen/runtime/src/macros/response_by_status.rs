/// The responses of an operation with several success statuses: a variant for each, with the value that its marker
/// reads.
///
/// The enum is a [`ResponseBody`](crate::ResponseBody) itself. A 2xx status without a variant is an
/// [`Error::Response`](crate::Error::Response).
///
/// ```
/// use client_runtime::{Empty, Json};
/// client_runtime::response_by_status! {
///     /// A job that was started, or one that already existed
///     pub enum StartJob {
///         Ok(Json<String>) = 200,
///         Accepted(Empty) = 202,
///     }
/// }
/// let started: StartJob = StartJob::Ok("id".to_owned());
/// ```
#[macro_export]
macro_rules! response_by_status {
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_attr:meta])* $variant:ident($marker:ty $(,)?) = $status:pat ),* $(,)?
        }
    ) => {
        $(#[$attr])*
        #[derive(Debug)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_attr])* $variant(<$marker as $crate::ResponseBody>::Output), )*
        }

        #[allow(deprecated)]
        impl $crate::ResponseBody for $name {
            type Output = Self;

            #[inline]
            fn accept(types: &mut $crate::__private::Vec<&'static str>) {
                $( <$marker as $crate::ResponseBody>::accept(types); )*
            }

            #[allow(unreachable_patterns)]
            #[inline]
            fn streamed(status: $crate::http::StatusCode) -> bool {
                match status.as_u16() {
                    $( $status => <$marker as $crate::ResponseBody>::streamed(status), )*
                    _ => false,
                }
            }

            #[allow(unreachable_patterns)]
            #[inline]
            fn read(response: $crate::RawResponse) -> ::core::result::Result<$crate::Decoded<Self>, $crate::DecodeError> {
                match response.status().as_u16() {
                    $( $status => <$marker as $crate::ResponseBody>::read(response).map(|decoded| decoded.map(Self::$variant)), )*
                    _ => ::core::result::Result::Err(response.unexpected_status()),
                }
            }
        }
    };
}
