//! What a request is sent to: an operation, or any path.

use crate::auth::Security;
use crate::{CalledOperation, Client, Operation, Server};
use http::Method;
use std::borrow::Cow;

#[derive(Clone, Debug)]
pub(crate) enum Endpoint {
    /// An operation that the docs describe.
    Operation(&'static Operation),
    /// A path below the base URL.
    Raw {
        method: Method,
        path: String,
        server: Server,
    },
}

impl Endpoint {
    pub(super) fn raw(client: &Client, method: Method, path: &str) -> Self {
        Self::Raw {
            method,
            path: path.to_owned(),
            server: Server {
                path: "",
                ..client.settings().server
            },
        }
    }

    /// What errors call the request: the operation's id, or the method and the path.
    pub(crate) fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Operation(operation) => operation.id.into(),
            Self::Raw { method, path, .. } => format!("{method} {}", without_query(path)).into(),
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Operation(operation) => &operation.method,
            Self::Raw { method, .. } => method,
        }
    }

    pub(super) fn path(&self) -> &str {
        match self {
            Self::Operation(operation) => operation.path,
            Self::Raw { path, .. } => path,
        }
    }

    pub(super) fn server(&self) -> &Server {
        match self {
            Self::Operation(operation) => operation.server,
            Self::Raw { server, .. } => server,
        }
    }

    pub(super) fn security(&self) -> Option<Security> {
        match self {
            Self::Operation(operation) => operation.security,
            Self::Raw { .. } => None,
        }
    }

    pub(super) fn accept(&self) -> Option<&'static str> {
        match self {
            Self::Operation(operation) => operation.accept,
            Self::Raw { .. } => None,
        }
    }

    pub(super) fn is_idempotent(&self) -> bool {
        let is_marked = matches!(self, Self::Operation(operation) if operation.idempotent);
        is_marked || self.method().is_idempotent()
    }

    /// The path as the docs write it, with placeholders and without a query. Only operations have one.
    pub(crate) fn template(&self) -> Option<String> {
        match self {
            Self::Operation(operation) => {
                let path = without_query(operation.path);
                Some(format!("{}{path}", operation.server.path))
            }
            Self::Raw { .. } => None,
        }
    }

    /// What transports learn about the request.
    pub(super) fn called(&self, path_values: Vec<(String, String)>) -> Option<CalledOperation> {
        match self {
            Self::Operation(operation) => Some(CalledOperation {
                operation,
                path_values,
            }),
            Self::Raw { .. } => None,
        }
    }
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or_default()
}
