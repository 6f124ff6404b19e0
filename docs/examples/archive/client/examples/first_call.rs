// A first call: `cargo run --example first_call`
// The client reads the environment variables `ARCHIVE_CLIENT_BASE_URL`, `ARCHIVE_CLIENT_API_KEY`,
// `ARCHIVE_CLIENT_REGION`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = archive_client::Client::from_env()?;
    let value = client.v1().folders().list_folders().await?;
    println!("{value:?}");
    Ok(())
}
