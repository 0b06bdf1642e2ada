//! Plans: reading a document, storing it as parts, sections, measures and clauses, and showing what became of each.

pub mod builtin;
pub mod commands;
pub mod import;
pub mod queries;
pub mod read;
pub mod suggestions;
pub mod timeline;
