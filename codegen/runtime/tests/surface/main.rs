//! Emitted code against a server. The modules are those of a small API, whose pages are in `spec/`; a test of the
//! generator keeps them up to date.
#![deny(warnings)]
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "a library would use and export all of it"
)]
#![allow(
    deprecated,
    reason = "emitted crates allow it where the deprecated item is defined"
)]

#[rustfmt::skip]
#[allow(unexpected_cfgs, reason = "the feature `examples` is one of emitted crates")]
mod shop;

mod one_liners;

use client_runtime::http::Method;
use client_runtime::{
    Client, ClientBuilder, Error, SchemeKind, SecurityScheme, Settings, TokenUrl, Value,
};
use futures_util::TryStreamExt as _;
use serde_json::json;
use shop::{
    ApiError, JsonPatchOperation, Maker, Product, ProductKind, StartExportForm, StartExportResponse,
};
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

static SETTINGS: Settings = Settings::new("sample/1.0", shop::SERVER)
    .token_url(TokenUrl::Documented("/oauth/token"))
    .schemes(&[SecurityScheme::new(
        "token",
        SchemeKind::OAuth2 {
            client_credentials: true,
        },
    )])
    .request_id(&["/trackingId"])
    .total_header("X-Total-Count");

async fn shop(server: &MockServer) -> shop::Api {
    let token = json!({"access_token": "t", "expires_in": 749});
    Mock::given(path("/oauth/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(server)
        .await;
    let client: Client = ClientBuilder::new(&SETTINGS)
        .base_url(server.uri())
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    shop::Api { client }
}

#[tokio::test]
async fn a_patch_returns_the_decoded_response() {
    let server = MockServer::start().await;
    let shop = shop(&server).await;
    let product = json!({"name": "Rust", "kind": "ROBOT", "description": null, "created": "?", "rating": "good",
        "maker": {"type": "COMPANY", "tax": 1.50, "parts": [1, "two", 3]}});
    Mock::given(method("PATCH"))
        .and(path("/v1/products/a%2Fb"))
        .and(header("authorization", "Bearer t"))
        .and(header("accept", "application/json"))
        .and(header("content-type", "application/json-patch+json"))
        .and(body_json(
            json!([{"op": "replace", "path": "/name", "value": "Rust"}]),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(product))
        .expect(1)
        .mount(&server)
        .await;

    let patch = [JsonPatchOperation::replace("/name", "Rust")];
    let response = shop
        .products()
        .patch_product("a/b", patch)
        .send()
        .await
        .unwrap();

    let misfits: Vec<&str> = response
        .misfits()
        .iter()
        .map(|misfit| misfit.pointer.as_str())
        .collect();
    assert_eq!(misfits, ["/maker/parts/1"]);
    let product: Product = response.into_value();
    assert_eq!(product.kind, Some(ProductKind::from("ROBOT")));
    assert_eq!(product.description, None);
    assert_eq!(product.created.unwrap().as_str(), "?");
    assert_eq!(product.rating.unwrap().to_value(), "good");
    let Some(Maker::Company(company)) = product.maker else {
        panic!("{:?}", product.maker)
    };
    assert_eq!(
        (company.tax.as_str(), company.parts),
        ("1.5", Some(vec![1, 3]))
    );
}

#[tokio::test]
async fn an_error_status_has_a_typed_body() {
    let server = MockServer::start().await;
    let shop = shop(&server).await;
    let body = json!({"trackingId": "42", "message": "No."});
    Mock::given(method("PATCH"))
        .respond_with(ResponseTemplate::new(400).set_body_json(body))
        .mount(&server)
        .await;

    let error = shop
        .products()
        .patch_product("a", [])
        .send()
        .await
        .unwrap_err();

    assert!(matches!(error.body(), Some(ApiError::BadRequest(_))));
    assert_eq!(error.request_id().as_deref(), Some("42"));
    assert_eq!(error.to_string(), "patchProduct: 400 Bad Request: No.");
}

#[tokio::test]
async fn a_list_is_paged() {
    let server = MockServer::start().await;
    let shop = shop(&server).await;
    let page = |offset, names: &[&str]| {
        let page: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        Mock::given(method("GET"))
            .and(path("/v1/products"))
            .and(query_param("offset", offset))
            .and(query_param("limit", "2"))
            .and(query_param("filters", "name eq \"x\""))
            .and(query_param("ids", "a,b"))
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .expect(1)
    };
    page("0", &["a", "b"]).mount(&server).await;
    page("2", &["c"]).mount(&server).await;

    let products = shop.products().list_products();
    let items = products
        .filters("name eq \"x\"")
        .ids(["a", "b"])
        .limit(2)
        .items();
    let names: Vec<String> = items
        .map_ok(|product| product.name)
        .try_collect()
        .await
        .unwrap();

    assert_eq!(names, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_status_without_a_body_is_an_empty_value() {
    let server = MockServer::start().await;
    let shop = shop(&server).await;
    Mock::given(method("DELETE"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;

    let (): () = shop.products().delete_product("a").await.unwrap();
}

#[tokio::test]
async fn each_success_status_is_a_variant() {
    let server = MockServer::start().await;
    let shop = shop(&server).await;
    for (status, body) in [(200, "{\"a\":1}"), (202, ""), (203, "zip")] {
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(status).set_body_string(body))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    let start = || {
        let file = client_runtime::File::bytes("a.csv", "id\n");
        let form = StartExportForm::new(file).with_note("n");
        shop.exports().start_export().body(form)
    };

    assert!(matches!(start().await.unwrap(), StartExportResponse::Ok(map) if map["a"] == 1));
    assert!(matches!(
        start().await.unwrap(),
        StartExportResponse::Accepted(())
    ));
    let StartExportResponse::NonAuthoritativeInformation(export) = start().await.unwrap() else {
        panic!()
    };
    assert_eq!(export.bytes().await.unwrap(), "zip");
    let error: Error<Value> = start().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}
