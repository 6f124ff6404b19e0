//! From a draft to its response.

use super::Draft;
use crate::error::{Failure, RequestError};
use crate::exchange::{Call, exchange};
use crate::span::CallSpan;
use crate::{Body, RawResponse, address};
use http::{HeaderValue, StatusCode, header};
use std::borrow::Cow;
use tracing::Instrument as _;
use url::Url;

impl Draft {
    pub(crate) async fn exchange(
        self,
        types: Vec<&'static str>,
        streamed: fn(StatusCode) -> bool,
    ) -> Result<RawResponse, Failure> {
        let client = self.client.clone();
        let operation = self.endpoint.name();
        let span = CallSpan::new(&self.endpoint);
        let outcome = match self.into_call(types) {
            Ok((call, body)) => {
                span.addressed(&call.url);
                exchange(&client, &call, body, streamed, &span)
                    .instrument(span.span().clone())
                    .await
            }
            Err(message) => Err(Failure::Request(Box::new(RequestError {
                operation,
                message,
            }))),
        };
        if let Err(failure) = &outcome {
            span.failed_with(failure);
        }
        outcome
    }

    /// Where the request goes, without credentials.
    pub(crate) fn url(&self) -> Result<Url, String> {
        if let Some(link) = &self.link {
            return Ok(link.clone());
        }
        let base = self.client.base_of(self.endpoint.server())?;
        let path = self.endpoint.path();
        address::operation_url(&base, path, &self.path_values, &self.query)
    }

    fn into_call(self, mut types: Vec<&'static str>) -> Result<(Call, Body), String> {
        if let Some(message) = self.build_error {
            return Err(message);
        }
        let url = self.url()?;
        let mut headers = self.client.default_headers().clone();
        types.sort_unstable();
        types.dedup();
        let accept = self.endpoint.accept();
        let accept = accept.map_or_else(|| types.join(", ").into(), Cow::Borrowed);
        headers.insert(
            header::ACCEPT,
            HeaderValue::from_str(&accept)
                .map_err(|_| format!("{accept:?} isn't a list of media types"))?,
        );
        if !self.cookies.is_empty() {
            let cookies = self
                .cookies
                .iter()
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("; ");
            let mut cookies = HeaderValue::try_from(cookies)
                .map_err(|_| "the cookies can't be sent".to_owned())?;
            cookies.set_sensitive(true);
            headers.insert(header::COOKIE, cookies);
        }
        headers.extend(self.headers);
        let call = Call {
            operation: self.endpoint.name(),
            method: self.endpoint.method().clone(),
            url,
            headers,
            security: self.endpoint.security(),
            credentials: self.credentials,
            idempotent: self.endpoint.is_idempotent(),
            called: self.endpoint.called(self.path_values),
            retry: self.retry,
            timeout: self.timeout,
            strict: self.strict,
        };
        Ok((call, self.body))
    }
}
