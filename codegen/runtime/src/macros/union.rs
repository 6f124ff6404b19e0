/// A value that is one of several types (`oneOf`, `anyOf`).
///
/// Without a discriminator, the variant is the first that serializes to the same JSON again, or else the one that loses
/// the least of it. With one (`enum Name by "type"`), the value of that property selects the variant, and a body that
/// doesn't match its variant is an error that points inside. A value that matches no variant is kept as `Other`.
///
/// The types of the variants differ, and the enum has `From` for each of them.
///
/// ```
/// use client_runtime::{Map, Value};
/// client_runtime::union! {
///     /// Any value
///     pub enum PatchValue {
///         String(String),
///         Integer(i64),
///         Object(Map<String, Value>),
///     }
/// }
/// let value: PatchValue = serde_json::from_str("3")?;
/// assert_eq!(value, PatchValue::from(3));
/// let value: PatchValue = serde_json::from_str("true")?;
/// assert_eq!(value, PatchValue::Other(true.into()));
///
/// use std::collections::BTreeMap;
/// client_runtime::union! {
///     /// A shape, by the value of its property `kind`
///     pub enum Shape by "kind" {
///         Circle(Map<String, Value>) = "circle" | "disc",
///         Square(BTreeMap<String, Value>) = "square",
///     }
/// }
/// let shape: Shape = serde_json::from_str(r#"{"kind": "disc", "radius": 1}"#)?;
/// assert!(matches!(shape, Shape::Circle(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident by $tag:literal {
            $( $(#[$variant_attr:meta])* $variant:ident($($body:tt)+) = $value:pat ),* $(,)?
        }
    ) => {
        $crate::__union_type! {
            [$(#[$attr])*] $vis $name { $( [$(#[$variant_attr])*] $variant($($body)+) )* }
        }

        #[allow(deprecated)]
        const _: () = {
            impl $name {
                #[inline]
                fn __read(text: &str) -> ::core::result::Result<Self, $crate::__private::BranchError<'_>> {
                    match $crate::__private::tag(text, $tag).as_deref() {
                        $( ::core::option::Option::Some($value) => $crate::__private::branch(text).map(Self::$variant), )*
                        _ => $crate::__private::other(text).map(Self::Other),
                    }
                }
            }

            impl ::core::convert::From<$crate::Value> for $name {
                #[inline]
                fn from(value: $crate::Value) -> Self {
                    match Self::__read(&$crate::__private::ToString::to_string(&value)) {
                        ::core::result::Result::Ok(read) => read,
                        ::core::result::Result::Err(_) => Self::Other(value),
                    }
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let text = <$crate::__private::RawText as $crate::serde::Deserialize>::deserialize(deserializer)?;
                    Self::__read(&text).map_err($crate::__private::inner_error)
                }
            }
        };
    };
    (
        $(#[$attr:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_attr:meta])* $variant:ident($($body:tt)+) ),* $(,)?
        }
    ) => {
        $crate::__union_type! {
            [$(#[$attr])*] $vis $name { $( [$(#[$variant_attr])*] $variant($($body)+) )* }
        }

        #[allow(deprecated)]
        const _: () = {
            impl $name {
                #[inline]
                fn __read(value: $crate::Value, text: &str) -> Self {
                    let mut fit = $crate::__private::BestFit::new(&value, text);
                    $( fit.offer(Self::$variant); )*
                    match fit.best() {
                        ::core::option::Option::Some(best) => best,
                        ::core::option::Option::None => Self::Other(value),
                    }
                }
            }

            impl ::core::convert::From<$crate::Value> for $name {
                #[inline]
                fn from(value: $crate::Value) -> Self {
                    let text = $crate::__private::ToString::to_string(&value);
                    Self::__read(value, &text)
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let text = <$crate::__private::RawText as $crate::serde::Deserialize>::deserialize(deserializer)?;
                    let value = $crate::__private::other(&text).map_err($crate::__private::inner_error)?;
                    ::core::result::Result::Ok(Self::__read(value, &text))
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __union_type {
    ([$(#[$attr:meta])*] $vis:vis $name:ident { $( [$(#[$variant_attr:meta])*] $variant:ident($($body:tt)+) )* }) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        // Vendors have lists of maps of lists.
        #[allow(clippy::type_complexity)]
        $vis enum $name {
            $( $(#[$variant_attr])* $variant($($body)+), )*
            /// A value that matches none of the variants.
            Other($crate::Value),
        }

        #[allow(deprecated)]
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(body) => $crate::serde::Serialize::serialize(body, serializer), )*
                    Self::Other(value) => $crate::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $( $crate::__union_from! { $name $variant $($body)+ } )*
    };
}

/// `From` for a branch. Any JSON has one already, which selects the branch.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_from {
    ($name:ident $variant:ident $(serde_json::)? Value $(,)?) => {};
    ($name:ident $variant:ident $(std::boxed::)? Box<$body:ty $(,)?> $(,)?) => {
        #[allow(deprecated)]
        impl ::core::convert::From<$body> for $name {
            #[inline]
            fn from(body: $body) -> Self {
                Self::$variant($crate::__private::Box::new(body))
            }
        }
    };
    ($name:ident $variant:ident String $(,)?) => {
        $crate::__union_from! { $name $variant ($crate::__private::String) }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::$variant($crate::__private::ToString::to_string(text))
            }
        }
    };
    ($name:ident $variant:ident $body:ty $(,)?) => {
        #[allow(deprecated, unused_parens)]
        impl ::core::convert::From<$body> for $name {
            #[inline]
            fn from(body: $body) -> Self {
                Self::$variant(body)
            }
        }
    };
}
