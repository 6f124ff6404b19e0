//! Code that uses the client, tested without a server.

use serde_json::json;
use tides_client::Client;
use tides_client::runtime::testing::{MockTransport, Reply};
use tides_client::v2::Reading;
use tides_client::v2::readings::{ADD, LIST};
use tides_client::v2::stations::{GET, REPLACE};

fn client(server: &MockTransport) -> Client {
    Client::builder()
        .transport(server.clone())
        .bearer_token("secret")
        .build()
        .unwrap()
}

#[tokio::test]
async fn lists_are_read_page_by_page() {
    let server = MockTransport::new();
    let first = json!([{"time": "2026-05-04T10:12:00Z", "height": 2.71}]);
    let next = "</v2/stations/12/readings?page=2>; rel=\"next\"";
    server
        .on(&LIST)
        .reply(Reply::json(200, &first).header("link", next));
    server.on(&LIST).query("page", "2").reply_json(
        200,
        &json!([{"time": "2026-05-04T10:06:00Z", "height": 2.68}]),
    );

    let mut readings = client(&server).v2().readings().list(12).items();
    let mut heights = Vec::new();
    while let Some(reading) = readings.next().await {
        heights.push(reading.unwrap().height.to_string());
    }
    assert_eq!(heights, ["2.71", "2.68"]);
}

#[tokio::test]
async fn what_was_received_can_be_sent_back() {
    let server = MockTransport::new();
    let station = json!({"id": 12, "name": "Neuwerk", "position": {"latitude": 53.92, "longitude": 8.5}, "depth": 7});
    server.on(&GET).reply_json(200, &station);
    let replace = server.on(&REPLACE).reply_json(200, &station);

    let stations = client(&server).v2().stations();
    let station = stations.get(12).await.unwrap();
    let station = station.with_operator("Port authority");
    stations.replace(12, station).await.unwrap();
    // The pages don't mention `depth`. It isn't lost.
    let sent = json!({
        "id": 12, "name": "Neuwerk", "position": {"latitude": 53.92, "longitude": 8.5}, "depth": 7,
        "operator": "Port authority",
    });
    replace.json(&sent).assert_calls(1);
}

#[tokio::test]
async fn a_body_can_be_a_list() {
    let server = MockTransport::new();
    server.on(&ADD).reply_json(202, &json!({"accepted": 1}));
    let readings = [Reading::new("2026-05-04T10:18:00Z", 2.75)];
    let added = client(&server)
        .v2()
        .readings()
        .add(12, readings)
        .await
        .unwrap();
    assert_eq!(added.accepted, 1);
}
