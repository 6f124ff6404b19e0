//! Updates of pages: what only adds breaks nobody, and no name moves to another type.

use codegen::diagnostic::{Code, Diagnostics};
use codegen::input::page::Source;
use codegen::input::spec::Spec;
use codegen::{Generated, Options};
use serde_json::{Value, json};

use crate::common;
use crate::common::surface::Surface;

pub(crate) fn spec(pages: &[Value]) -> Spec {
    let pages = pages.iter().map(|page| Source {
        path: format!(
            "api/{}.api.mdx",
            page["operationId"].as_str().unwrap().to_lowercase()
        ),
        bytes: format!("---\napi: {page}\n---\n").into_bytes(),
    });
    Spec {
        pages: pages.collect(),
        ..Spec::default()
    }
}

/// The crate of some pages and the one of others after it.
pub(crate) struct Update {
    pub(crate) before: Generated,
    pub(crate) after: Generated,
    diagnostics: Diagnostics,
}

impl Update {
    pub(crate) fn of(before: &[Value], after: &[Value]) -> Self {
        let (before, _) = common::generate(&spec(before));
        Self::from(before, after)
    }

    /// The next update.
    pub(crate) fn then(self, after: &[Value]) -> Self {
        Self::from(self.after, after)
    }

    fn from(before: Generated, after: &[Value]) -> Self {
        let mut spec = spec(after);
        spec.names.clone_from(&before.names);
        let (after, diagnostics) = common::generate(&spec);
        Self {
            before,
            after,
            diagnostics,
        }
    }

    fn before(&self) -> Surface {
        Surface::of(&self.before.krate.versions)
    }

    fn after(&self) -> Surface {
        Surface::of(&self.after.krate.versions)
    }

