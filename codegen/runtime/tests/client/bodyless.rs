//! Statuses that never have a body, whatever the docs promise (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).

use crate::support::{Memory, get};
use client_runtime::http::{Method, StatusCode};
use client_runtime::testing::Reply;
use client_runtime::{Binary, Empty, Error, Json, Map, Raw, Response, ResponseBody, Text, Value};
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize, PartialEq)]
struct Optional {
    name: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Required {
    name: String,
}

client_runtime::response_by_status! {
    /// A success that names a status without a body
    enum Conditional {
        Ok(Json<Required>) = 200,
        Unchanged(Empty) = 304,
    }
}

async fn outcome<A: ResponseBody>(status: u16) -> Result<Response<A::Output>, Error> {
    let memory = Memory::signed_in();
    memory.on(Method::GET, "/beta/x", [Reply::status(status)]);
    get(&memory.client).strict().expect::<A>().send().await
}

#[tokio::test]
async fn a_success_without_a_body_is_an_empty_value() {
    for status in [204, 205] {
        let value = outcome::<Json<Value>>(status).await.unwrap();
        assert_eq!(
            (value.status().as_u16(), value.into_value()),
            (status, json!(null))
        );
        assert_eq!(
            outcome::<Json<Option<Required>>>(status)
                .await
                .unwrap()
                .into_value(),
            None
        );
        assert!(
            outcome::<Json<Vec<Required>>>(status)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            outcome::<Json<Map<String, Value>>>(status)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            outcome::<Json<Optional>>(status)
                .await
                .unwrap()
                .into_value(),
            Optional { name: None }
        );
        assert_eq!(
            outcome::<Json<String>>(status).await.unwrap().into_value(),
            ""
        );
        outcome::<Json<()>>(status).await.unwrap();
        outcome::<Empty>(status).await.unwrap();
        assert_eq!(outcome::<Text>(status).await.unwrap().into_value(), "");
        assert_eq!(outcome::<Raw>(status).await.unwrap().into_value(), "");

        // There is no empty value of this type.
        let error = outcome::<Json<Required>>(status).await.unwrap_err();
        assert!(matches!(error, Error::Response(_)));
        assert!(error.to_string().contains("has no body"), "{error}");
    }
}

#[tokio::test]
async fn an_unchanged_resource_is_not_an_empty_one() {
    assert_eq!(
        outcome::<Json<Value>>(304).await.unwrap().into_value(),
        json!(null)
    );
    assert_eq!(
        outcome::<Json<Option<Required>>>(304)
            .await
            .unwrap()
            .into_value(),
        None
    );
    outcome::<Empty>(304).await.unwrap();
    let unchanged = outcome::<Conditional>(304).await.unwrap();
    assert!(matches!(unchanged.value(), Conditional::Unchanged(())));

    fn status<T>(outcome: Result<Response<T>, Error>) -> StatusCode {
        match outcome {
            Err(Error::Status(error)) => error.status,
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("it succeeded"),
        }
    }
    assert_eq!(status(outcome::<Json<Vec<Required>>>(304).await), 304);
    assert_eq!(status(outcome::<Json<Optional>>(304).await), 304);
    assert_eq!(status(outcome::<Text>(304).await), 304);
    assert_eq!(status(outcome::<Raw>(304).await), 304);
    assert_eq!(status(outcome::<Binary>(304).await), 304);
}

#[tokio::test]
async fn other_statuses_need_a_body() {
    for status in [200, 201, 202] {
        let error = outcome::<Json<Value>>(status).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the body is empty instead of JSON"),
            "{error}"
        );
    }
}
