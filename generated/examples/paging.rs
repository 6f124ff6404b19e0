// Reading a list that this crate has no function for: a raw request with a type of the crate, as a stream of items that
// fetches pages on demand. Generated functions that list have `items` themselves.

use identitynow::beta::AccessProfile;
use identitynow::runtime::http::Method;
use identitynow::runtime::{Json, Paging};

const PAGING: Paging = Paging::by_offset("offset")
    .limit("limit")
    .page_size(50)
    .total_parameter("count");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = identitynow::Client::from_env()?;
    let mut profiles = client
        .request(Method::GET, "/beta/access-profiles")
        .query("sorters", "name")
        .expect::<Json<Vec<AccessProfile>>>()
        .items(PAGING);
    let mut count = 0;
    while let Some(profile) = profiles.next().await {
        println!("{}", profile?.name);
        count += 1;
    }
    println!("{count} access profiles");
    Ok(())
}
