//! What stands in a generated module.
use client_runtime::http::Method;
use client_runtime::{
    Empty, Error, Items, Json, Map, Nullable, Operation, Pages, Paging, Server, Style, Timestamp,
    Value,
};
use serde::{Deserialize, Serialize};

static SERVER: Server = Server {
    origin: "https://{tenant}.api.identitynow.com",
    path: "/beta",
    variables: &[("tenant", "sailpoint")],
};

static PAGING: Paging = Paging::Offset {
    offset: "offset",
    limit: "limit",
    page_size: 250,
    total: Some("count"),
};

/// The operations.
#[derive(Clone, Debug)]
pub struct Api {
    client: client_runtime::Client,
}

impl Api {
    pub(super) fn new(client: client_runtime::Client) -> Self {
        Self { client }
    }

    /// Changes a profile.
    pub fn patch_access_profile(
        &self,
        id: impl Into<String>,
        body: impl IntoIterator<Item = JsonPatchOperation>,
    ) -> request::PatchAccessProfile {
        let body: Vec<JsonPatchOperation> = body.into_iter().collect();
        Operation::new(
            "patchAccessProfile",
            Method::PATCH,
            "/access-profiles/{id}",
            &SERVER,
        )
        .security(&["oauth2"])
        .request(&self.client)
        .path("id", id.into())
        .json("application/json-patch+json", &body)
        .into()
    }

    /// Lists profiles.
    pub fn list_access_profiles(&self) -> request::ListAccessProfiles {
        Operation::new(
            "listAccessProfiles",
            Method::GET,
            "/access-profiles",
            &SERVER,
        )
        .security(&["oauth2"])
        .request(&self.client)
        .into()
    }

    /// Starts a job.
    #[deprecated]
    pub fn start_job_before(&self) -> request::StartJob {
        self.start_job()
    }

    /// Starts a job.
    pub fn start_job(&self) -> request::StartJob {
        Operation::new("startJob", Method::POST, "/jobs", &SERVER)
            .request(&self.client)
            .into()
    }
}

pub mod request {
    //! The requests.
    use super::*;

    client_runtime::request! {
        /// The request that [`Api::patch_access_profile`](super::Api::patch_access_profile) makes.
        pub struct PatchAccessProfile(Json<AccessProfile>, ApiError);
    }

    client_runtime::request! {
        /// The request that [`Api::list_access_profiles`](super::Api::list_access_profiles) makes.
        pub struct ListAccessProfiles(Json<Vec<AccessProfile>>, ApiError);
    }

    client_runtime::request! {
        /// The request that [`Api::start_job`](super::Api::start_job) makes.
        pub struct StartJob(Started, Value);
    }

    impl ListAccessProfiles {
        /// How many.
        pub fn limit(self, limit: i32) -> Self {
            Self(self.0.query(Style::form("limit"), limit))
        }

        /// Which.
        pub fn filters(self, filters: impl Into<String>) -> Self {
            Self(self.0.query(Style::form("filters"), filters.into()))
        }

        /// Which.
        pub fn ids(self, ids: impl IntoIterator<Item = String>) -> Self {
            Self(self.0.query(
                Style::form("ids").joined(),
                ids.into_iter().collect::<Vec<_>>(),
            ))
        }

        /// Every item, page after page.
        pub fn items(self) -> Items<AccessProfile, ApiError> {
            self.0.items(PAGING)
        }

        /// Page after page.
        pub fn pages(self) -> Pages<AccessProfile, ApiError> {
            self.0.pages(PAGING)
        }

        /// How many.
        pub fn total(self) -> impl Future<Output = Result<u64, Error<ApiError>>> {
            self.0.total(PAGING)
        }
    }
}

client_runtime::response_by_status! {
    /// What starting a job gives.
    pub enum Started {
        /// It was done at once.
        Ok(Json<Value>) = 200,
        /// It was begun.
        Accepted(Empty) = 202,
        /// Anything else.
        #[deprecated]
        Other(client_runtime::Binary) = 203..=299,
    }
}

client_runtime::open_enum! {
    /// DTO type
    pub enum DtoType {
        /// A profile.
        AccessProfile = "ACCESS_PROFILE",
        /// A person.
        #[deprecated(note = "no more")]
        Identity = "IDENTITY",
    }
}

client_runtime::open_enum! {
    /// A type that is no more.
    #[deprecated]
    pub enum OldType {
        /// One
        One = "1",
    }
}

client_runtime::scalar_enum! {
    /// A level.
    #[deprecated]
    pub enum Level {
        /// Low
        One = 1,
        /// Below
        Minus = -1,
        /// Half
        Half = 0.5,
        /// None
        #[deprecated]
        Off = false,
        /// Text
        Text = "x",
    }
}

client_runtime::error_body! {
    /// How this API fails.
    pub enum ApiError {
        /// Client Error - Returned if the request body is invalid.
        BadRequest(ErrorResponse) = 400,
        /// Unauthorized
        Unauthorized(Value) = 401,
        /// Client error
        ClientError(Value) = 400..=499,
        /// Any
        Default(Value) = _,
    }
}

client_runtime::union! {
    /// Untagged
    pub enum JsonPatchValue {
        /// A text
        String(String),
        /// A number
        Integer(i64),
        /// An object
        Object(Map<String, Value>),
        /// A list
        #[deprecated]
        Array(Vec<JsonPatchValue>),
    }
}

client_runtime::union! {
    /// With a discriminator,
    /// and two lines of docs
    #[deprecated]
    pub enum Reference by "type" {
        /// A person
        Identity(Box<ErrorResponse>) = "IDENTITY" | "PERSON",
        /// A role
        Role(ErrorResponse) = "ROLE",
    }
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessProfile {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub dto_type: Option<DtoType>,
    /// Its description.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub description: Nullable<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// What the docs do not name.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A patch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JsonPatchOperation {
    /// What to do.
    pub op: String,
    /// Where.
    pub path: String,
    /// With what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<JsonPatchValue>,
}

/// An error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorResponse {
    /// The id.
    pub tracking_id: Option<String>,
}
