//! Tables taken out: 任务分解表 and its companions, which import again unchanged, and the ledgers for reading.
//!
//! An export holds what its author could see at that moment, is kept with the hash of its bytes, and belongs to its author.
//! Start with [`commands::create`]; [`sheet`] says what a table looks like, [`workbook`] and [`text`] write it.

mod annual;
pub mod commands;
mod ledgers;
mod lists;
mod sheet;
mod text;
pub mod views;
mod workbook;

pub use views::{Export, ExportFormat, ExportKind, NewExport};
