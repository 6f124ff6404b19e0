//! Dates as the text they came with: servers send dates that no calendar holds, and a date read and written again must be
//! the same bytes.

use serde::{Deserialize, Serialize};

macro_rules! kept_text {
    ($(#[$attr:meta])* $name:ident) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text as it came or was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, without a copy.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

kept_text! {
    /// A point in time (`format: date-time`), kept as text.
    ///
    /// Equality is that of the text. It has no order: text with different offsets does not sort by time. With the features
    /// `chrono`, `time` or `jiff` it parses on demand (`to_chrono`, `to_time`, `to_jiff`) and is made from their types.
    ///
    /// ```
    /// use client_runtime::Timestamp;
    ///
    /// let unset: Timestamp = serde_json::from_str(r#""-5877585-01-28T05:08:53.857Z""#)?;
    /// assert_eq!(unset.as_str(), "-5877585-01-28T05:08:53.857Z");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Timestamp
}

kept_text! {
    /// A day (`format: date`), kept as text. See [`Timestamp`].
    Date
}
