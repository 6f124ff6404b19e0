//! `Retry-After`: a client waits as long as it is asked to, but not for ever.

use super::entropy::Entropy;
use super::{Memory, SETTINGS, odd, run};
use client_runtime::http::Method;
use client_runtime::testing::Reply;
use std::time::{Duration, SystemTime};

/// The standard policy makes as many attempts within this time.
const ATTEMPTS: usize = 4;
const TIME: Duration = Duration::from_secs(120);

/// The longest wait that nobody asked for.
const OWN_WAIT: Duration = Duration::from_secs(30);

pub(crate) fn retry_after(bytes: &[u8]) {
    let mut entropy = Entropy::new(bytes);
    let status = *entropy.pick(&[429, 503, 408, 500, 502, 504]);
    let offset = Duration::from_secs(entropy.below(300) as u64);
    let date =
        SystemTime::UNIX_EPOCH + Duration::from_secs(entropy.below(5) as u64 * 2_000_000_000);
    let (text, asked) = match entropy.below(4) {
        0 => (offset.as_secs().to_string(), Some(offset)),
        1 => (httpdate::fmt_http_date(date + offset), Some(offset)),
        2 => (
            format!("{}{}", odd::text(&mut entropy), offset.as_secs()),
            None,
        ),
        _ => (odd::text(&mut entropy), None),
    };
    let memory = Memory::new();
    let reply = Reply::status(status)
        .header("date", &httpdate::fmt_http_date(date))
        .header("retry-after", &text);
    memory.server.on_request(Method::GET, "/a").reply(reply);
    let builder = memory
        .builder(&SETTINGS)
        .base_url("https://api.example.org");
    let client = builder.no_auth().build().unwrap();

    let error = run(client.request(Method::GET, "/a").send()).unwrap_err();

    let waits = memory.clock.waits();
    assert_eq!(memory.server.requests().len(), waits.len() + 1);
    assert!(waits.len() < ATTEMPTS, "{waits:?}");
    let total: Duration = waits.iter().sum();
    assert!(total <= TIME, "{text:?}: {waits:?}");
    if let Some(asked) = asked {
        assert!(
            waits.iter().all(|wait| *wait >= asked),
            "{text:?}: {waits:?}"
        );
        assert!(
            asked <= OWN_WAIT || waits.len() <= TIME.as_secs() as usize / asked.as_secs() as usize
        );
        assert_eq!(error.retry_after(), Some(asked), "{text:?}");
    } else if error.retry_after().is_none() {
        assert!(
            waits.iter().all(|wait| *wait <= OWN_WAIT),
            "{text:?}: {waits:?}"
        );
    }
}
