//! The fields of a struct, as a list of tuples: `((a, b, ..), ((c, d, ..), ()))`.

use super::read::ReadField;
use super::write::{Sink, WriteField};
use serde::de::{Error, MapAccess};

/// Reads the fields of a struct.
pub trait ReadFields<'de>: Default {
    /// The fields, in the same arrangement.
    type Values;

    /// Reads the value of the property with this index.
    fn read<M: MapAccess<'de>>(
        &mut self,
        index: usize,
        properties: &[&'static str],
        map: &mut M,
    ) -> Result<(), M::Error>;

    /// The values of all fields.
    fn finish<E: Error>(self, properties: &[&'static str]) -> Result<Self::Values, E>;
}

/// Writes the fields of a struct.
pub trait WriteFields {
    /// How many of them are written.
    fn count(&self) -> usize;

    /// Writes them.
    fn write<S: Sink>(&self, properties: &[&'static str], sink: &mut S) -> Result<(), S::Error>;
}

/// Implements the traits for lists whose first tuple has this number of fields.
macro_rules! first_tuple {
    ($($field:ident $index:tt),* = $count:literal) => {
        impl<'de, $($field: ReadField<'de>,)* Rest: ReadFields<'de>> ReadFields<'de> for (($($field,)*), Rest) {
            type Values = (($($field::Value,)*), Rest::Values);

            #[inline]
            fn read<M: MapAccess<'de>>(
                &mut self,
                index: usize,
                properties: &[&'static str],
                map: &mut M,
            ) -> Result<(), M::Error> {
                match index {
                    $($index => self.0.$index.read(name(properties, $index), map),)*
                    _ => self.1.read(index - $count, rest(properties, $count), map),
                }
            }

            #[inline]
            fn finish<E: Error>(self, properties: &[&'static str]) -> Result<Self::Values, E> {
                Ok((
                    ($(self.0.$index.finish(name(properties, $index))?,)*),
                    self.1.finish(rest(properties, $count))?,
                ))
            }
        }

        impl<$($field: WriteField,)* Rest: WriteFields> WriteFields for (($($field,)*), Rest) {
            fn count(&self) -> usize {
                0 $(+ usize::from(self.0.$index.is_written()))* + self.1.count()
            }

            fn write<S: Sink>(&self, properties: &[&'static str], sink: &mut S) -> Result<(), S::Error> {
                $(self.0.$index.write(name(properties, $index), sink)?;)*
                self.1.write(rest(properties, $count), sink)
            }
        }
    };
}

first_tuple!(A 0 = 1);
first_tuple!(A 0, B 1 = 2);
first_tuple!(A 0, B 1, C 2 = 3);
first_tuple!(A 0, B 1, C 2, D 3 = 4);
first_tuple!(A 0, B 1, C 2, D 3, E0 4 = 5);
first_tuple!(A 0, B 1, C 2, D 3, E0 4, F 5 = 6);
first_tuple!(A 0, B 1, C 2, D 3, E0 4, F 5, G 6 = 7);
first_tuple!(A 0, B 1, C 2, D 3, E0 4, F 5, G 6, H 7 = 8);

impl<'de> ReadFields<'de> for () {
    type Values = ();

    fn read<M: MapAccess<'de>>(
        &mut self,
        _: usize,
        _: &[&'static str],
        _: &mut M,
    ) -> Result<(), M::Error> {
        Ok(())
    }

    fn finish<E: Error>(self, _: &[&'static str]) -> Result<(), E> {
        Ok(())
    }
}

impl WriteFields for () {
    fn count(&self) -> usize {
        0
    }

    fn write<S: Sink>(&self, _: &[&'static str], _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

fn name(properties: &[&'static str], index: usize) -> &'static str {
    properties.get(index).copied().unwrap_or_default()
}

fn rest<'p>(properties: &'p [&'static str], count: usize) -> &'p [&'static str] {
    properties.get(count..).unwrap_or_default()
}
