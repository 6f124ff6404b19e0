//! The text of a file: JSON or YAML, within limits.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::input::json::{self, JsonError, Syntax};
use crate::input::page::MAX_DEPTH;
use crate::input::page::yaml::{self, YamlError};

/// Why a file can't be read, before it is known which file it is.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Problem {
    pub(super) fn new(code: Code, message: impl Into<String>, help: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            help,
        }
    }

    pub(super) fn at(self, file: &str) -> Diagnostic {
        Diagnostic::new(self.code, file, self.message).help(self.help)
    }
}

/// JSON never goes through the YAML reader, which takes ten times as long.
pub(super) fn parse(text: &str) -> Result<Value, Problem> {
    const AGAIN: &str = "correct the file, or download it again";
    let deep = |limit: usize| {
        let message = format!("nests arrays and objects deeper than {limit} levels");
        Problem::new(Code::TooLarge, message, AGAIN)
    };
    let broken = match json::parse(text) {
        Ok(value) => return Ok(value),
        Err(JsonError::Large) => {
            return Err(Problem::new(Code::TooLarge, "is too large", AGAIN));
        }
        Err(JsonError::Deep) => return Err(deep(MAX_DEPTH)),
        Err(JsonError::Syntax(broken)) => broken,
    };
    match yaml::parse(text) {
        Ok(value) => Ok(value),
        Err(_) if text.trim_start().starts_with('{') => {
            let Syntax {
                position,
                near,
                reason,
                ..
            } = broken;
            let message =
                format!("isn't JSON: it breaks at byte {position}, at the end of {near}: {reason}");
            Err(Problem::new(Code::BadDocument, message, AGAIN))
        }
        Err(YamlError::Deep) => Err(deep(yaml::MAX_DEPTH)),
        Err(YamlError::Large) => Err(Problem::new(
            Code::TooLarge,
            "has YAML aliases that expand to more than 64 MiB",
            "write out what the aliases stand for, or use `$ref`",
        )),
        Err(YamlError::Syntax(error)) => Err(Problem::new(
            Code::BadDocument,
            format!("is neither JSON nor YAML: {error}"),
            AGAIN,
        )),
    }
}
