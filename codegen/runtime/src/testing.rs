//! Tools to test your own code without a server: a mock server in memory, which records the requests, and a clock that
//! doesn't wait.
//!
//! A test names an operation by its static, which a generated crate has for each of its functions, and never by a URL:
//!
//! ```
//! use client_runtime::testing::{ManualClock, MockTransport, Reply};
//! # use client_runtime::{ClientBuilder, Client, Error, Json, Operation, Request, Server, Settings, Value, http::Method};
//! # static SERVER: Server = Server::new("https://api.example.com", "/v1");
//! # static SETTINGS: Settings = Settings::new("example/1.0", SERVER);
//! # static GET_USER: Operation = Operation::new("getUser", Method::GET, "/users/{id}", &SERVER);
//! # struct Users(Client);
//! # impl Users {
//! #     fn get_user(&self, id: &str) -> Request<Json<Value>, Value> { GET_USER.request(&self.0).path("id", id) }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockTransport::new();
//! let ada = server
//!     .on(&GET_USER)
//!     .path("id", 7)
//!     .reply(Reply::status(503).header("retry-after", "20"))
//!     .reply_json(200, &serde_json::json!({"name": "Ada"}));
//! let clock = ManualClock::new();
//! # let builder = || ClientBuilder::<Client>::new(&SETTINGS);
//!
//! let client = builder().transport(server.clone()).clock(clock.clone()).bearer_token("any").build()?;
//! # let users = Users(client);
//! let user = users.get_user("7").await?;
//!
//! assert_eq!(user["name"], "Ada");
//! ada.assert_calls(2);
//! assert_eq!(clock.waits(), [std::time::Duration::from_secs(20)]);
//! # Ok(())
//! # }
//! ```
//!
//! Each request gets its reply from the [`Route`] that was added last among those that match it. So a test can begin
//! with replies for all requests, and then add those that it is about. A request without a reply fails with an error
//! that names the nearest route.

mod clock;
mod example;
mod mock;
mod pattern;
mod recorded;
mod reply;
mod route;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use clock::ManualClock;
pub use example::Example;
pub use mock::MockTransport;
pub use recorded::RecordedRequest;
pub use reply::Reply;
pub use route::Route;

/// Sets fields of a value in an expression. The structs of generated crates can't be written as literals, because later
/// versions may add fields.
///
/// ```
/// use client_runtime::testing::With as _;
/// # #[derive(Default)]
/// # struct User { name: Option<String>, active: bool }
///
/// let user = User::default().with(|user| user.name = Some("Ada".into()));
/// # assert!(user.name.is_some() && !user.active);
/// ```
pub trait With: Sized {
    /// The value after `change`.
    #[must_use]
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
