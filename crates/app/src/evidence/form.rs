//! The text fields that come before the file, and the name of the file: checked as one, every wrong field named.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use luoshi_domain::evidence::{EvidenceKind, Publicity};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::views::Evidence;
use crate::error::Error;
use crate::fields::Fields;

/// The fields of the form, in the order of the documentation.
pub const FIELDS: [&str; 10] = [
    "title",
    "kind",
    "milestone_id",
    "issuing_body",
    "document_no",
    "document_date",
    "page",
    "proves",
    "publicity",
    "is_internal",
];

/// Longest name or title.
const SHORT_TEXT: usize = 200;
/// Longest remark.
const LONG_TEXT: usize = 10_000;

/// Of a longer name, the audit trail keeps the beginning.
const LONGEST_SENT_NAME: usize = 1_000;

/// Shown when a new title carries a statutory mark (domain.md 6.4).
pub const CLASSIFIED: &str = "本系统为非涉密系统，严禁存储、处理、传输国家秘密。标题带有密级标志，没有保存；请改写标题，涉密材料请按保密规定另行报送。";

/// The text fields as they arrived.
#[derive(Clone, Debug, Default)]
pub struct EvidenceForm(BTreeMap<String, String>);

/// The facts of a new piece of evidence, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEvidence {
    /// Title in the index of evidence.
    pub title: String,
    /// Letter code of its kind.
    pub kind: EvidenceKind,
    /// The milestone it proves.
    pub milestone_id: Option<Uuid>,
    /// 出具单位.
    pub issuing_body: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    /// Date of the document.
    pub document_date: Option<NaiveDate>,
    /// The page or cell where the proof stands.
    pub page: Option<String>,
    /// Which sentence proves it.
    pub proves: Option<String>,
    /// 公开属性; 不予公开 unless said.
    pub publicity: Publicity,
    /// 内部.
    pub is_internal: bool,
    /// Name of the file, safe to show.
    pub file_name: String,
    /// Its name as sent, for the audit trail only.
    pub sent_name: String,
}

impl NewEvidence {
    /// The facts of a replacement: what is not said stays as it was, and so do the marks of the file.
    #[must_use]
    pub fn or_as_before(self, old: &Evidence) -> NewEvidence {
        NewEvidence {
            issuing_body: self.issuing_body.or_else(|| old.issuing_body.clone()),
            document_no: self.document_no.or_else(|| old.document_no.clone()),
            document_date: self.document_date.or(old.document_date),
            page: self.page.or_else(|| old.page.clone()),
            proves: self.proves.or_else(|| old.proves.clone()),
            is_internal: self.is_internal || old.is_internal,
            ..self
        }
    }
}

