//! The door: HTTP, OpenAPI, sessions, command line, settings and the private database. No rule and no SQL of the product.

pub mod cli;
pub mod config;
pub mod environment;
mod house;
pub mod http;
pub mod postgres;
pub mod telemetry;
