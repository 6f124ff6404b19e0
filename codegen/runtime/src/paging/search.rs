//! Searches that continue after the sorted fields of the last item.

use serde_json::{Map, Value};

/// The body that requests the items after the last one of a page.
pub(super) fn after(
    mut body: Map<String, Value>,
    cursor: &str,
    sort: &str,
    last: &str,
) -> Result<Vec<u8>, String> {
    let last: Value = serde_json::from_str(last).map_err(|error| error.to_string())?;
    let fields = sort_fields(&body, sort);
    let values: Option<Vec<Value>> = fields.iter().map(|field| value_at(&last, field)).collect();
    let values = values.ok_or_else(|| {
        format!(
            "the last item has no value for one of {}",
            fields.join(", ")
        )
    })?;
    body.insert(cursor.to_owned(), values.into());
    serde_json::to_vec(&body).map_err(|error| error.to_string())
}

/// The sort fields, without their direction.
pub(super) fn sort_fields(body: &Map<String, Value>, sort: &str) -> Vec<String> {
    let fields = body
        .get(sort)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    fields
        .iter()
        .filter_map(Value::as_str)
        .map(|field| field.trim_start_matches(['-', '+']).to_owned())
        .collect()
}

/// The value at a path like `owner.name`, which some APIs use as a flat key.
fn value_at(item: &Value, field: &str) -> Option<Value> {
    let nested = || field.split('.').try_fold(item, |item, key| item.get(key));
    item.get(field)
        .or_else(nested)
        .filter(|value| !value.is_null())
        .cloned()
}
