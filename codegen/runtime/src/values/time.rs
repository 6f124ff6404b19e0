//! Conversions of [`Timestamp`] and [`Date`] to and from the types of time.

use super::lenient::rfc3339;
use super::{Date, DateError, Timestamp};
use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc3339};

impl Timestamp {
    /// The point in time. Missing seconds are 0, and a missing zone is UTC.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that time can't represent.
    pub fn to_time(&self) -> Result<OffsetDateTime, DateError> {
        OffsetDateTime::parse(&rfc3339(self.as_str()), &Rfc3339)
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = DateError;

    /// # Errors
    ///
    /// If RFC 3339 can't represent the time: years beyond 9999, offsets with seconds.
    fn try_from(time: OffsetDateTime) -> Result<Self, DateError> {
        let text = time
            .format(&Rfc3339)
            .map_err(|error| DateError::new(&time.to_string(), error))?;
        Ok(text.into())
    }
}

impl Date {
    /// The date.
    ///
    /// # Errors
    ///
    /// If the text isn't a date, or one that time can't represent.
    pub fn to_time(&self) -> Result<time::Date, DateError> {
        time::Date::parse(self.as_str(), &Iso8601::DATE)
            .map_err(|error| DateError::new(self.as_str(), error))
    }
}

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        date.to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let time = Timestamp::from("2021-03-04T05:06Z").to_time().unwrap();
        assert_eq!(
            Timestamp::try_from(time).unwrap().as_str(),
            "2021-03-04T05:06:00Z"
        );
        let date = Date::from("2021-03-04");
        assert_eq!(Date::from(date.to_time().unwrap()), date);
        assert!(
            Timestamp::from("-5877585-01-28T05:08:53.857Z")
                .to_time()
                .is_err()
        );
        assert!(Date::from("").to_time().is_err());
    }
}
