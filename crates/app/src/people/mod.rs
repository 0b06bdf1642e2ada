//! Organisations, accounts, roles and sessions.

pub mod password;
pub mod session;
