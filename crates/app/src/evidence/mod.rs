//! Evidence: files that prove what a report says, taken by content, kept by hash, read with the rights of their report.
//!
//! A file arrives as a temporary file ([`crate::files`]), is looked at ([`inspect`]), then becomes a row and gets its
//! final name in one transaction ([`attaching::upload`]). A row is one use of a file: the same upload may prove several
//! things, each with its own facts and its own judgement ([`judging`]). An upload that shows a mark of secrecy stops before
//! that and waits for a person ([`held`]).

pub mod actions;
pub mod archive;
pub mod attaching;
pub mod commands;
pub mod entity;
pub mod form;
pub mod held;
pub mod holding;
pub mod inspect;
pub mod judging;
pub mod preview;
pub mod queries;
mod text;
pub mod views;
