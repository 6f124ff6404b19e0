//! The samples that a page shows, as its text has them: each in the tab of its status, media type and name.

use serde_json::Value;

/// A sample in the text of a page.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: String,
    pub(crate) media_type: String,
    /// The name of the innermost tab.
    pub(crate) tab: String,
    pub(crate) body: Value,
}

/// All samples whose text is JSON.
pub(crate) fn shown(page: &str) -> Vec<Shown> {
    let mut samples = Vec::new();
    let mut tabs: Vec<String> = Vec::new();
    for part in page.split('<') {
        if part.starts_with("/TabItem>") {
            tabs.pop();
        } else if let Some(rest) = part.strip_prefix("TabItem label={") {
            tabs.extend(literal(rest));
        } else if let Some(rest) = part.strip_prefix("ResponseSamples responseExample={") {
            samples.extend(sample(&tabs, page, rest));
        }
    }
    samples
}

fn sample(tabs: &[String], page: &str, rest: &str) -> Option<Shown> {
    // The text may have a `<` in it: it ends where its literal ends, not where the part does.
    let start = rest.as_ptr() as usize - page.as_ptr() as usize;
    let text = literal(&page[start..])?;
    Some(Shown {
        status: tabs.iter().find(|tab| is_status(tab))?.clone(),
        media_type: tabs.iter().find(|tab| tab.contains('/'))?.clone(),
        tab: tabs.last()?.clone(),
        body: serde_json::from_str(&text).ok()?,
    })
}

fn is_status(tab: &str) -> bool {
    tab == "default" || (tab.len() == 3 && tab.starts_with(|first: char| first.is_ascii_digit()))
}

/// The string at the start of a text.
fn literal(text: &str) -> Option<String> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .next()?
        .ok()
}
