//! Conversions of [`Timestamp`] and [`Date`] to and from the types of chrono.

use super::lenient::rfc3339;
use super::{Date, DateError, Timestamp};
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeZone};

impl Timestamp {
    /// The point in time. Missing seconds are 0, and a missing zone is UTC.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that chrono can't represent.
    pub fn to_chrono(&self) -> Result<DateTime<FixedOffset>, DateError> {
        DateTime::parse_from_rfc3339(&rfc3339(self.as_str()))
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    fn from(time: DateTime<Z>) -> Self {
        time.fixed_offset()
            .to_rfc3339_opts(SecondsFormat::AutoSi, true)
            .into()
    }
}

impl Date {
    /// The date.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that chrono can't represent.
    pub fn to_chrono(&self) -> Result<NaiveDate, DateError> {
        self.as_str()
            .parse()
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        date.to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let time = Timestamp::from("2021-03-04T05:06Z").to_chrono().unwrap();
        assert_eq!(Timestamp::from(time).as_str(), "2021-03-04T05:06:00Z");
        let date = Date::from("2021-03-04");
        assert_eq!(Date::from(date.to_chrono().unwrap()), date);
        assert!(
            Timestamp::from("-5877585-01-28T05:08:53.857Z")
                .to_chrono()
                .is_err()
        );
        assert!(Date::from("").to_chrono().is_err());
    }
}
