//! What is odd about a text. A code never changes its meaning; the words may.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know; nothing to do.
    Info,
    /// A reader should compare this place with the printed document.
    Warning,
    /// The text cannot be used as a plan as it is.
    Error,
}

/// Something a reader should know about a place in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name of the kind of finding, for programs.
    pub code: String,
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What a clerk should know, in simplified Chinese.
    pub message: String,
}

impl Finding {
    /// Something to know.
    pub fn info(code: &str, line: usize, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, line, message.into())
    }

    /// Something to check.
    pub fn warning(code: &str, line: usize, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, line, message.into())
    }

    /// Something that stands in the way.
    pub fn error(code: &str, line: usize, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, line, message.into())
    }

    fn new(severity: Severity, code: &str, line: usize, message: String) -> Self {
        Self { severity, code: code.to_owned(), line, message }
    }

    /// Whether a reader should compare this place with the printed document.
    pub fn needs_a_look(&self) -> bool {
        self.severity > Severity::Info
    }
}

/// The beginning of a quoted text, short enough for a message.
pub(super) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 24;
    let start: String = text.chars().take(LENGTH).collect();
    if text.chars().nth(LENGTH).is_some() { format!("{start}…") } else { start }
}

/// `第3行` or `第3—9行`.
pub(super) fn lines(first: usize, last: usize) -> String {
    if first == last { format!("第{first}行") } else { format!("第{first}—{last}行") }
}
