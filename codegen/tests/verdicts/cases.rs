//! Changes of an API, and what they mean for users in each direction.

use codegen::diff::Class;
use serde_json::{Value, json};

/// A change of [`base`].
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What it means to go from the base to the edited pages, and back.
    pub(crate) classes: [Option<Class>; 2],
    pub(crate) edit: fn(&mut Value),
}

const NONE: Option<Class> = None;
const DOCS: Option<Class> = Some(Class::Docs);
const ADDS: Option<Class> = Some(Class::Additive);
const BREAKS: Option<Class> = Some(Class::Breaking);

fn string() -> Value {
    json!({"type": "string"})
}

fn body(schema: &Value) -> Value {
    json!({"description": "Good", "content": {"application/json": {"schema": schema}}})
}

fn pet_schema() -> Value {
    let owner = json!({"title": "Owner", "type": "object", "properties": {"id": string(), "name": string()}});
    let circle = json!({"title": "Circle", "type": "object", "required": ["radius"], "properties": {"radius": {"type": "integer"}}});
    let square = json!({"title": "Square", "type": "object", "required": ["side"], "properties": {"side": {"type": "integer"}}});
    json!({
        "title": "Pet", "type": "object", "required": ["id", "status"],
        "properties": {
            "id": string(), "name": string(), "age": {"type": "integer", "format": "int32"},
            "status": {"type": "string", "enum": ["ALIVE", "DEAD"]}, "owner": owner, "tags": {"type": "array", "items": string()},
            "labels": {"type": "object", "additionalProperties": string()},
            "shape": {"title": "Shape", "oneOf": [circle, square]},
        },
    })
}

/// The definitions of an API, by operationId.
pub(crate) fn base() -> Value {
    let pet = pet_schema();
    let input = json!({
        "title": "PetInput", "type": "object", "required": ["name"],
        "properties": {"name": string(), "age": {"type": "integer", "format": "int32"}, "nick": string()},
    });
    let row = json!({"title": "Row", "type": "object", "properties": {"id": string()}});
    let problem = json!({"title": "Problem", "type": "object", "properties": {"detail": string()}});
    let form = json!({"title": "Photo", "type": "object", "required": ["file"], "properties": {
        "file": {"type": "string", "format": "binary"}, "caption": string(),
    }});
    let id = json!({"name": "petId", "in": "path", "required": true, "schema": string()});
    let query = |name: &str, schema: Value| json!({"name": name, "in": "query", "schema": schema});
    json!({
        "getPet": {
            "operationId": "getPet", "method": "get", "path": "/pets/{petId}", "tags": ["Pets"],
            "parameters": [id], "responses": {"200": body(&pet)},
        },
        "findPet": {
            "operationId": "findPet", "method": "get", "path": "/pets/find", "tags": ["Pets"],
            "parameters": [query("verbose", json!({"type": "boolean"})), query("kind", string()),
                query("order", json!({"type": "string", "enum": ["UP", "DOWN"]})),
                query("top", json!({"type": "integer", "format": "int32"}))],
            "responses": {"204": {"description": "Done"}},
        },
        "listPets": {
            "operationId": "listPets", "method": "get", "path": "/pets", "tags": ["Pets"],
            "parameters": [
                query("limit", json!({"type": "integer", "format": "int32", "maximum": 50})),
                query("offset", json!({"type": "integer", "format": "int32"})),
                query("count", json!({"type": "boolean"})),
            ],
            "responses": {"200": body(&json!({"type": "array", "items": row}))},
        },
        "createPet": {
            "operationId": "createPet", "method": "post", "path": "/pets", "tags": ["Pets"],
            "requestBody": {"required": true, "content": {"application/json": {"schema": input}}},
            "responses": {"204": {"description": "Done"}},
        },
        "addPhoto": {
            "operationId": "addPhoto", "method": "post", "path": "/pets/{petId}/photos", "tags": ["Pets"],
            "parameters": [id], "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": form}}},
            "responses": {"204": {"description": "Done"}},
        },
        "feedPet": {
            "operationId": "feedPet", "method": "post", "path": "/pets/{petId}/feed", "tags": ["Pets"],
            "parameters": [id], "responses": {"204": {"description": "Done"}, "404": body(&problem), "500": body(&problem)},
        },
        "removePet": {
            "operationId": "removePet", "method": "delete", "path": "/pets/{petId}", "tags": ["Pets"],
            "security": [{"oauth": ["pets:write"]}], "summary": "Remove a pet", "description": "Removes a pet.",
            "parameters": [id], "responses": {"204": {"description": "Done"}},
        },
    })
}