impl EvidenceForm {
    /// Adds a field; an unknown or repeated one is refused.
    pub fn put(&mut self, name: &str, text: String) -> Result<(), Error> {
        if !FIELDS.contains(&name) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(Error::field(&format!("/{shown}"), "unknown_field", format!("没有“{shown}”这一项")));
        }
        match self.0.insert(name.to_owned(), text) {
            None => Ok(()),
            Some(_) => Err(Error::field(&format!("/{name}"), "duplicate_field", "同一项出现了两次")),
        }
    }

    /// The fields in one line, for binding an idempotency key to them.
    pub fn fingerprint(&self) -> String {
        self.0.iter().map(|(name, text)| (name.clone(), text.clone())).collect::<Value>().to_string()
    }

    /// Checks every field together with the name of the file; without a title, the name serves.
    pub fn checked(&self, raw_file_name: &str) -> Result<NewEvidence, Error> {
        let mut fields = Fields::new();
        let file_name = clean_file_name(raw_file_name);
        if file_name.is_empty() {
            fields.fault("/file", "name_missing", "文件没有名称，请给文件取名后再传");
        }
        let stem = file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem).to_owned();
        let kind = self.code(&mut fields, "kind", "请选择材料类型（D、L、S、P、C、X、T、E、F、R）");
        if kind.is_none() && self.get("kind").is_none() {
            fields.fault("/kind", "required", "请选择材料类型（D、L、S、P、C、X、T、E、F、R）");
        }
        let new = NewEvidence {
            title: fields.optional("/title", self.get("title"), SHORT_TEXT).unwrap_or(stem),
            kind: kind.unwrap_or(EvidenceKind::D),
            milestone_id: self.code(&mut fields, "milestone_id", "请从本任务的里程碑中选择"),
            issuing_body: fields.optional("/issuing_body", self.get("issuing_body"), SHORT_TEXT),
            document_no: fields.optional("/document_no", self.get("document_no"), SHORT_TEXT),
            document_date: self.code(&mut fields, "document_date", "日期请写成 2026-06-30"),
            page: fields.optional("/page", self.get("page"), SHORT_TEXT),
            proves: fields.optional("/proves", self.get("proves"), LONG_TEXT),
            publicity: self
                .code(&mut fields, "publicity", "请选择主动公开、依申请公开或不予公开")
                .unwrap_or(Publicity::NotPublic),
            is_internal: self.flag(&mut fields),
            file_name,
            // PostgreSQL cannot store NUL.
            sent_name: raw_file_name.chars().filter(|c| *c != '\0').take(LONGEST_SENT_NAME).collect(),
        };
        check_day(&mut fields, new.document_date);
        fields.done()?;
        Ok(new)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    fn code<T: DeserializeOwned>(&self, fields: &mut Fields, name: &str, advice: &str) -> Option<T> {
        let text = self.get(name)?;
        let value = serde_json::from_value(Value::from(text)).ok();
        if value.is_none() {
            fields.fault(format!("/{name}"), "unreadable", advice);
        }
        value
    }

    fn flag(&self, fields: &mut Fields) -> bool {
        match self.get("is_internal") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                fields.fault("/is_internal", "unreadable", "请填 true 或 false");
                false
            }
        }
    }
}

/// The dates of documents are held to the same years as every other day.
pub fn check_day(fields: &mut Fields, day: Option<NaiveDate>) {
    if day.is_some_and(|day| !(2000..=2100).contains(&day.year())) {
        fields.fault("/document_date", "out_of_range", "请填写 2000 年到 2100 年之间的日期");
    }
}

/// The last part of a path without invisible characters, at most 200 characters with its extension kept (trust.md T14).
pub fn clean_file_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| !is_invisible(*c)).collect();
    let name = visible.trim().trim_end_matches('.');
    let length = name.chars().count();
    if length <= SHORT_TEXT {
        return name.to_owned();
    }
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let kept = SHORT_TEXT.saturating_sub(extension.chars().count() + 1);
    let stem: String = stem.chars().take(kept.max(1)).collect();
    format!("{stem}.{extension}").chars().take(SHORT_TEXT).collect()
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_neither_path_nor_tricks() {
        assert_eq!(clean_file_name("C:\\Users\\a\\验收 证书.pdf"), "验收 证书.pdf");
        assert_eq!(clean_file_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_file_name("a\u{202e}fdp.exe\u{0}"), "afdp.exe");
        assert_eq!(clean_file_name(" \u{feff}"), "");
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = clean_file_name(&format!("{}.docx", "长".repeat(400)));
        assert_eq!(name.chars().count(), 200);
        assert!(name.ends_with("长.docx"));
        assert_eq!(clean_file_name(&format!("a.{}", "b".repeat(400))).chars().count(), 200);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut form = EvidenceForm::default();
        for (name, text) in [("kind", "Z"), ("document_date", "昨天"), ("is_internal", "1"), ("milestone_id", "x")] {
            form.put(name, text.into()).unwrap();
        }
        let Err(Error::Invalid(errors)) = form.checked("") else { panic!("taken") };
        let found: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(found, ["/file", "/kind", "/milestone_id", "/document_date", "/is_internal"]);
    }

    #[test]
    fn the_file_name_serves_as_title() {
        let mut form = EvidenceForm::default();
        form.put("kind", "C".into()).unwrap();
        let new = form.checked("验收证书.v2.pdf").unwrap();
        assert_eq!((new.title.as_str(), new.publicity), ("验收证书.v2", Publicity::NotPublic));
        assert!(form.put("kind", "D".into()).is_err());
        assert!(form.put("state", "VERIFIED".into()).is_err());
    }
}
