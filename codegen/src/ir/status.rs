//! The keys of `responses`, and what they mean for the caller.

use std::fmt;

/// A key under `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `404`
    Code(u16),
    /// `4XX`: the hundreds.
    Range(u16),
    /// `default`
    Default,
}

/// What a status means for the caller (RFC 9110, section 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 1xx: the final response is still to come.
    Informational,
    /// 2xx
    Success,
    /// 3xx
    Redirect,
    /// 4xx, 5xx and whatever HTTP doesn't define.
    Error,
}

impl Status {
    /// Whether a response with this status can have a body (RFC 9110, section 6.4.1).
    pub fn allows_body(self) -> bool {
        !matches!(
            self,
            Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1)
        )
    }

    /// Reads a key of `responses`.
    pub fn parse(key: &str) -> Option<Self> {
        match key.as_bytes() {
            b"default" => Some(Self::Default),
            [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
                Some(Self::Range(u16::from(class - b'0')))
            }
            [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// What the status means, given all documented statuses of the operation. `default` is the success where no other
    /// status is, and covers errors otherwise.
    pub fn outcome(self, documented: impl IntoIterator<Item = Self>) -> Outcome {
        match self {
            Self::Code(100..=199) | Self::Range(1) => Outcome::Informational,
            Self::Code(200..=299) | Self::Range(2) => Outcome::Success,
            Self::Code(300..=399) | Self::Range(3) => Outcome::Redirect,
            Self::Code(_) | Self::Range(_) => Outcome::Error,
            Self::Default => {
                let is_good = |status| matches!(status, Self::Code(200..=399) | Self::Range(2 | 3));
                match documented.into_iter().any(is_good) {
                    true => Outcome::Error,
                    false => Outcome::Success,
                }
            }
        }
    }
}

/// As a page writes it: `404`, `4XX` or `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundreds) => write!(f, "{hundreds}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
