//! Writing an object.

use super::extra::WriteExtra;
use super::fields::WriteFields;
use super::{Absent, Optional, Shape};
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// Writes the fields of a struct, and the properties that it doesn't name.
pub fn write<S, F, X>(
    serializer: S,
    shape: &'static Shape,
    fields: F,
    extra: X,
) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    F: WriteFields,
    X: WriteExtra,
{
    if X::KEPT {
        let mut map = serializer.serialize_map(None)?;
        fields.write(shape.properties, &mut Map(&mut map))?;
        extra.write(&mut map)?;
        map.end()
    } else {
        let mut structure = serializer.serialize_struct(shape.name, fields.count())?;
        fields.write(shape.properties, &mut Struct(&mut structure))?;
        structure.end()
    }
}

/// What properties are written to.
pub trait Sink {
    /// The serializer's error.
    type Error;

    /// Writes a property.
    fn property<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Leaves a property out.
    fn skip(&mut self, name: &'static str) -> Result<(), Self::Error>;
}

struct Map<'a, M>(&'a mut M);

impl<M: SerializeMap> Sink for Map<'_, M> {
    type Error = M::Error;

    fn property<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn skip(&mut self, _: &'static str) -> Result<(), M::Error> {
        Ok(())
    }
}

struct Struct<'a, S>(&'a mut S);

impl<S: SerializeStruct> Sink for Struct<'_, S> {
    type Error = S::Error;

    fn property<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(name, value)
    }

    fn skip(&mut self, name: &'static str) -> Result<(), S::Error> {
        self.0.skip_field(name)
    }
}

/// A field that is written: a reference, and whether its property may be absent.
pub trait WriteField {
    /// Whether the property is written.
    fn is_written(&self) -> bool;

    /// Writes the property, unless it is absent.
    fn write<S: Sink>(&self, property: &'static str, sink: &mut S) -> Result<(), S::Error>;
}

impl<T: Serialize> WriteField for (&T, ()) {
    fn is_written(&self) -> bool {
        true
    }

    fn write<S: Sink>(&self, property: &'static str, sink: &mut S) -> Result<(), S::Error> {
        sink.property(property, self.0)
    }
}

impl<T: Serialize + Absent> WriteField for (&T, Optional) {
    fn is_written(&self) -> bool {
        !self.0.is_absent()
    }

    fn write<S: Sink>(&self, property: &'static str, sink: &mut S) -> Result<(), S::Error> {
        if self.0.is_absent() {
            sink.skip(property)
        } else {
            sink.property(property, self.0)
        }
    }
}
