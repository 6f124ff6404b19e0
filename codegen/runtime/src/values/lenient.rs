//! Completes the date-times that servers write to those of RFC 3339, before a date library parses them.

/// Text that isn't a date, or a date that the date library can't represent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid date {text:?}: {message}")]
#[non_exhaustive]
pub struct DateError {
    /// The text.
    pub text: String,
    /// The message of the date library.
    pub message: String,
}

impl DateError {
    pub(super) fn new(text: &str, error: impl std::fmt::Display) -> Self {
        Self {
            text: text.to_owned(),
            message: error.to_string(),
        }
    }
}

/// Adds what the text lacks of RFC 3339, section 5.6: the time (midnight), seconds (0), the zone (UTC), the colon in
/// the offset, the `T`.
pub(super) fn rfc3339(text: &str) -> String {
    let text = text.trim();
    // The date has ten characters, followed by the separator.
    let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let time = rest.trim_start_matches(['T', 't', ' ']);
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(zone) => time.split_at_checked(zone).unwrap_or((time, "")),
        None => (time, ""),
    };
    let clock = match clock.matches(':').count() {
        _ if clock.is_empty() => "00:00:00".to_owned(),
        1 => format!("{clock}:00"),
        _ => clock.to_owned(),
    };
    let zone = match zone.split_at_checked(3) {
        _ if zone.is_empty() => "Z".to_owned(),
        Some((hours, "")) => format!("{hours}:00"),
        Some((hours, minutes)) if !minutes.starts_with(':') => format!("{hours}:{minutes}"),
        _ => zone.to_owned(),
    };
    format!("{date}T{clock}{zone}")
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn incomplete_times_are_completed() {
        for (written, complete) in [
            ("2021-03-04T05:06:07.089Z", "2021-03-04T05:06:07.089Z"),
            ("2021-03-04T05:06Z", "2021-03-04T05:06:00Z"),
            ("2021-03-04T05:06:07", "2021-03-04T05:06:07Z"),
            ("2021-03-04 05:06:07+02:00", "2021-03-04T05:06:07+02:00"),
            ("2021-03-04T05:06:07-0230", "2021-03-04T05:06:07-02:30"),
            ("2021-03-04T05:06:07+02", "2021-03-04T05:06:07+02:00"),
            ("2021-03-04", "2021-03-04T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(written), complete);
        }
    }
}
