//! Dates as text: servers send dates that no date library can represent, and a round trip must not change a byte.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! kept_text {
    ($(#[$attr:meta])* $name:ident) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text as it was received or set.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as a `String`, without copying.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
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
    /// Two timestamps are equal if their texts are. They have no order, because texts with different offsets don't sort
    /// by time. The features `chrono`, `time` and `jiff` add conversions to (`to_chrono`, `to_time`, `to_jiff`) and
    /// from their types.
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
    /// A date (`format: date`), kept as text. See [`Timestamp`].
    Date
}
