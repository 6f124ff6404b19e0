/// A struct that is a JSON object: each field with the name of its property, and `?` after the name if the property can
/// be absent.
///
/// The type of a field with `?` is an `Option` or a [`Nullable`](crate::Nullable), and an absent value isn't written.
/// `..extra` at the end adds a field `extra` for the properties that the struct doesn't name.
///
/// ```
/// use client_runtime::{Map, Nullable, Value};
/// client_runtime::object! {
///     /// An access profile
///     pub struct AccessProfile {
///         pub id: Option<String> = "id"?,
///         pub name: String = "name",
///         pub access_request_config: Nullable<String> = "accessRequestConfig"?,
///         ..extra: Map<String, Value>
///     }
/// }
///
/// let text = r#"{"name":"Payroll","accessRequestConfig":null,"color":"red"}"#;
/// let profile: AccessProfile = serde_json::from_str(text)?;
/// assert_eq!(profile.id, None);
/// assert!(profile.access_request_config.is_null());
/// assert_eq!(profile.extra["color"], "red");
/// assert_eq!(serde_json::to_string(&profile)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[$attr:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_attr:meta])*
                $field_vis:vis $field:ident: $type:ty = $property:literal $(? $($optional:lifetime)?)?,
            )*
            $(.. $extra:ident: $extra_type:ty $(,)?)?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        // Vendors have lists of maps of lists.
        #[allow(clippy::type_complexity)]
        $vis struct $name {
            $( $(#[$field_attr])* $field_vis $field: $type, )*
            $(
                /// Undocumented fields.
                $vis $extra: $extra_type,
            )?
        }

        #[allow(deprecated, unused_parens)]
        const _: () = {
            static SHAPE: $crate::__private::Shape = $crate::__private::Shape {
                name: ::core::stringify!($name),
                properties: &[$($property),*],
            };

            impl $crate::serde::Serialize for $name {
                fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::__private::write(
                        serializer,
                        &SHAPE,
                        $crate::__fields! { $( (&self.$field, ($($crate::__private::Optional $($optional)?)?)) )* },
                        ($(&self.$extra)?),
                    )
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let ($crate::__fields! { $( ($field) )* }, ($($extra)?)) = $crate::__private::read::<
                        $crate::__fields! { $( ($crate::__private::Read<$type $(, $crate::__private::Optional $($optional)?)?>) )* },
                        _, _
                    >(deserializer, &SHAPE)?;
                    ::core::result::Result::Ok(Self { $($field,)* $($extra)? })
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    () => { () };
    ($a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $($rest:tt)*) => {
        (($a, $b, $c, $d, $e, $f, $g, $h), $crate::__fields! { $($rest)* })
    };
    ($($last:tt)*) => { (($($last,)*), ()) };
}
