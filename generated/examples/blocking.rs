// A script without `async`. It needs the feature `blocking`:
//
//     cargo run --example blocking --features blocking

#[cfg(feature = "blocking")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use identitynow::beta::JsonPatchOperation;

    let client = identitynow::Client::from_env()?;
    let profiles = client.beta().access_profiles();
    let patch = [JsonPatchOperation::replace("/enabled", false)];
    let profile = profiles
        .patch_access_profile("2c91808a7813090a017814121919ecca", patch)
        .send_blocking()?;
    println!("{} is disabled", profile.name);
    Ok(())
}

#[cfg(not(feature = "blocking"))]
fn main() {
    eprintln!("this example needs a feature: cargo run --example blocking --features blocking");
}
