//! Reading an object.

use super::extra::ReadExtra;
use super::fields::ReadFields;
use super::{Absent, Optional, Shape};
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// Reads the fields of a struct, and the properties that it doesn't name.
pub fn read<'de, F, X, D>(
    deserializer: D,
    shape: &'static Shape,
) -> Result<(F::Values, X), D::Error>
where
    F: ReadFields<'de>,
    X: ReadExtra<'de>,
    D: Deserializer<'de>,
{
    // Not as a struct: serde_json would go into a list to read the fields by their order, and report the error there.
    deserializer.deserialize_map(ObjectVisitor(shape, PhantomData::<(F, X)>))
}

struct ObjectVisitor<F, X>(&'static Shape, PhantomData<(F, X)>);

impl<'de, F: ReadFields<'de>, X: ReadExtra<'de>> Visitor<'de> for ObjectVisitor<F, X> {
    type Value = (F::Values, X);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.0.name)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let properties = self.0.properties;
        let mut fields = F::default();
        let mut extra = X::default();
        let mut expected = 0;
        while let Some(key) = map.next_key_seed(KeySeed::<X> {
            properties,
            expected,
            extra: PhantomData,
        })? {
            match key {
                Key::Property(index) => {
                    fields.read(index, properties, &mut map)?;
                    expected = index + 1;
                }
                Key::Extra(name) => extra.read(name, &mut map)?,
            }
        }
        Ok((fields.finish(properties)?, extra))
    }
}

enum Key<N> {
    /// The index of a property.
    Property(usize),
    Extra(N),
}

/// Finds the property of a key. Most objects have their properties in the order of the documentation, so the one after
/// the last is tried first.
struct KeySeed<X> {
    properties: &'static [&'static str],
    expected: usize,
    extra: PhantomData<X>,
}

impl<'de, X: ReadExtra<'de>> DeserializeSeed<'de> for KeySeed<X> {
    type Value = Key<X::Name>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, X: ReadExtra<'de>> Visitor<'de> for KeySeed<X> {
    type Value = Key<X::Name>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if self.properties.get(self.expected) == Some(&name) {
            return Ok(Key::Property(self.expected));
        }
        Ok(
            match self
                .properties
                .iter()
                .position(|property| *property == name)
            {
                Some(index) => Key::Property(index),
                None => Key::Extra(X::name(name)),
            },
        )
    }
}

/// A field while its object is read. `K` is [`Optional`] if the property may be absent.
#[derive(Debug)]
pub struct Read<T, K = ()> {
    value: Option<T>,
    kind: PhantomData<K>,
}

impl<T, K> Default for Read<T, K> {
    fn default() -> Self {
        Self {
            value: None,
            kind: PhantomData,
        }
    }
}

/// What a struct's field is read by.
pub trait ReadField<'de>: Default {
    /// The field's type.
    type Value;

    /// Reads the value of the property.
    fn read<M: MapAccess<'de>>(
        &mut self,
        property: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error>;

    /// The value, or what the field is without its property.
    fn finish<E: Error>(self, property: &'static str) -> Result<Self::Value, E>;
}

impl<'de, T: Deserialize<'de> + Absent> ReadField<'de> for Read<T, Optional> {
    type Value = T;

    fn read<M: MapAccess<'de>>(
        &mut self,
        property: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        next_value(&mut self.value, property, map)
    }

    fn finish<E: Error>(self, _: &'static str) -> Result<T, E> {
        Ok(self.value.unwrap_or_else(T::absent))
    }
}

impl<'de, T: Deserialize<'de>> ReadField<'de> for Read<T, ()> {
    type Value = T;

    fn read<M: MapAccess<'de>>(
        &mut self,
        property: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        next_value(&mut self.value, property, map)
    }

    fn finish<E: Error>(self, property: &'static str) -> Result<T, E> {
        match self.value {
            Some(value) => Ok(value),
            None => T::deserialize(Missing {
                property,
                error: PhantomData,
            }),
        }
    }
}

fn next_value<'de, T, M>(
    value: &mut Option<T>,
    property: &'static str,
    map: &mut M,
) -> Result<(), M::Error>
where
    T: Deserialize<'de>,
    M: MapAccess<'de>,
{
    if value.is_some() {
        return Err(M::Error::duplicate_field(property));
    }
    *value = Some(map.next_value()?);
    Ok(())
}

/// Deserializes an `Option` as `None`, and nothing else.
struct Missing<E> {
    property: &'static str,
    error: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.property))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
