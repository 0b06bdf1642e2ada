//! Organisations, accounts, roles and sessions.
//!
//! [`session`] signs in, [`own`] is the caller's own account, [`setup`] makes the first accounts, [`organisations`] and
//! [`accounts`] are kept by the system administrator, [`enrolment`] serves the command line.

pub mod accounts;
mod attempts;
pub mod enrolment;
pub mod organisations;
pub mod own;
pub mod password;
mod refresh;
pub mod session;
pub mod setup;

pub use refresh::refresh;
