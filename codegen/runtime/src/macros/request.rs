/// The type of an operation's request: a [`Request`](crate::Request) under its own name, to which the generated module adds
/// the setters of the operation's optional parameters.
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
    ($(#[$attr:meta])* $vis:vis struct $name:ident($body:ty, $error:ty $(,)?);) => {
        $(#[$attr])*
        #[must_use = "a request does nothing until it is awaited or sent"]
        #[derive(Debug)]
        $vis struct $name($crate::Request<$body, $error>);

        #[allow(deprecated, dead_code)]
        const _: () = {
            impl $name {
                /// Adds a header, or replaces the one of this name.
                $vis fn header(self, name: &str, value: &str) -> Self {
                    Self(self.0.header(name, value))
                }

                /// How long one attempt may take before it counts as failed.
                $vis fn timeout(self, timeout: ::core::time::Duration) -> Self {
                    Self(self.0.timeout(timeout))
                }

                /// Sends these credentials in place of the client's.
                $vis fn credentials(self, credentials: $crate::Credentials) -> Self {
                    Self(self.0.credentials(credentials))
                }

                /// Retries by this policy in place of the client's.
                $vis fn retry(self, policy: $crate::RetryPolicy) -> Self {
                    Self(self.0.retry(policy))
                }

                /// Makes a value that does not fit its type an error, where else it would be a misfit.
                $vis fn strict(self) -> Self {
                    Self(self.0.strict())
                }

                /// Sends the request; the answer comes with its status, headers and misfits.
                ///
                /// # Errors
                ///
                /// See [`Error`](client_runtime::Error): an error status, no answer, or one that could not be read.
                $vis async fn send(
                    self,
                ) -> ::core::result::Result<
                    $crate::Response<<$body as $crate::ResponseBody>::Output>,
                    $crate::Error<$error>,
                > {
                    self.0.send().await
                }
            }

            impl ::core::convert::From<$crate::Request<$body, $error>> for $name {
                fn from(request: $crate::Request<$body, $error>) -> Self {
                    Self(request)
                }
            }

            impl ::core::future::IntoFuture for $name {
                type Output = ::core::result::Result<<$body as $crate::ResponseBody>::Output, $crate::Error<$error>>;
                type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    ::core::future::IntoFuture::into_future(self.0)
                }
            }
        };
    };
}
