//! The `tracing` span of a call, with the names that OpenTelemetry gives the spans of HTTP clients (semantic
//! conventions, "HTTP client span").
//!
//! Invariant: a span has no header, no body, no value of a parameter, and of the URL only the host and the port.

use crate::error::Failure;
use crate::request::Endpoint;
use crate::{RawResponse, TransportErrorKind};
use http::{Method, StatusCode};
use tracing::Span;
use tracing::field::Empty;
use url::Url;

/// The span of a call, from its authorization to its decoded response. Clones are the same span.
#[derive(Clone, Debug)]
pub(crate) struct CallSpan(Span);

impl CallSpan {
    /// A span named after the method and the path template. A path without a template may contain ids, so it isn't
    /// recorded.
    pub(crate) fn new(endpoint: &Endpoint) -> Self {
        let method = method_name(endpoint.method());
        let name = || match endpoint.template() {
            Some(template) => format!("{method} {template}"),
            None => method.to_owned(),
        };
        // The macro evaluates the fields only if somebody collects the span.
        Self(tracing::info_span!(
            "request",
            otel.name = name(),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = method,
            url.template = endpoint.template(),
            server.address = Empty,
            server.port = Empty,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            "error.type" = Empty,
        ))
    }

    /// No span, for a response that comes from no call.
    pub(crate) fn none() -> Self {
        Self(Span::none())
    }

    pub(crate) fn span(&self) -> &Span {
        &self.0
    }

    /// Records the server that the call was made for.
    pub(crate) fn addressed(&self, url: &Url) {
        self.0.record("server.address", url.host_str());
        let port = url.port_or_known_default().map(i64::from);
        self.0.record("server.port", port);
    }

    /// Records the last status that was received, and how often the request was sent again, for whatever reason.
    pub(crate) fn ended(&self, outcome: &Result<RawResponse, Failure>, resends: u32) {
        let status = match outcome {
            Ok(response) => Some(response.status),
            Err(Failure::Connection(error)) => error.status,
            Err(Failure::Response(error)) => Some(error.status),
            Err(Failure::Auth(_) | Failure::Request(_)) => None,
        };
        // Numbers are `i64`, because OpenTelemetry has no unsigned ones. Each field is recorded once: a second value
        // doesn't replace the first one in every subscriber.
        let status = status.map(|status| i64::from(status.as_u16()));
        self.0.record("http.response.status_code", status);
        let resends = (resends > 0).then_some(i64::from(resends));
        self.0.record("http.request.resend_count", resends);
    }

    /// Records that the response has an error status.
    pub(crate) fn failed_with_status(&self, status: StatusCode) {
        self.failed(status.as_str());
    }

    /// Records that a success can't be decoded.
    pub(crate) fn failed_to_decode(&self) {
        self.failed("decode");
    }

    /// Records a failure without a complete response.
    pub(crate) fn failed_with(&self, failure: &Failure) {
        self.failed(match failure {
            Failure::Request(_) => "request",
            Failure::Auth(_) => "auth",
            Failure::Response(_) => "decode",
            Failure::Connection(error) => match error.error.kind() {
                TransportErrorKind::Connect => "connect",
                TransportErrorKind::Timeout => "timeout",
                TransportErrorKind::Interrupted => "interrupted",
                TransportErrorKind::Body => "body",
                TransportErrorKind::Save => "save",
                TransportErrorKind::Other => "_OTHER",
            },
        });
    }

    fn failed(&self, error_type: &str) {
        self.0.record("error.type", error_type);
        self.0.record("otel.status_code", "ERROR");
    }
}

/// The name of a method in a span: anything but the methods of RFC 9110 and PATCH (RFC 5789) is `_OTHER`, as the
/// conventions say.
fn method_name(method: &Method) -> &str {
    match *method {
        Method::CONNECT
        | Method::DELETE
        | Method::GET
        | Method::HEAD
        | Method::OPTIONS
        | Method::PATCH
        | Method::POST
        | Method::PUT
        | Method::TRACE => method.as_str(),
        _ => "_OTHER",
    }
}
