//! The door: HTTP, OpenAPI, sessions, command line, settings and the private database. No rule and no SQL of the product.

pub mod cli;
pub mod config;
pub mod environment;
mod house;
pub mod http;
pub mod postgres;
pub mod telemetry;

// The API tests drive the whole house and depend on this crate alone.
#[doc(hidden)]
pub use {luoshi_app as app, luoshi_domain as domain, luoshi_migrations as migrations};
pub mod worker;
