use identitynow::beta::JsonPatchOperation;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = identitynow::Client::from_env()?;
    let patch = [
        JsonPatchOperation::replace("/name", "Payroll"),
        JsonPatchOperation::replace("/enabled", true),
    ];
    let profiles = client.beta().access_profiles();
    let profile = profiles
        .patch_access_profile("2c91808a7813090a017814121919ecca", patch)
        .await?;
    println!("{} was changed at {:?}", profile.name, profile.modified);
    Ok(())
}