/// Changes every schema with a title.
fn titled(value: &mut Value, title: &str, change: &dyn Fn(&mut Value)) {
    if value["title"] == title && value.get("properties").or(value.get("oneOf")).is_some() {
        change(value);
    }
    match value {
        Value::Object(object) => object
            .values_mut()
            .for_each(|each| titled(each, title, change)),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|each| titled(each, title, change)),
        _ => {}
    }
}

fn pet(value: &mut Value, change: impl Fn(&mut Value)) {
    titled(value, "Pet", &change);
}

fn input(value: &mut Value, change: impl Fn(&mut Value)) {
    titled(value, "PetInput", &change);
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

fn query(name: &str, required: bool, schema: Value) -> Value {
    json!({"name": name, "in": "query", "required": required, "schema": schema})
}

macro_rules! cases {
    ($($name:literal $forward:ident $backward:ident $edit:expr;)*) => {
        pub(crate) const CASES: &[Case] = &[$(Case { name: $name, classes: [$forward, $backward], edit: $edit },)*];
    };
}

cases! {
    // Properties of what is received.
    "an optional property" ADDS BREAKS |api| pet(api, |pet| pet["properties"]["color"] = string());
    "a required property" ADDS BREAKS |api| pet(api, |pet| {
        pet["properties"]["color"] = string();
        push(&mut pet["required"], json!("color"));
    });
    "a property with a type of its own" ADDS BREAKS |api| pet(api, |pet| {
        pet["properties"]["home"] = json!({"title": "Home", "type": "object", "properties": {"city": string()}});
    });
    "another type" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["name"] = json!({"type": "integer"}));
    "a wider number" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["age"]["format"] = json!("int64"));
    "a date" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["name"]["format"] = json!("date-time"));
    "an enum for a string" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["name"]["enum"] = json!(["REX", "FIDO"]));
    "a list of another type" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["tags"]["items"] = json!({"type": "integer"}));
    "a map of another type" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["labels"]["additionalProperties"] = json!({"type": "boolean"}));
    "no longer required" BREAKS BREAKS |api| pet(api, |pet| pet["required"] = json!(["status"]));
    "required and nullable" BREAKS BREAKS |api| pet(api, |pet| pet["properties"]["id"]["nullable"] = json!(true));
    "optional and nullable" NONE NONE |api| pet(api, |pet| pet["properties"]["name"]["nullable"] = json!(true));
    "another name" BREAKS BREAKS |api| pet(api, |pet| {
        let properties = pet["properties"].as_object_mut().unwrap();
        let name = properties.remove("name").unwrap();
        properties.insert("fullName".to_owned(), name);
    });
    "a deprecated property" ADDS ADDS |api| pet(api, |pet| pet["properties"]["name"]["deprecated"] = json!(true));
    "a described property" DOCS DOCS |api| pet(api, |pet| pet["properties"]["name"]["description"] = json!("Its name"));
    "a default" DOCS DOCS |api| pet(api, |pet| pet["properties"]["age"]["default"] = json!(3));
    "a pattern" NONE NONE |api| pet(api, |pet| pet["properties"]["name"]["pattern"] = json!("^a"));
    "properties in another order" NONE NONE |api| pet(api, |pet| {
        let properties = pet["properties"].as_object_mut().unwrap();
        let mut entries: Vec<_> = std::mem::take(properties).into_iter().collect();
        entries.reverse();
        properties.extend(entries);
    });
    "a property of a part" ADDS BREAKS |api| titled(api, "Owner", &|owner| owner["properties"]["mail"] = string());
    // Enums and unions.
    "a value" ADDS BREAKS |api| pet(api, |pet| push(&mut pet["properties"]["status"]["enum"], json!("LOST")));
    "values in another order" NONE NONE |api| pet(api, |pet| pet["properties"]["status"]["enum"] = json!(["DEAD", "ALIVE"]));
    "a value of another kind" ADDS BREAKS |api| pet(api, |pet| push(&mut pet["properties"]["status"]["enum"], json!(3)));
    "a branch" ADDS BREAKS |api| titled(api, "Shape", &|shape| push(&mut shape["oneOf"],
        json!({"title": "Line", "type": "object", "required": ["length"], "properties": {"length": {"type": "integer"}}})));
    "a branch in front" ADDS BREAKS |api| titled(api, "Shape", &|shape| shape["oneOf"].as_array_mut().unwrap().insert(0,
        json!({"title": "Line", "type": "object", "required": ["length"], "properties": {"length": {"type": "integer"}}})));
    "a property of a branch" ADDS BREAKS |api| titled(api, "Circle", &|circle| circle["properties"]["unit"] = string());
    // What is sent.
    "an optional input" ADDS BREAKS |api| input(api, |input| input["properties"]["color"] = string());
    "a required input" BREAKS BREAKS |api| input(api, |input| {
        input["properties"]["color"] = string();
        push(&mut input["required"], json!("color"));
    });
    "an input that becomes required" BREAKS BREAKS |api| input(api, |input| push(&mut input["required"], json!("age")));
    "an input without required properties" BREAKS BREAKS |api| input(api, |input| input["required"] = json!([]));
    "a nullable input" BREAKS BREAKS |api| input(api, |input| input["properties"]["nick"]["nullable"] = json!(true));
    "a received type that is sent" ADDS BREAKS |api| {
        let pet = api["getPet"]["responses"]["200"].clone();
        api["putPet"] = json!({"operationId": "putPet", "method": "put", "path": "/pets/{petId}", "tags": ["Pets"],
            "parameters": [{"name": "petId", "in": "path", "required": true, "schema": string()}],
            "requestBody": {"required": true, "content": pet["content"]}, "responses": {"204": {"description": ""}}});
    };
    "an optional part" ADDS BREAKS |api| titled(api, "Photo", &|form| form["properties"]["place"] = string());
    "a required part" BREAKS BREAKS |api| titled(api, "Photo", &|form| {
        form["properties"]["place"] = string();
        push(&mut form["required"], json!("place"));
    });
    "a choice of types" BREAKS BREAKS |api| {
        let schema = api["createPet"]["requestBody"]["content"]["application/json"]["schema"].take();
        let draft = json!({"title": "Draft", "type": "object", "required": ["draft"], "properties": {"draft": string()}});
        api["createPet"]["requestBody"]["content"]["application/json"]["schema"] = json!({"title": "Input", "oneOf": [schema, draft]});
    };
    "a file among the media types" BREAKS BREAKS |api| {
        api["createPet"]["requestBody"]["content"]["application/pdf"] = json!({"schema": {"type": "string", "format": "binary"}});
    };
    "another media type" ADDS ADDS |api| {
        let content = api["createPet"]["requestBody"]["content"]["application/json"].take();
        api["createPet"]["requestBody"]["content"] = json!({"application/merge-patch+json": content});
    };
    "a choice of media types" ADDS BREAKS |api| {
        api["createPet"]["requestBody"]["content"]["text/plain"] = json!({"schema": string()});
    };
    "an optional body" BREAKS BREAKS |api| api["createPet"]["requestBody"]["required"] = json!(false);
    "a body that can be left out" ADDS BREAKS |api| {
        api["removePet"]["requestBody"] = json!({"content": {"application/json": {"schema": {"title": "Reason", "type": "object", "properties": {"why": string()}}}}});
    };
    // Parameters.
    "an optional parameter" ADDS BREAKS |api| push(&mut api["findPet"]["parameters"], query("fields", false, string()));
    "a required parameter" BREAKS BREAKS |api| push(&mut api["findPet"]["parameters"], query("fields", true, string()));
    "an optional header" ADDS BREAKS |api| push(&mut api["findPet"]["parameters"],
        json!({"name": "X-Trace", "in": "header", "schema": string()}));
    "a parameter that becomes required" BREAKS BREAKS |api| api["findPet"]["parameters"][1]["required"] = json!(true);
    "a parameter of another type" BREAKS BREAKS |api| api["findPet"]["parameters"][0]["schema"] = string();
    "a wider integer as a parameter" ADDS BREAKS |api| api["findPet"]["parameters"][3]["schema"]["format"] = json!("int64");
    "a parameter with values" BREAKS BREAKS |api| api["findPet"]["parameters"][1]["schema"]["enum"] = json!(["CAT", "DOG"]);
    "a value of a parameter" ADDS BREAKS |api| push(&mut api["findPet"]["parameters"][2]["schema"]["enum"], json!("RANDOM"));
    "a list as a parameter" BREAKS BREAKS |api| api["findPet"]["parameters"][1]["schema"] = json!({"type": "array", "items": string()});
    "a deprecated parameter" ADDS ADDS |api| api["findPet"]["parameters"][0]["deprecated"] = json!(true);
    "a described parameter" DOCS DOCS |api| api["findPet"]["parameters"][0]["description"] = json!("Tells more.");
    "parameters in another order" NONE NONE |api| api["findPet"]["parameters"].as_array_mut().unwrap().reverse();
    "a parameter in another place" BREAKS BREAKS |api| {
        api["findPet"]["parameters"][0]["in"] = json!("header");
        api["findPet"]["parameters"][0]["name"] = json!("Is-Verbose");
    };
    "a number for an integer" ADDS BREAKS |api| api["findPet"]["parameters"][3]["schema"] = json!({"type": "number"});
    // Operations.
    "an operation" ADDS BREAKS |api| {
        api["countPets"] = json!({"operationId": "countPets", "method": "get", "path": "/pets/count", "tags": ["Pets"],
            "responses": {"200": body(&json!({"title": "Count", "type": "object", "properties": {"count": {"type": "integer"}}}))}});
    };
    "an operation of a new tag" ADDS BREAKS |api| {
        let pet = api["getPet"]["responses"]["200"].clone();
        api["getDog"] = json!({"operationId": "getDog", "method": "get", "path": "/dog", "tags": ["Dogs"], "responses": {"200": pet}});
    };
    "another tag" BREAKS BREAKS |api| api["removePet"]["tags"] = json!(["Graves"]);
    "a deprecated operation" ADDS ADDS |api| api["removePet"]["deprecated"] = json!(true);
    "another summary" DOCS DOCS |api| api["removePet"]["summary"] = json!("Look at a pet");
    "another scope" DOCS DOCS |api| api["removePet"]["security"] = json!([{"oauth": ["pets:look"]}]);
    "another path" ADDS ADDS |api| api["createPet"]["path"] = json!("/animals");
    "another operationId" NONE NONE |api| api["removePet"]["operationId"] = json!("deletePet");
    // Responses.
    "another type of response" BREAKS BREAKS |api| {
        let pet = api["getPet"]["responses"]["200"]["content"]["application/json"]["schema"].clone();
        api["getPet"]["responses"]["200"] = body(&json!({"type": "array", "items": pet}));
    };
    "a body where there was none" BREAKS BREAKS |api| {
        api["removePet"]["responses"] = json!({"200": body(&json!({"title": "Gone", "type": "object", "properties": {"id": string()}}))});
    };
    "a file as a response" BREAKS BREAKS |api| {
        api["getPet"]["responses"]["200"] = json!({"description": "", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}});
    };
    "a second success" BREAKS BREAKS |api| {
        api["createPet"]["responses"]["202"] = body(&json!({"title": "Pending", "type": "object", "properties": {"job": string()}}));
    };
    "a status" ADDS DOCS |api| {
        let problem = api["feedPet"]["responses"]["404"].clone();
        api["feedPet"]["responses"]["409"] = problem;
    };
    "errors where there were none" BREAKS BREAKS |api| {
        let problem = api["feedPet"]["responses"]["404"].clone();
        api["removePet"]["responses"]["404"] = problem;
    };
    "a list that isn't paged" BREAKS ADDS |api| {
        api["listPets"]["parameters"].as_array_mut().unwrap().remove(1);
    };
    "a list that isn't counted" BREAKS ADDS |api| {
        api["listPets"]["parameters"].as_array_mut().unwrap().remove(2);
    };
    "a larger page" ADDS ADDS |api| api["listPets"]["parameters"][0]["schema"]["maximum"] = json!(100);
}
