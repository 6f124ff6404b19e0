// A first call: `cargo run --example first_call`
// The client reads the environment variables `TIDES_CLIENT_BASE_URL`, `TIDES_CLIENT_TOKEN`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = tides_client::Client::from_env()?;
    let value = client.v2().stations().list().await?;
    println!("{value:?}");
    Ok(())
}
