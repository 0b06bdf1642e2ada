//! Evidence: files that prove what a report says, taken by content, kept by hash, read with the rights of their report.
//!
//! A file arrives as a temporary file ([`crate::files`]), is looked at ([`inspect`]), then becomes a row and gets its
//! final name in one transaction ([`commands::upload`]).

pub mod commands;
pub mod entity;
pub mod form;
pub mod inspect;
pub mod preview;
pub mod queries;
pub mod views;
