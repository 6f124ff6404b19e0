/// An open enum of strings: a string that it doesn't name is kept, compared, created and sent like any other.
///
/// ```
/// client_runtime::open_enum! {
///     /// Kind of owner
///     pub enum OwnerType {
///         /// A person
///         Identity = "IDENTITY",
///         Group = "GROUP",
///     }
/// }
///
/// assert_eq!(OwnerType::from("IDENTITY"), OwnerType::Identity);
/// let new: OwnerType = serde_json::from_str(r#""ROBOT""#)?;
/// assert_eq!(new, "ROBOT");
/// assert!(new.is_unknown());
/// assert!(OwnerType::Identity < OwnerType::Group && OwnerType::Group < new);
/// assert_eq!(serde_json::to_string(&new)?, r#""ROBOT""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_attr:meta])* $variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_attr])* $variant, )*
            /// A value that this version of the crate doesn't name. Create one with `From<&str>`.
            Unknown($crate::UnknownValue),
        }

        #[allow(deprecated, dead_code)]
        const _: () = {
            impl $name {
                /// The values that this version of the crate names.
                $vis const VALUES: &'static [&'static str] = &[$($text),*];

                /// The value as a string.
                #[inline]
                $vis fn as_str(&self) -> &str {
                    match self {
                        $( Self::$variant => $text, )*
                        Self::Unknown(text) => text.as_str(),
                    }
                }

                /// Whether this version of the crate doesn't name the value.
                #[inline]
                $vis fn is_unknown(&self) -> bool {
                    ::core::matches!(self, Self::Unknown(_))
                }
            }

            impl ::core::cmp::Eq for $name {}

            impl ::core::cmp::PartialOrd for $name {
                #[inline]
                fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                    ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
                }
            }

            impl ::core::cmp::Ord for $name {
                #[inline]
                fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                    $crate::__private::compare(Self::VALUES, self.as_str(), other.as_str())
                }
            }

            impl ::core::hash::Hash for $name {
                #[inline]
                fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                    ::core::hash::Hash::hash(self.as_str(), state);
                }
            }

            impl ::core::convert::AsRef<str> for $name {
                #[inline]
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl ::core::cmp::PartialEq<str> for $name {
                #[inline]
                fn eq(&self, text: &str) -> bool {
                    self.as_str() == text
                }
            }

            impl ::core::cmp::PartialEq<&str> for $name {
                #[inline]
                fn eq(&self, text: &&str) -> bool {
                    self.as_str() == *text
                }
            }

            impl ::core::convert::From<&str> for $name {
                #[inline]
                fn from(text: &str) -> Self {
                    match text {
                        $( $text => Self::$variant, )*
                        other => Self::Unknown($crate::UnknownValue::__new(other)),
                    }
                }
            }

            impl ::core::convert::From<$crate::__private::String> for $name {
                #[inline]
                fn from(text: $crate::__private::String) -> Self {
                    Self::from(text.as_str())
                }
            }

            impl ::core::str::FromStr for $name {
                type Err = ::core::convert::Infallible;

                #[inline]
                fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                    ::core::result::Result::Ok(Self::from(text))
                }
            }

            impl ::core::fmt::Display for $name {
                #[inline]
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.pad(self.as_str())
                }
            }

            impl $crate::serde::Serialize for $name {
                fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    $crate::__private::text(deserializer).map(|text| Self::from(&*text))
                }
            }
        };
    };
}