    /// The items that users have to change, as `item: before -> now`.
    pub(crate) fn breaks(&self) -> Vec<String> {
        let breaks = self.before().breaks(&self.after()).into_iter();
        breaks
            .map(|each| {
                let now = each.now.unwrap_or_else(|| "gone".to_owned());
                format!("{}: {} -> {now}", each.item, each.before)
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn breaks_nothing(self) -> Self {
        assert_eq!(self.breaks(), Vec::<String>::new(), "{}", self.after.names);
        self
    }

    #[track_caller]
    pub(crate) fn has(self, item: &str, ty: &str) -> Self {
        let after = self.after();
        assert_eq!(
            after.items.get(item).map(String::as_str),
            Some(ty),
            "{:#?}",
            after.items
        );
        self
    }
}

/// `GET /{id}` in a tag, with parameters and the schema of its response.
pub(crate) fn get(id: &str, tag: &str, parameters: Value, schema: Value) -> Value {
    json!({
        "operationId": id, "method": "get", "path": format!("/{id}"), "tags": [tag],
        "parameters": parameters,
        "responses": {"200": {"description": "Good.", "content": {"application/json": {"schema": schema}}}},
    })
}

pub(crate) fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

pub(crate) fn choice(values: &[&str]) -> Value {
    json!({"type": "string", "enum": values})
}

pub(crate) fn query(name: &str, values: &[&str]) -> Value {
    json!({"name": name, "in": "query", "schema": choice(values)})
}

#[test]
fn parameters_may_change_places() {
    let (state, order) = (
        query("state", &["ON", "OFF"]),
        query("order", &["UP", "DOWN"]),
    );
    let new = query("colour", &["RED", "BLUE"]);
    let page = |parameters: Value| {
        [get(
            "listLamps",
            "Lamps",
            parameters,
            json!({"type": "string"}),
        )]
    };
    let swapped =
        Update::of(&page(json!([state, order])), &page(json!([order, state]))).breaks_nothing();
    assert_eq!(swapped.before.names, swapped.after.names);
    Update::of(
        &page(json!([state, order])),
        &page(json!([new, state, order])),
    )
    .breaks_nothing();
}

/// A variant in front of others that differ by title, by the discriminator, by a value or by nothing but their
/// own properties.
#[test]
fn a_variant_may_come_first() {
    let titled = |title: &str| json!({"title": title, "type": "object", "properties": {"id": {"type": "string"}}});
    let valued = |value: &str| object(json!({"kind": choice(&[value]), "id": {"type": "string"}}));
    let plain = |name: &str| object(json!({name: {"type": "string"}, "id": {"type": "string"}}));
    let cases: [[Value; 3]; 3] = [
        ["Alpha", "Beta", "Gamma"].map(titled),
        ["ALPHA", "BETA", "GAMMA"].map(valued),
        ["alpha", "beta", "gamma"].map(plain),
    ];
    for [new, one, other] in cases {
        let page = |branches: Value| {
            let field = object(json!({"event": {"oneOf": branches}}));
            [get("getTrigger", "Triggers", json!([]), field)]
        };
        let before = page(json!([one, other]));
        let update = Update::of(&before, &page(json!([new, one, other]))).breaks_nothing();
        let count = |surface: Surface| surface.items.values().filter(|ty| *ty == "type").count();
        assert!(
            count(update.after()) > count(update.before()),
            "{}",
            update.after.names
        );
        let fewer = Update::of(&page(json!([new, one, other])), &before);
        let gone = fewer
            .breaks()
            .into_iter()
            .filter(|each| each.contains("-> gone"));
        assert_eq!(gone.count(), fewer.breaks().len(), "{:?}", fewer.breaks());
    }
}

/// The discriminator's value identifies the branch, even if titles change.
#[test]
fn branches_with_discriminator_values_may_change_their_titles() {
    let branch = |value: &str, title: &str| {
        let mut branch = object(json!({"kind": choice(&[value]), "id": {"type": "string"}}));
        branch["title"] = title.into();
        branch["required"] = json!(["kind"]);
        branch
    };
    let page = |sun: &str, rain: &str| {
        let weather = json!({
            "oneOf": [branch("SUN", sun), branch("RAIN", rain)],
            "discriminator": {"propertyName": "kind"},
        });
        let field = object(json!({"weather": weather}));
        [get("getForecast", "Forecasts", json!([]), field)]
    };
    for after in [
        page("Rainy", "Sunny"),
        page("Sunny", "Wet"),
        page("Dry", "Wet"),
    ] {
        let update = Update::of(&page("Sunny", "Rainy"), &after);
        update.breaks_nothing().has("Sunny.id", "Option<String>");
    }
}

#[test]
fn an_operation_keeps_its_names_when_its_id_changes() {
    let schema =
        object(json!({"size": {"type": "object", "properties": {"w": {"type": "integer"}}}}));
    let page = get(
        "readBox",
        "Boxes",
        json!([query("unit", &["MM", "INCH"])]),
        schema,
    );
    let mut renamed = page.clone();
    renamed["operationId"] = "fetchCarton".into();
    let update = Update::of(&[page], &[renamed]).breaks_nothing();
    assert!(update.after.names.contains("fetchCarton: {"));
    assert!(!update.after.names.contains("readBox:"));
}

#[test]
fn enums_that_become_equal_stay_apart() {
    let page = |campaign: &[&str]| {
        let campaign = object(json!({"campaignType": choice(campaign)}));
        let slim = object(json!({"slimType": choice(&["A", "B"]), "id": {"type": "string"}}));
        [
            get("getCampaign", "C", json!([]), campaign),
            get("getSlim", "S", json!([]), slim),
        ]
    };
    Update::of(&page(&["A"]), &page(&["A", "B"])).breaks_nothing();
}

/// Two types that became equal stay apart, as do their enums. A new use of the same schema takes the names of one of
/// them, parts included, and takes none of them away.
#[test]
fn a_new_use_takes_the_names_of_one_type_and_its_parts() {
    let owner = |kinds: &[&str]| {
        let owner = object(json!({"kind": choice(kinds), "id": {"type": "string"}}));
        json!({"type": "array", "items": owner})
    };
    let all = ["PERSON", "GROUP"];
    let page = |app_kinds: &[&str]| {
        let app = object(json!({"appOwners": owner(app_kinds), "label": {"type": "string"}}));
        let role = object(json!({"roleOwners": owner(&all), "rank": {"type": "integer"}}));
        let member = object(json!({"memberKind": choice(&all)}));
        vec![
            get("getApp", "A", json!([]), app),
            get("getRole", "R", json!([]), role),
            get("getMember", "M", json!([]), member),
        ]
    };
    let apart = Update::of(&page(&["PERSON"]), &page(&all)).breaks_nothing();
    let mut more = page(&all);
    for (id, tag) in [("getTeam", "T"), ("getUnit", "U")] {
        let team = object(json!({"teamOwners": owner(&all), id: {"type": "string"}}));
        more.push(get(id, tag, json!([]), team));
    }
    apart.then(&more).breaks_nothing();
}

#[test]
fn an_enum_whose_positions_drift_apart_has_the_values_of_all() {
    let page = |status: &[&str], mail: &[&str]| {
        let one = object(json!({"mailStatus": choice(mail)}));
        let other = object(json!({"mailStatus": choice(status)}));
        [
            get("getMail", "M", json!([]), one),
            get("getIdentity", "I", json!([]), other),
        ]
    };
    let update = Update::of(
        &page(&["OK", "BAD"], &["OK", "BAD"]),
        &page(&["OK", "BAD", "NA"], &["OK", "BAD"]),
    );
    update.breaks_nothing().has("MailStatus::Na", "\"NA\"");
}

#[test]
fn a_property_may_come_at_one_use_of_a_type() {
    let owner = object(json!({"id": {"type": "string"}, "label": {"type": "string"}}));
    let mut longer = owner.clone();
    longer["properties"]["rank"] = json!({"type": "integer"});
    longer["required"] = json!(["rank"]);
    let page = |role: &Value, app: &Value| {
        let role = object(json!({"primaryOwner": role}));
        let app = object(json!({"primaryOwner": app, "name": {"type": "string"}}));
        [
            get("getRole", "R", json!([]), role),
            get("getApp", "A", json!([]), app),
        ]
    };
    for after in [page(&longer, &owner), page(&owner, &longer)] {
        let update = Update::of(&page(&owner, &owner), &after);
        update
            .breaks_nothing()
            .has("PrimaryOwner.rank", "Option<Int64>");
    }
}

/// What contradicts the others leaves; the name stays where nothing changed.
#[test]
fn a_split_leaves_the_name_with_the_better_match() {
    let owner = |ty: &str| object(json!({"size": {"type": ty}, "label": {"type": "string"}}));
    let page = |role: &str, app: &str| {
        let role = object(json!({"primaryOwner": owner(role)}));
        let app = object(json!({"primaryOwner": owner(app), "name": {"type": "string"}}));
        [
            get("getRole", "R", json!([]), role),
            get("getApp", "A", json!([]), app),
        ]
    };
    let before = page("string", "string");
    for (after, changed) in [
        (page("integer", "string"), "Role"),
        (page("string", "integer"), "App"),
    ] {
        let breaks = Update::of(&before, &after).breaks();
        let others = breaks
            .iter()
            .filter(|each| !each.starts_with(&format!("{changed}.primary_owner:")));
        assert_eq!((others.count(), breaks.len()), (0, 1), "{breaks:?}");
    }
}

#[test]
fn a_type_that_moves_keeps_its_paths_and_those_of_its_parts() {
    let limit = object(json!({"timeUnit": choice(&["DAYS", "WEEKS"])}));
    let role = object(json!({"accessLimit": limit, "id": {"type": "string"}}));
    let one = get("getRole", "Roles", json!([]), role.clone());
    let other = get("getAccess", "Access", json!([]), role);
    Update::of(std::slice::from_ref(&one), &[one.clone(), other.clone()]).breaks_nothing();
    // The module of a tag that has no operation any more goes; `shared` stays.
    let breaks = Update::of(&[one.clone(), other], &[one]).breaks();
    assert!(
        breaks.iter().all(|each| each.starts_with("access::")),
        "{breaks:?}"
    );
}

#[test]
fn error_variants_stay_without_operations_that_have_them() {
    let body = object(json!({"detailCode": {"type": "string"}}));
    let error = json!({"description": "Bad.", "content": {"application/json": {"schema": body}}});
    let mut one = get("getRole", "Roles", json!([]), json!({"type": "string"}));
    one["responses"]["400"] = error.clone();
    let mut other = get("getApp", "Apps", json!([]), json!({"type": "string"}));
    let mut more = other.clone();
    other["responses"]["400"] = error.clone();
    more["responses"]["400"] = error.clone();
    more["responses"]["405"] = error;
    Update::of(&[one.clone(), more], &[one, other])
        .breaks_nothing()
        .has("ApiError::MethodNotAllowed", "ErrorResponse");
}

#[test]
fn null_may_come_in_what_is_only_received() {
    let page = |name: Value| {
        [get(
            "getRole",
            "Roles",
            json!([]),
            object(json!({"name": name})),
        )]
    };
    let nullable = json!({"type": "string", "nullable": true});
    Update::of(&page(json!({"type": "string"})), &page(nullable.clone())).breaks_nothing();
    // At one of two uses.
    let both = |one: Value, other: Value| {
        let part = |name: Value| object(json!({"displayPart": object(json!({"name": name}))}));
        [
            get("getRole", "R", json!([]), part(one)),
            get("getApp", "A", json!([]), part(other)),
        ]
    };
    let plain = || json!({"type": "string"});
    Update::of(&both(plain(), plain()), &both(nullable, plain())).breaks_nothing();
}

/// What was only received stays an `Option` when it is sent as well; what is new can be null.
#[test]
fn an_operation_that_sends_a_type_may_come() {
    let nullable = json!({"type": "string", "nullable": true});
    let role = object(json!({"label": nullable, "size": {"type": "integer"}}));
    let read = get("getRole", "Roles", json!([]), role.clone());
    let mut write = get("putRole", "Roles", json!([]), role.clone());
    write["method"] = "put".into();
    write["requestBody"] = json!({"content": {"application/json": {"schema": role}}});
    let update =
        Update::of(std::slice::from_ref(&read), &[read.clone(), write.clone()]).breaks_nothing();
    let update = update.has("Role.label", "Option<String>");
    let mut spec = spec(&[read, write]);
    spec.names.clone_from(&update.after.names);
    assert_eq!(common::generate(&spec).0.names, update.after.names);
    spec.names.clear();
    let (fresh, _) = common::generate(&spec);
    assert_eq!(
        Surface::of(&fresh.krate.versions).items["Role.label"],
        "Nullable<String>"
    );
}

#[test]
fn a_type_with_nothing_of_what_it_was_is_reported() {
    let page = |part: Value| {
        [get(
            "getRole",
            "Roles",
            json!([]),
            object(json!({"accessDetail": part})),
        )]
    };
    let before = page(object(json!({"width": {"type": "string"}})));
    let update = Update::of(
        &before,
        &page(object(json!({"latitude": {"type": "string"}}))),
    );
    let reported: Vec<_> = update.diagnostics.sorted();
    let codes = reported
        .iter()
        .map(|each| (each.code, each.pointer.as_str()));
    assert_eq!(
        codes.collect::<Vec<_>>(),
        [(Code::ForeignName, "/api/RoleAccessDetail")]
    );
    let grown = page(object(
        json!({"width": {"type": "string"}, "latitude": {"type": "string"}}),
    ));
    assert!(Update::of(&before, &grown).diagnostics.sorted().is_empty());
}

/// Types follow their structure when two positions change places.
#[test]
fn types_that_change_places_keep_their_names() {
    let wide = object(json!({"width": {"type": "string"}, "height": {"type": "string"}}));
    let geo = object(json!({"latitude": {"type": "string"}, "longitude": {"type": "string"}}));
    let page = |one: &Value, other: &Value| {
        [get(
            "getRole",
            "R",
            json!([]),
            object(json!({"firstPart": one, "otherPart": other})),
        )]
    };
    let update = Update::of(&page(&wide, &geo), &page(&geo, &wide));
    assert!(
        update.after().items.contains_key("FirstPart.width"),
        "{}",
        update.after.names
    );
    assert!(update.diagnostics.sorted().is_empty());
    update.has("Role.first_part", "Option<OtherPart>");
}

#[test]
fn former_names_are_aliases_until_they_are_pruned() {
    let page = [get(
        "getRole",
        "Roles",
        json!([]),
        object(json!({"accessLimit": object(json!({"days": {"type": "integer"}}))})),
    )];
    let (before, _) = common::generate(&spec(&page));
    let mut renamed = spec(&page);
    renamed.names = before.names.replace("AccessLimit", "Limit").replace(
        "    Limit:\n",
        "    Limit:\n      formerly: [AccessLimit]\n",
    );
    let (after, _) = common::generate(&renamed);
    let code = &after.files["src/api/roles.rs"];
    assert!(
        code.contains(
            "#[deprecated(note = \"renamed to `Limit`\")]\npub type AccessLimit = Limit;"
        ),
        "{code}"
    );
    let surface = Surface::of(&before.krate.versions);
    assert_eq!(surface.breaks(&Surface::of(&after.krate.versions)), []);
    // It stays in the next run, and goes with `--prune`.
    renamed.names.clone_from(&after.names);
    let (again, _) = common::generate(&renamed);
    assert_eq!(again.names, after.names);
    let options = Options {
        prune: true,
        ..common::options()
    };
    let pruned = codegen::generate(&renamed, &options, &mut Diagnostics::default()).unwrap();
    assert!(!pruned.files["src/api/roles.rs"].contains("AccessLimit"));
    assert!(!pruned.names.contains("AccessLimit"));
}

/// A rename at the entry alone reaches the places that have the name; where it can't, it is an error.
#[test]
fn a_rename_at_the_entry_is_completed() {
    let part = |name: &str| object(json!({name: choice(&["A", "B"])}));
    let page = [get(
        "getRole",
        "Roles",
        json!([]),
        object(json!({"accessLimit": part("timeUnit"), "accessStart": part("dayKind")})),
    )];
    let (before, _) = common::generate(&spec(&page));
    let renamed = |old: &str, new: &str, names: &str| {
        let mut spec = spec(&page);
        spec.names = names.replace(&format!("    {old}:\n"), &format!("    {new}:\n"));
        assert_ne!(spec.names, names);
        spec
    };
    let (after, _) = common::generate(&renamed("Role", "Duty", &before.names));
    let surface = Surface::of(&after.krate.versions);
    assert_eq!(surface.items["Duty.access_limit"], "Option<AccessLimit>");
    assert_eq!(
        Surface::of(&before.krate.versions).breaks(&surface),
        [],
        "the old name is an alias"
    );
    // An entry that no longer fits any name.
    let mut spec = renamed(
        "Role",
        "Duty",
        &before
            .names
            .replace("\"accessLimit\", \"accessStart\"", "\"other\""),
    );
    let mut diagnostics = Diagnostics::default();
    assert!(codegen::generate(&spec, &common::options(), &mut diagnostics).is_none());
    assert!(
        common::printed(&diagnostics).contains("`Role` has no entry"),
        "{}",
        common::printed(&diagnostics)
    );
    // It fits again if it says what it was called.
    spec.names = spec
        .names
        .replace("    Duty:\n", "    Duty:\n      formerly: [Role]\n");
    assert_eq!(
        Surface::of(&common::generate(&spec).0.krate.versions).items["Duty.access_limit"],
        "Option<AccessLimit>"
    );
}

/// A file that anchors names at positions is read, and written in the present format.
#[test]
fn names_of_the_first_format_are_read() {
    let page = [get(
        "getRole",
        "Roles",
        json!([query("state", &["ON", "OFF"])]),
        object(json!({"id": {"type": "string"}})),
    )];
    let mut old = spec(&page);
    old.names = r##"
"api":
  Part: ["getRole#/responses/200/content/application~1json/schema"]
  Switch: ["getRole#/parameters/0/schema", "listRoles#/parameters/0/schema"]
  Gone: ["listRoles#/responses/200/content/application~1json/schema"]
  RoleError: ["getRole#/responses"]
"##
    .to_owned();
    let (first, diagnostics) = common::generate(&old);
    let codes: Vec<Code> = diagnostics.sorted().iter().map(|each| each.code).collect();
    assert_eq!(codes, [Code::StaleName]);
    let surface = Surface::of(&first.krate.versions);
    assert_eq!(surface.items["roles::get_role().state"], "Switch");
    assert_eq!(surface.items["roles::get_role() success"], "Part");
    assert!(
        first.names.contains("- getRole query state") && !first.names.contains("#/parameters"),
        "{}",
        first.names
    );
    let mut new = spec(&page);
    new.names.clone_from(&first.names);
    assert_eq!(common::generate(&new).0.names, first.names);
}
