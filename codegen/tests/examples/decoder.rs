//! The program that `program.rs` adds a table of types to: `find`, from the name of a type to how it is read.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

type Read = fn(&[u8]) -> serde_json::Result<String>;

fn read<T: DeserializeOwned + Serialize>(body: &[u8]) -> serde_json::Result<String> {
    match client_runtime::decode::<T>(body) {
        Ok(decoded) => {
            let misfits: Vec<_> = decoded.misfits.iter().map(|misfit| {
                json!({"pointer": misfit.pointer, "value": misfit.value, "error": misfit.error})
            }).collect();
            // The text itself: on the way through a `Value` it could lose what a `Value` does not hold.
            let value = serde_json::to_string(&decoded.value)?;
            Ok(format!(r#"{{"decoded": [{value}, {}]}}"#, json!(misfits)))
        }
        Err(error) => {
            Ok(json!({"failed": {"pointer": error.pointer, "message": error.message}}).to_string())
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lines() {
        let (name, body): (String, String) = serde_json::from_str(&line?)?;
        let read = find(&name).ok_or("there is no such type")?;
        println!("{}", read(body.as_bytes())?);
    }
    Ok(())
}
