//! Organisations, accounts, roles and sessions.
//!
//! [`session`] signs in, [`own`] is the caller's own account, [`setup`] makes the first accounts, [`organisations`] and
//! [`accounts`] are kept by the system administrator, [`delegations`] is who stands in for
//! whom, [`posts`] is in which post a session works, [`receivers`] is who takes over when somebody
//! leaves, [`enrolment`] serves the command line.

pub mod accounts;
mod attempts;
pub mod delegations;
pub mod enrolment;
pub mod organisations;
pub mod own;
pub mod password;
pub mod posts;
pub mod receivers;
mod refresh;
pub mod session;
pub mod setup;

pub use refresh::refresh;
