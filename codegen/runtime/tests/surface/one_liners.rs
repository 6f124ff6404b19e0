//! What users try first, a line each: that it compiles is what is tested.

use crate::shop::{
    self, ApiError, Company, ErrorResponse, Maker, Product, ProductKind, StoreInput, products,
};
use client_runtime::testing::{MockTransport, Reply, With as _};
use client_runtime::{
    ClientBuilder, Empty, Error, Json, Nullable, Response, TransportErrorKind, Value,
};
use serde_json::json;

fn shop() -> (shop::Api, MockTransport) {
    let server = MockTransport::new();
    let builder = ClientBuilder::<client_runtime::Client>::new(&crate::SETTINGS)
        .base_url("https://example.com")
        .bearer_token("any")
        .transport(server.clone());
    let client = builder.build().unwrap();
    (shop::Api { client }, server)
}

#[tokio::test]
async fn setters_take_options_and_requests_are_cloned() {
    let (shop, server) = shop();
    server
        .on(&products::LIST_PRODUCTS)
        .reply_json(200, &json!([]));
    let (some, none): (Option<&str>, Option<String>) = (Some("name eq \"x\""), None);
    let limit: Option<i32> = Some(5);

    let list = shop.products().list_products();
    let list = list.filters(some).limit(limit).offset(None::<i32>).limit(5);
    list.clone().await.unwrap();
    list.filters(none).query("newer", true).await.unwrap();
    let plain = shop.products().list_products().filters("a");
    let text = String::from("b");
    let _ = plain.filters(&text).filters(text);

    let queries: Vec<String> = server
        .requests()
        .iter()
        .map(|request| request.url.query().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        queries,
        ["filters=name%20eq%20%22x%22&limit=5", "limit=5&newer=true"]
    );
}

#[tokio::test]
async fn a_request_with_a_file_is_copied_if_its_body_can_be_repeated() {
    let (shop, _) = shop();
    let form = |file| shop::StartExportForm::new(client_runtime::File::bytes("a.csv", file));
    let request = shop.exports().start_export().body(form("id\n"));
    assert!(request.try_clone().is_some());
}

#[tokio::test]
async fn errors_of_all_operations_are_one_type() {
    async fn both(shop: &shop::Api) -> Result<(), Error> {
        shop.products().patch_product("a", []).await?;
        shop.products().delete_product("a").await?;
        Ok(())
    }
    let (shop, server) = shop();
    server
        .on(&products::PATCH_PRODUCT)
        .path("id", "a")
        .reply_json(400, &json!({"message": "No."}));

    let error = both(&shop).await.unwrap_err();

    assert!(error.is_status(400) && !error.is_timeout() && !error.is_connect());
    assert_eq!(error.body(), Some(&json!({"message": "No."})));
}

#[test]
fn errors_and_responses_are_made_in_tests() {
    let refused = Reply::json(400, &json!({"trackingId": "7"}));
    let error = refused
        .result::<Json<Product>, ApiError>("patchProduct")
        .unwrap_err();
    assert!(
        matches!(error.body(), Some(ApiError::BadRequest(body)) if body.tracking_id.as_deref() == Some("7"))
    );
    let mapped: Error<String> = error.map_body(|body| format!("{body:?}"));
    assert!(mapped.body().unwrap().contains("tracking_id"));

    let late = Reply::never().result::<Empty, Value>("get").unwrap_err();
    assert!(late.is_timeout());
    let lost = Reply::failure(TransportErrorKind::Connect, "refused");
    assert!(lost.result::<Empty, Value>("get").unwrap_err().is_connect());

    let product = Reply::json(200, &json!({"name": "Rust"})).header("etag", "1");
    let product: Response<Product> = product.result::<Json<Product>, Value>("get").unwrap();
    assert_eq!(
        (product.name.as_str(), product.header("etag")),
        ("Rust", Some("1"))
    );
}

#[test]
fn enums_are_like_text_and_unions_are_made_of_their_branches() {
    let kind = ProductKind::from("ROBOT");
    assert!(kind == "ROBOT" && kind.is_unknown() && kind.as_ref().len() == 5);
    assert!(!ProductKind::Book.is_unknown() && ProductKind::Book == *"BOOK");

    let company: Company = serde_json::from_value(json!({"type": "COMPANY", "tax": 1})).unwrap();
    let maker: Maker = company.into();
    assert!(matches!(maker, Maker::Company(_)));
    let value = shop::JsonPatchValue::from("a");
    assert_eq!(
        (value, shop::JsonPatchValue::from(7)),
        ("a".to_owned().into(), 7.into())
    );
}

#[test]
fn nullable_is_used_like_an_option() {
    let mut name: Nullable<String> = "Rust".into();
    assert_eq!(name.as_deref().unwrap_or("none"), "Rust");
    assert_eq!(name.as_ref().map(String::len), Some(4));
    assert!(name.clone().is_some_and(|name| name.len() == 4));
    assert_eq!(name.clone().map(|name| name.len()), Nullable::Value(4));
    assert_eq!(name.take().unwrap_or_default(), "Rust");
    assert!(name.is_absent() && name.is_none());
    assert_eq!(name.clone().unwrap_or("x".to_owned()), "x");
    assert_eq!(name.iter().count(), 0);
    assert!(name.ok_or("no name").is_err());
}

#[tokio::test]
async fn what_was_read_is_changed_and_written_back() {
    let (shop, server) = shop();
    let store =
        json!({"id": "7", "name": "Acme", "owner": {"name": "Ada", "new": 1}, "newer": [2]});
    server.on(&products::GET_STORE).reply_json(200, &store);
    server.on(&products::PUT_STORE).reply(Reply::status(204));

    let store = shop.products().get_store().await.unwrap();
    let input = StoreInput::from(store).with_city("Rome");
    shop.products().put_store(input).await.unwrap();

    assert_eq!(
        server.requests()[1].json(),
        json!({"name": "Acme", "city": "Rome", "owner": {"name": "Ada", "new": 1}, "newer": [2]})
    );
}

#[test]
fn every_struct_is_made_by_users() {
    let product = Product::new("Rust").with(|product| product.kind = Some("BOOK".into()));
    assert_eq!(
        (product.name.as_str(), product.kind),
        ("Rust", Some(ProductKind::Book))
    );
    assert_eq!(ErrorResponse::default().message, None);

    let none: Option<String> = None;
    let input = StoreInput::new("Acme")
        .with_note(none)
        .with_tags(["a"])
        .with_owner(None);
    assert_eq!((input.note, input.owner), (None, None));
    assert_eq!(input.tags, Nullable::Value(vec!["a".to_owned()]));
    let cleared = StoreInput::new("Acme")
        .with_tags(Nullable::Null)
        .with_city(None);
    assert!(cleared.tags.is_null() && cleared.city.is_null());
}
