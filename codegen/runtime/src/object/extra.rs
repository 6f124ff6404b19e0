//! The properties that a struct doesn't name: ignored, or kept in a map.

use serde::de::{IgnoredAny, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Where the properties that a struct doesn't name are read into.
pub trait ReadExtra<'de>: Default {
    /// What is kept of their names.
    type Name;

    /// Whether they are kept.
    const KEPT: bool;

    /// What to keep of a name.
    fn name(name: &str) -> Self::Name;

    /// Reads the value of a property.
    fn read<M: MapAccess<'de>>(&mut self, name: Self::Name, map: &mut M) -> Result<(), M::Error>;
}

/// Where the properties that a struct doesn't name are written from.
pub trait WriteExtra {
    /// Whether there can be any.
    const KEPT: bool;

    /// Writes all of them.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

impl<'de> ReadExtra<'de> for () {
    type Name = ();

    const KEPT: bool = false;

    fn name(_: &str) {}

    fn read<M: MapAccess<'de>>(&mut self, (): (), map: &mut M) -> Result<(), M::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

impl WriteExtra for () {
    const KEPT: bool = false;

    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<'de> ReadExtra<'de> for Map<String, Value> {
    type Name = String;

    const KEPT: bool = true;

    fn name(name: &str) -> String {
        name.to_owned()
    }

    fn read<M: MapAccess<'de>>(&mut self, name: String, map: &mut M) -> Result<(), M::Error> {
        let value = map.next_value()?;
        self.insert(name, value);
        Ok(())
    }
}

impl WriteExtra for &Map<String, Value> {
    const KEPT: bool = true;

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

impl<'de, T: Deserialize<'de>> ReadExtra<'de> for BTreeMap<String, T> {
    type Name = String;

    const KEPT: bool = true;

    fn name(name: &str) -> String {
        name.to_owned()
    }

    fn read<M: MapAccess<'de>>(&mut self, name: String, map: &mut M) -> Result<(), M::Error> {
        let value = map.next_value()?;
        self.insert(name, value);
        Ok(())
    }
}

impl<T: Serialize> WriteExtra for &BTreeMap<String, T> {
    const KEPT: bool = true;

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}
