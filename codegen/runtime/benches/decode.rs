//! Decoding a page of 250 items: `cargo bench --package client-runtime --bench decode`.
//!
//! The structs of `object!` are compared with serde's derives of the same fields and with `serde_json::Value`. Bodies
//! with misfits are compared with sound ones.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that can't go on has failed"
)]

use client_runtime::{Map, Nullable, Timestamp, Value, decode};
use divan::Bencher;
use divan::counter::BytesCount;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

const ITEMS: usize = 250;

fn main() {
    divan::main();
}

client_runtime::object! {
    pub struct Source {
        pub id: Option<String> = "id"?,
        pub kind: Option<String> = "type"?,
        pub name: Option<String> = "name"?,
    }
}

client_runtime::object! {
    pub struct Item {
        pub id: String = "id",
        pub name: String = "name",
        pub description: Nullable<String> = "description"?,
        pub created: Option<Timestamp> = "created"?,
        pub modified: Option<Timestamp> = "modified"?,
        pub attribute: Option<String> = "attribute"?,
        pub value: Option<String> = "value"?,
        pub schema: Option<String> = "sourceSchemaObjectType"?,
        pub privileged: Option<bool> = "privileged"?,
        pub governed: Option<bool> = "cloudGoverned"?,
        pub size: Option<i64> = "size"?,
        pub score: Option<f64> = "score"?,
        pub source: Option<Source> = "source"?,
        pub owner: Nullable<Source> = "owner"?,
        pub segments: Option<Vec<String>> = "segments"?,
        pub parts: Option<Vec<Source>> = "parts"?,
        pub requestable: Option<bool> = "requestable"?,
        ..extra: Map<String, Value>
    }
}

#[derive(Deserialize)]
pub struct PlainSource {
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlainItem {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub attribute: Option<String>,
    pub value: Option<String>,
    pub source_schema_object_type: Option<String>,
    pub privileged: Option<bool>,
    pub cloud_governed: Option<bool>,
    pub size: Option<i64>,
    pub score: Option<f64>,
    pub source: Option<PlainSource>,
    pub owner: Option<PlainSource>,
    pub segments: Option<Vec<String>>,
    pub parts: Option<Vec<PlainSource>>,
    pub requestable: Option<bool>,
}

fn item(index: usize) -> Value {
    let source = |name: &str| json!({ "id": format!("2c918084660f45d6016617daa9210584-{index}"), "type": "SOURCE", "name": name });
    json!({
        "id": format!("2c91808874ff91550175097daaec161c-{index}"),
        "name": "LauncherTest2",
        "description": "CN=LauncherTest2,OU=LauncherTestOrg,OU=slpt-automation,DC=TestAutomationAD,DC=local",
        "created": "2020-10-08T18:33:52.029Z",
        "modified": "2021-01-19T20:53:35.707Z",
        "attribute": "memberOf",
        "value": "CN=LauncherTest2,OU=LauncherTestOrg,OU=slpt-automation,DC=TestAutomationAD,DC=local",
        "sourceSchemaObjectType": "group",
        "privileged": true,
        "cloudGoverned": false,
        "size": 9_007_199_254_740_993_i64,
        "score": 0.25,
        "source": source("ODS-AD-Source"),
        "owner": source("Support"),
        "segments": ["1d126fe0-45e2-4aea-bc64-a07e9344ef26", "1d126fe0-45e2-4aea-bc64-a07e9344ef28"],
        "parts": [source("one"), source("two")],
        "requestable": true,
    })
}

/// A body in which the first items have a misfit.
fn body(items: usize, misfits: usize) -> Vec<u8> {
    let items = (0..items).map(|index| {
        let mut item = item(index);
        if index < misfits {
            item["score"] = json!("high");
        }
        item
    });
    Value::from_iter(items).to_string().into_bytes()
}

fn bench<T: DeserializeOwned>(bencher: Bencher<'_, '_>, read: fn(&[u8]) -> T) {
    let body = body(ITEMS, 0);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| read(&body));
}

#[divan::bench]
fn object(bencher: Bencher<'_, '_>) {
    bench::<Vec<Item>>(bencher, |body| decode(body).unwrap().value);
}

#[divan::bench]
fn serde_derives(bencher: Bencher<'_, '_>) {
    bench::<Vec<PlainItem>>(bencher, |body| serde_json::from_slice(body).unwrap());
}

#[divan::bench]
fn serde_json_value(bencher: Bencher<'_, '_>) {
    bench::<Value>(bencher, |body| serde_json::from_slice(body).unwrap());
}

/// A thousand items, of which so many have a misfit.
#[divan::bench(args = [0, 1, 100, 1000])]
fn misfits(bencher: Bencher<'_, '_>, misfits: usize) {
    let body = body(1000, misfits);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| decode::<Vec<Item>>(&body).unwrap());
}
