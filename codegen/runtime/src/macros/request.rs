/// The request types of operations: each wraps a [`Request`](crate::Request). The generated module adds the setters of the
/// operations' optional parameters.
///
/// A type is `Clone`, unless it has the type of a body that may be a stream, as in
/// `struct Upload(Json<Value>, Value, Body)`. Then it has `try_clone`.
///
/// ```
/// use client_runtime::{Json, Request, Value};
/// client_runtime::request! {
///     /// The request that `list_things` makes.
///     pub struct ListThings(Json<Vec<Value>>, Value);
/// }
/// fn from(request: Request<Json<Vec<Value>>, Value>) -> ListThings {
///     request.into()
/// }
/// ```
#[macro_export]
macro_rules! request {
    ($($(#[$attr:meta])* $vis:vis struct $name:ident($body:ty, $error:ty $(, $streamed:ty)? $(,)?);)+) => {$(
        $crate::__request! { [$(#[$attr])*] $vis $name $body, $error }
        $crate::__copy_request! { $vis $name $($streamed)? }
    )+};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __copy_request {
    ($vis:vis $name:ident) => {
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.__clone())
            }
        }
    };
    ($vis:vis $name:ident $streamed:ty) => {
        const _: ::core::marker::PhantomData<$streamed> = ::core::marker::PhantomData;

        impl $name {
            /// A copy of the request, unless its body is a stream, which can be sent only once.
            #[inline]
            $vis fn try_clone(&self) -> ::core::option::Option<Self> {
                self.0.try_clone().map(Self)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ([$(#[$attr:meta])*] $vis:vis $name:ident $body:ty, $error:ty) => {
        $(#[$attr])*
        #[must_use = "a request does nothing until it is awaited or sent"]
        #[derive(Debug)]
        $vis struct $name($crate::Request<$body, $error>);

        #[allow(deprecated, dead_code)]
        const _: () = {
            impl $name {
                /// Sets a query parameter by its name, for one that this crate doesn't know. Null and `None` aren't sent.
                #[inline]
                $vis fn query<'a>(
                    self,
                    name: impl ::core::convert::Into<$crate::Style<'a>>,
                    value: impl $crate::serde::Serialize,
                ) -> Self {
                    Self(self.0.query(name, value))
                }

                /// Sets a header, replacing any value it had.
                #[inline]
                $vis fn header(self, name: &str, value: &str) -> Self {
                    Self(self.0.header(name, value))
                }

                /// Sets the timeout of each attempt.
                #[inline]
                $vis fn timeout(self, timeout: ::core::time::Duration) -> Self {
                    Self(self.0.timeout(timeout))
                }

                /// Uses these credentials instead of the client's.
                #[inline]
                $vis fn credentials(self, credentials: $crate::Credentials) -> Self {
                    Self(self.0.credentials(credentials))
                }

                /// Uses this retry policy instead of the client's.
                #[inline]
                $vis fn retry(self, policy: $crate::RetryPolicy) -> Self {
                    Self(self.0.retry(policy))
                }

                /// Fails if a value doesn't match its type, instead of dropping and reporting it as a misfit.
                #[inline]
                $vis fn strict(self) -> Self {
                    Self(self.0.strict())
                }

                /// Sends the request and returns the value with its status, headers and misfits.
                ///
                /// # Errors
                ///
                /// If the status is an error, there is no response, or it can't be decoded; see
                /// [`Error`](client_runtime::Error).
                #[inline]
                $vis fn send(
                    self,
                ) -> $crate::BoxFuture<'static, ::core::result::Result<
                    $crate::Response<<$body as $crate::ResponseBody>::Output>,
                    $crate::Error<$error>,
                >> {
                    $crate::__private::send(self.0)
                }

                /// Sends the request and waits for the value, with its status, headers and misfits.
                ///
                /// # Errors
                ///
                /// As for [`send`](Self::send), and inside a tokio runtime.
                // Generated crates have all features of the runtime.
                #[cfg(feature = "blocking")]
                #[inline]
                $vis fn send_blocking(
                    self,
                ) -> ::core::result::Result<
                    $crate::Response<<$body as $crate::ResponseBody>::Output>,
                    $crate::Error<$error>,
                > {
                    self.0.send_blocking()
                }
            }

            impl ::core::convert::From<$crate::Request<$body, $error>> for $name {
                #[inline]
                fn from(request: $crate::Request<$body, $error>) -> Self {
                    Self(request)
                }
            }

            impl ::core::future::IntoFuture for $name {
                type Output = ::core::result::Result<<$body as $crate::ResponseBody>::Output, $crate::Error<$error>>;
                type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

                #[inline]
                fn into_future(self) -> Self::IntoFuture {
                    ::core::future::IntoFuture::into_future(self.0)
                }
            }
        };
    };
}
