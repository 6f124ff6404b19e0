/// An open enum of numbers, booleans or values of several kinds. See [`open_enum!`](crate::open_enum).
///
/// ```
/// client_runtime::scalar_enum! {
///     /// How severe
///     pub enum Level { Low = 1, High = 2, Off = false }
/// }
///
/// let level: Level = serde_json::from_str("2")?;
/// assert_eq!(level, Level::High);
/// assert_eq!(serde_json::to_string(&Level::from(serde_json::json!(3)))?, "3");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! scalar_enum {
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_attr:meta])* $variant:ident = $value:expr ),* $(,)?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_attr])* $variant, )*
            /// A value that this version of the crate doesn't name. Create one with `From<Value>`.
            Unknown($crate::UnknownScalar),
        }

        #[allow(deprecated, dead_code)]
        const _: () = {
            impl $name {
                /// The value as JSON.
                #[inline]
                $vis fn to_value(&self) -> $crate::Value {
                    match self {
                        $( Self::$variant => $crate::Value::from($value), )*
                        Self::Unknown(value) => $crate::__private::Clone::clone(value.as_value()),
                    }
                }

                /// Whether this version of the crate doesn't name the value.
                #[inline]
                $vis fn is_unknown(&self) -> bool {
                    ::core::matches!(self, Self::Unknown(_))
                }
            }

            impl ::core::convert::From<$crate::Value> for $name {
                #[inline]
                fn from(value: $crate::Value) -> Self {
                    $( if $crate::__private::is(&value, $value) { return Self::$variant; } )*
                    Self::Unknown($crate::UnknownScalar::__new(value))
                }
            }

            impl ::core::fmt::Display for $name {
                #[inline]
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::fmt::Display::fmt(&self.to_value(), f)
                }
            }

            impl $crate::serde::Serialize for $name {
                fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::serde::Serialize::serialize(&self.to_value(), serializer)
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    <$crate::Value as $crate::serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }
        };
    };
}
