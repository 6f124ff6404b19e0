//! What became of all examples, in a form that a reviewer reads: how many of each kind, and each that is not as it
//! came.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::Generated;
use serde_json::Value;

use crate::account::{Difference, Kind, differences};
use crate::assembled::{NOW, TODAY};
use crate::collect::{Origin, Sample};
use crate::program::{Misfit, Outcome};

/// The tab and the key of what the plugin assembled.
const FROM_SCHEMA: [&str; 2] = ["Example (from schema)", "jsonRequestBodyExample"];

#[derive(Debug, Default)]
pub(crate) struct Report {
    counts: BTreeMap<(Role, Origin), Counts>,
    /// The messages, and how many examples of the body have them.
    failed: BTreeMap<String, usize>,
    changed_requests: BTreeMap<String, usize>,
    unaccounted: BTreeMap<String, usize>,
    misfits: BTreeMap<(Role, String), usize>,
    meant: BTreeMap<(Role, Kind), usize>,
    /// Samples that a page shows from a schema: as many as were assembled alike, and all.
    alike: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Request,
    Success,
    Error,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    decoded: usize,
    /// Decoded without a misfit.
    whole: usize,
    /// Whole, and nothing else was left out either.
    unchanged: usize,
}

impl Report {
    pub(crate) fn new(generated: &Generated, samples: &[Sample], outcomes: &[Outcome]) -> Self {
        let mut report = Self::default();
        report.compare_with_pages(samples);
        for (sample, outcome) in samples.iter().zip(outcomes) {
            let counts = report
                .counts
                .entry((role(sample), sample.origin))
                .or_default();
            counts.all += 1;
            match outcome {
                Outcome::Decoded(written, misfits) => {
                    counts.decoded += 1;
                    let version = &generated.krate.versions[sample.body.version];
                    let found =
                        differences(version, &sample.body.ty, &sample.json, written, misfits);
                    counts.whole += usize::from(misfits.is_empty());
                    counts.unchanged += usize::from(misfits.is_empty() && found.is_empty());
                    report.add_decoded(sample, misfits, &found);
                }
                Outcome::Failed(failure) => {
                    let line = line(sample, &failure.pointer, &reason(&failure.message));
                    *report.failed.entry(line).or_default() += 1;
                }
            }
        }
        report
    }

    /// Whether what this test assembles is what the plugin shows.
    fn compare_with_pages(&mut self, samples: &[Sample]) {
        let of = |origin| samples.iter().filter(move |sample| sample.origin == origin);
        let assembled: BTreeMap<_, _> = of(Origin::Assembled)
            .map(|sample| (&sample.place, &sample.json))
            .collect();
        let from_schema = |sample: &&Sample| FROM_SCHEMA.contains(&sample.name.as_str());
        for shown in of(Origin::Shown).filter(from_schema) {
            let json = assembled.get(&shown.place);
            self.alike.1 += 1;
            self.alike.0 += usize::from(json.is_some_and(|json| are_alike(json, &shown.json)));
        }
    }

    fn add_decoded(&mut self, sample: &Sample, misfits: &[Misfit], found: &[Difference]) {
        let role = role(sample);
        for misfit in misfits {
            let reason = reason(&misfit.error);
            if role == Role::Request {
                let line = line(sample, &misfit.pointer, &reason);
                *self.changed_requests.entry(line).or_default() += 1;
            }
            *self.misfits.entry((role, reason)).or_default() += 1;
        }
        for Difference { pointer, kind } in found {
            if kind.is_meant() && role != Role::Request {
                *self.meant.entry((role, *kind)).or_default() += 1;
            } else {
                let line = line(sample, pointer, &format!("{kind:?}"));
                *self.unaccounted.entry(line).or_default() += 1;
            }
        }
    }

    /// The share of the examples of successes that could be read.
    pub(crate) fn decoded_successes(&self) -> f64 {
        let successes = || {
            self.counts
                .iter()
                .filter(|((role, _), _)| *role == Role::Success)
        };
        let all: usize = successes().map(|(_, counts)| counts.all).sum();
        let decoded: usize = successes().map(|(_, counts)| counts.decoded).sum();
        decoded as f64 / all as f64
    }

    /// How many examples for mock servers there are, and how many of them are read without a misfit.
    pub(crate) fn emitted(&self) -> (usize, usize) {
        let counts = self.counts.get(&(Role::Success, Origin::Emitted));
        counts.map_or((0, 0), |counts| (counts.all, counts.whole))
    }

    /// How many examples of errors could not be read.
    pub(crate) fn failed_errors(&self) -> usize {
        let errors = self
            .counts
            .iter()
            .filter(|((role, _), _)| *role == Role::Error);
        errors.map(|(_, counts)| counts.all - counts.decoded).sum()
    }

    /// How many values were lost, changed or made up.
    pub(crate) fn unaccounted(&self) -> usize {
        self.unaccounted.values().sum()
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("examples: all, decoded, without misfits, unchanged\n");
        for ((role, origin), counts) in &self.counts {
            let Counts {
                all,
                decoded,
                whole,
                unchanged,
            } = counts;
            let kind = format!("{role:?} {origin:?}");
            writeln!(
                text,
                "  {kind:18} {all:5} {decoded:5} {whole:5} {unchanged:5}"
            )
            .unwrap();
        }
        let (alike, shown) = self.alike;
        writeln!(text, "\nassembled as the page shows: {alike} of {shown}").unwrap();
        text.push_str("\nmisfits\n");
        for ((role, reason), count) in &self.misfits {
            writeln!(text, "  {count:5} {role:?}: {reason}").unwrap();
        }
        text.push_str("\nleft out on purpose\n");
        for ((role, kind), count) in &self.meant {
            writeln!(text, "  {count:5} {role:?}: {kind:?}").unwrap();
        }
        list(&mut text, "could not be decoded", &self.failed);
        list(&mut text, "requests with misfits", &self.changed_requests);
        list(&mut text, "not accounted for", &self.unaccounted);
        text
    }
}

fn list(text: &mut String, title: &str, lines: &BTreeMap<String, usize>) {
    writeln!(text, "\n{title}: {}", lines.values().sum::<usize>()).unwrap();
    for (line, count) in lines {
        writeln!(text, "  {count:5} {line}").unwrap();
    }
}

fn role(sample: &Sample) -> Role {
    match sample.place.1.as_str() {
        "request" => Role::Request,
        status if status.starts_with('2') => Role::Success,
        _ => Role::Error,
    }
}

fn line(sample: &Sample, pointer: &str, message: &str) -> String {
    let (page, what, _) = &sample.place;
    let page = page.trim_end_matches(".api.mdx");
    let pointer = if pointer.is_empty() { "root" } else { pointer };
    format!("{page} {what}, {pointer}: {message}")
}

/// The message without the value that it is about.
fn reason(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return message.to_owned();
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default();
    // Names have tests of their own.
    let is_struct = expected.starts_with("struct ");
    let expected = if is_struct { "a struct" } else { expected };
    format!("{}, expected {expected}", kind.trim_end())
}

/// Times aside: those of the page are when it was made.
fn are_alike(assembled: &Value, shown: &Value) -> bool {
    match (assembled, shown) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| are_alike(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| are_alike(one, other))
        }
        (Value::String(text), Value::String(_)) if text == NOW || text == TODAY => true,
        (one, other) => one == other,
    }
}
