//! Code that uses the client, tested without a server.

use archive_client::runtime::testing::MockTransport;
use archive_client::v1::documents::{LIST_DOCUMENTS, UPDATE_DOCUMENT};
use archive_client::v1::folders::{DELETE_FOLDER, GET_FOLDER, LIST_FOLDERS};
use archive_client::v1::{ApiError, DocumentChange, DocumentState, Folder, Party};
use archive_client::{Client, Error, Nullable};
use serde_json::json;

fn client(server: &MockTransport) -> Client {
    Client::builder()
        .transport(server.clone())
        .api_key("secret")
        .build()
        .unwrap()
}

#[tokio::test]
async fn lists_are_read_page_by_page() {
    let server = MockTransport::new();
    let folder = |id: &str| json!({"id": id, "name": id, "folders": [], "created_at": "2026-03-01T09:30:00Z"});
    server.on(&LIST_FOLDERS).reply_json(
        200,
        &json!({"data": [folder("fld_3"), folder("fld_2")], "next_cursor": "older"}),
    );
    let last = server
        .on(&LIST_FOLDERS)
        .query("cursor", "older")
        .reply_json(
            200,
            &json!({"data": [folder("fld_1")], "next_cursor": null}),
        );

    let mut folders = client(&server).v1().folders().list_folders().items();
    let mut ids = Vec::new();
    while let Some(folder) = folders.next().await {
        ids.push(folder.unwrap().id);
    }
    assert_eq!(ids, ["fld_3", "fld_2", "fld_1"]);
    last.header("x-archive-key", "secret").assert_calls(1);
}

/// The names of a folder and of all folders below it.
fn names(folder: &Folder) -> Vec<&str> {
    let below = folder.folders.iter().flat_map(names);
    std::iter::once(folder.name.as_str()).chain(below).collect()
}

#[tokio::test]
async fn folders_contain_folders() {
    let server = MockTransport::new();
    let leaf = json!({"id": "fld_4", "name": "Receipts", "folders": [], "created_at": "2026-03-02T08:00:00Z"});
    server.on(&GET_FOLDER).path("folder_id", "fld_2").reply_json(
        200,
        &json!({"id": "fld_2", "name": "Invoices", "folders": [leaf], "created_at": "2026-02-14T16:00:00Z"}),
    );
    let folder = client(&server)
        .v1()
        .folders()
        .get_folder("fld_2")
        .await
        .unwrap();
    assert_eq!(names(&folder), ["Invoices", "Receipts"]);
}

#[tokio::test]
async fn the_discriminator_decides_what_a_party_is() {
    let server = MockTransport::new();
    let parties = json!([
        {"kind": "person", "name": "Ada Byron"},
        {"kind": "company", "name": "Example Ltd", "register_number": "HRB 4711"},
    ]);
    let document =
        json!({"id": "doc_17", "title": "Lease", "state": "sealed", "size": 1, "parties": parties});
    server
        .on(&LIST_DOCUMENTS)
        .reply_json(200, &json!({"data": [document]}));
    let page = client(&server)
        .v1()
        .documents()
        .list_documents("fld_2")
        .state([DocumentState::Signed])
        .await
        .unwrap();
    let document = &page.data[0];
    assert!(document.state.is_unknown(), "a value newer than the crate");
    let parties = document.parties.as_deref().unwrap_or_default();
    assert!(matches!(
        parties,
        [Party::Person(ada), Party::Company(company)]
            if ada.name == "Ada Byron" && company.register_number.as_deref() == Some("HRB 4711")
    ));
}

#[tokio::test]
async fn null_removes_and_absent_keeps() {
    let server = MockTransport::new();
    let update = server.on(&UPDATE_DOCUMENT).reply_json(
        200,
        &json!({"id": "doc_17", "title": "Lease", "state": "archived", "size": 1}),
    );
    let change = DocumentChange::new()
        .with_state(DocumentState::Archived)
        .with_note(Nullable::Null);
    let documents = client(&server).v1().documents();
    documents.update_document("doc_17", change).await.unwrap();
    update
        .json(&json!({"state": "archived", "note": null}))
        .assert_calls(1);
}

#[tokio::test]
async fn errors_are_typed_by_status() {
    let server = MockTransport::new();
    server.on(&DELETE_FOLDER).reply_json(
        409,
        &json!({"title": "The folder isn't empty", "documents": 3}),
    );
    let error = client(&server)
        .v1()
        .folders()
        .delete_folder("fld_2")
        .await
        .unwrap_err();
    let Error::Status(status) = &error else {
        panic!("{error}");
    };
    assert_eq!(status.status, 409);
    assert!(matches!(error.body(), Some(ApiError::Conflict(conflict)) if conflict.documents == 3));
}
