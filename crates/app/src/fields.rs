//! Input checks at the door of a command: every wrong field is named before anything is refused.

use serde::{Deserialize, Deserializer};

use crate::error::{Error, FieldError};

/// The faults found so far.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Nothing found yet.
    pub fn new() -> Fields {
        Fields::default()
    }

    /// Notes a fault; the check goes on.
    pub fn fault(&mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        self.0.push(FieldError::new(pointer, code, detail));
    }

    /// A text that must be there, trimmed; at most `most` characters, on one line or several.
    pub fn required(&mut self, pointer: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.fault(pointer, "required", "请填写这一项");
        }
        self.length(pointer, text, most);
        text.to_owned()
    }

    /// A text that may be missing; blank counts as missing.
    pub fn optional(&mut self, pointer: &str, text: Option<&str>, most: usize) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        self.length(pointer, text, most);
        Some(text.to_owned())
    }

    /// Whether anything wrong was found so far.
    pub fn is_faulty(&self) -> bool {
        !self.0.is_empty()
    }

    /// Ends the check: fine, or all faults at once.
    pub fn done(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }

    fn length(&mut self, pointer: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.fault(pointer, "too_long", format!("最多 {most} 个字，请精简"));
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.fault(pointer, "control_character", "含有不可见的控制字符，请删去");
        }
    }
}

/// Tells `null` from "not said" in a change: `#[serde(default, deserialize_with = "given")] field: Option<Option<T>>`.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A pattern for `ilike` that finds the words wherever they stand; `%`, `_` and `\` in them mean themselves.
pub fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut fields = Fields::new();
        fields.required("/name", "  ", 10);
        fields.required("/title", "一二三四", 3);
        fields.optional("/post", Some("a\u{0}b"), 10);
        let Err(Error::Invalid(errors)) = fields.done() else { panic!("nothing was found") };
        let found: Vec<(&str, &str)> = errors.iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect();
        assert_eq!(found, [("/name", "required"), ("/title", "too_long"), ("/post", "control_character")]);
    }

    #[test]
    fn a_search_finds_signs_as_themselves() {
        assert_eq!(containing(" 100%_a\\ "), "%100\\%\\_a\\\\%");
    }

    #[test]
    fn null_is_told_from_not_said() {
        #[derive(Deserialize)]
        #[expect(clippy::option_option, reason = "the very thing that is tested")]
        struct Change {
            #[serde(default, deserialize_with = "given")]
            day: Option<Option<i32>>,
        }
        let read = |text: &str| serde_json::from_str::<Change>(text).unwrap().day;
        assert_eq!((read("{}"), read("{\"day\":null}"), read("{\"day\":1}")), (None, Some(None), Some(Some(1))));
    }
}
