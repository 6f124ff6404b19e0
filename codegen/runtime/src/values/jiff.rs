//! Conversions of [`Timestamp`] and [`Date`] to and from the types of jiff.

use super::lenient::rfc3339;
use super::{Date, DateError, Timestamp};

impl Timestamp {
    /// The point in time. Missing seconds are 0, and a missing zone is UTC.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that jiff can't represent.
    pub fn to_jiff(&self) -> Result<jiff::Timestamp, DateError> {
        rfc3339(self.as_str())
            .parse()
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        time.to_string().into()
    }
}

impl Date {
    /// The date.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that jiff can't represent.
    pub fn to_jiff(&self) -> Result<jiff::civil::Date, DateError> {
        self.as_str()
            .parse()
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        date.to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let time = Timestamp::from("2021-03-04T05:06Z").to_jiff().unwrap();
        assert_eq!(Timestamp::from(time).as_str(), "2021-03-04T05:06:00Z");
        let date = Date::from("2021-03-04");
        assert_eq!(Date::from(date.to_jiff().unwrap()), date);
        assert!(
            Timestamp::from("-5877585-01-28T05:08:53.857Z")
                .to_jiff()
                .is_err()
        );
        assert!(Date::from("").to_jiff().is_err());
    }
}
