//! Headers that users set.

use http::{HeaderName, HeaderValue, header};

/// A header that a user sets, or why it can't be sent. Its value is never printed unless it is one of a few well-known
/// headers, because any other may be a secret.
pub(crate) fn header_pair(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), &'static str> {
    const SET_BY_CLIENT: [HeaderName; 4] = [
        header::HOST,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::CONNECTION,
    ];
    const PRINTABLE: [HeaderName; 6] = [
        header::ACCEPT,
        header::ACCEPT_LANGUAGE,
        header::CONTENT_TYPE,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        header::USER_AGENT,
    ];
    // Bytes, not text: a header may have UTF-8 in it (RFC 9110, section 5.5, "obs-text").
    let (Ok(name), Ok(mut value)) = (
        HeaderName::try_from(name),
        HeaderValue::from_bytes(value.as_bytes()),
    ) else {
        return Err("its name or value has characters that aren't allowed in a header");
    };
    if SET_BY_CLIENT.contains(&name) {
        return Err("the client sets this header itself");
    }
    value.set_sensitive(!PRINTABLE.contains(&name));
    Ok((name, value))
}
