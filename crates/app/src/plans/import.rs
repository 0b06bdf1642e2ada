//! Storing a document as a plan: read again from the very bytes, corrected at the borders, kept with its SHA-256.

use chrono::NaiveDate;
use luoshi_domain::plan_text::{Measure, PlanText};
use luoshi_domain::plans::{clause_key, heading_is_actionable, period_in_title};
use luoshi_domain::policy::Action;
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::builtin;
use super::queries::{self, PlanSummary};
use super::read::{self, Encoding, ReadError, ReadPlan};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// An official document as received.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name on the sender's machine.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the parser found in a document; nothing is stored yet.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ParsedPlan {
    /// The name of the file.
    pub file_name: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// How the text was encoded.
    pub encoding: String,
    /// The text that positions count in.
    pub text: String,
    /// How much was found.
    pub counts: Counts,
    /// The structure with its findings.
    pub plan: PlanText,
}

/// How much there is of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    /// 部分.
    pub parts: usize,
    /// 节.
    pub sections: usize,
    /// 举措.
    pub measures: usize,
    /// 条款.
    pub clauses: usize,
}

impl Counts {
    /// Counts what a structure holds; a section without a title is none.
    pub fn of(plan: &PlanText) -> Counts {
        let sections = || plan.parts.iter().flat_map(|part| &part.sections);
        let measures = || sections().flat_map(|section| &section.measures);
        Counts {
            parts: plan.parts.len(),
            sections: sections().filter(|section| section.title.is_some()).count(),
            measures: measures().count(),
            clauses: measures().map(|measure| measure.clauses.len()).sum(),
        }
    }
}

/// Another cut of one measure into clauses: the words stay, only the borders move.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BorderCorrection {
    /// Position of the measure in the document, from 0.
    pub order: usize,
    /// The clauses; together they must be the measure's text.
    pub clauses: Vec<String>,
}

/// Reads a document and shows what is in it.
pub fn parse(ctx: &Ctx, document: &Document) -> Result<ParsedPlan, Error> {
    ctx.require(Action::PlanImport)?;
    let read = read_document(document)?;
    Ok(ParsedPlan {
        file_name: document.file_name.clone(),
        sha256: sha256(&document.bytes),
        size: document.bytes.len() as u64,
        encoding: encoding_name(read.encoding).to_owned(),
        text: read.simplified,
        counts: Counts::of(&read.plan),
        plan: read.plan,
    })
}

/// Stores a document as a plan, in force at once if wanted.
pub async fn import(
    ctx: &Ctx,
    document: Document,
    borders: &[BorderCorrection],
    activate: bool,
) -> Result<Written<PlanSummary>, Error> {
    ctx.require(Action::PlanImport)?;
    let ReadPlan { mut plan, .. } = read_document(&document)?;
    let corrected = correct(&mut plan, borders)?;
    if Counts::of(&plan).measures == 0 {
        return Err(Error::field("/file", "no_measures", "没有读出任何举措，请确认这是方案全文"));
    }
    let sha256 = ctx.app.files.keep_bytes(&document.bytes).await?;
    ctx.write(Attempt::new("plan.import", "plan"), async |tx| {
        let id = insert_plan(ctx, tx, &document, &sha256, &plan).await?;
        insert_structure(&**tx, id, &plan).await?;
        if builtin::is_this_plan(&plan) {
            builtin::name_in(&**tx, id).await?;
        }
        let summary = queries::summary(ctx, &**tx, id).await?;
        let detail = json!({ "sha256": sha256, "file_name": document.file_name, "counts": Counts::of(&plan),
            "findings": plan.findings.len(), "corrected_measures": corrected });
        tx.record(Event {
            action: "plan.import",
            object_type: "plan",
            object_id: Some(id),
            label: &summary.title,
            detail,
        })
        .await?;
        if activate {
            super::commands::activate_in(ctx, tx, id).await?;
        }
        let summary = queries::summary(ctx, &**tx, id).await?;
        let version = summary.version;
        Ok(Reply::created(summary, version, format!("/api/v1/plans/{id}")))
    })
    .await
}

fn read_document(document: &Document) -> Result<ReadPlan, Error> {
    read::read(&document.bytes, &document.file_name).map_err(|error| refused(&error))
}

fn refused(error: &ReadError) -> Error {
    let sentence = error.to_string();
    // The sentence is bilingual for the terminal; the page shows the Chinese half.
    let chinese = sentence.split("。 ").next().unwrap_or(&sentence);
    Error::field("/file", error.code(), format!("{}。", chinese.trim_end_matches('。')))
}

/// Moves the borders; refuses a cut that adds, loses or changes a character.
fn correct(plan: &mut PlanText, borders: &[BorderCorrection]) -> Result<Vec<usize>, Error> {
    let mut fields = Fields::new();
    let mut measures: Vec<&mut Measure> =
        plan.parts.iter_mut().flat_map(|part| &mut part.sections).flat_map(|section| &mut section.measures).collect();
    for (index, border) in borders.iter().enumerate() {
        let pointer = format!("/borders/{index}");
        match measures.get_mut(border.order) {
            None => fields.fault(format!("{pointer}/order"), "not_found", "文件中没有这一条举措"),
            Some(measure) if border.clauses.concat() != measure.text || border.clauses.iter().any(String::is_empty) => {
                fields.fault(format!("{pointer}/clauses"), "words_changed", "只能移动条款的分界，不能增删文字");
            }
            Some(measure) => recut(measure, &border.clauses),
        }
    }
    fields.done()?;
    Ok(borders.iter().map(|border| border.order).collect())
}

/// Cuts anew. Positions follow the characters where the old cut tells them; a border inside an old clause is placed by
/// counting from that clause's start.
fn recut(measure: &mut Measure, clauses: &[String]) {
    let mut at = Vec::new();
    for (clause, [start, end]) in measure.clauses.iter().zip(&measure.clause_offsets) {
        let length = clause.chars().count();
        at.extend((0..length).map(|step| (start + step).min(*end)));
    }
    let last = measure.clause_offsets.last().map_or(measure.offset[1], |span| span[1]);
    let position = |index: usize| at.get(index).copied().unwrap_or(last);
    let mut from = 0;
    measure.clause_offsets = clauses
        .iter()
        .map(|clause| {
            let to = from + clause.chars().count();
            let end = if to == at.len() { last } else { position(to) };
            let span = [position(from), end];
            from = to;
            span
        })
        .collect();
    measure.clauses = clauses.to_vec();
}

async fn insert_plan(
    ctx: &Ctx,
    tx: &Tx<'_>,
    document: &Document,
    sha256: &str,
    plan: &PlanText,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let title = plan.title.clone().unwrap_or_else(|| document.file_name.clone());
    let period = period_in_title(&title);
    let status = if title.contains("征求意见稿") { "CONSULTATION" } else { "ISSUED" };
    let goals: Vec<String> = plan.goals.iter().map(|goal| goal.text.clone()).collect();
    let indicators: Vec<String> = plan.indicators.iter().map(|indicator| indicator.name.clone()).collect();
    let values: Vec<Value> = vec![
        id.into(),
        title.clone().into(),
        short_title(&title).into(),
        status.into(),
        period.and_then(|(from, _)| NaiveDate::from_ymd_opt(from, 1, 1)).into(),
        period.and_then(|(_, to)| NaiveDate::from_ymd_opt(to, 12, 31)).into(),
        plan.preamble.clone().into(),
        goals.into(),
        to_json(&plan.boxes)?.into(),
        indicators.into(),
        to_json(&plan.findings)?.into(),
        document.file_name.clone().into(),
        sha256.into(),
        i64::try_from(document.bytes.len()).unwrap_or(i64::MAX).into(),
        media_type(&document.bytes).into(),
        // The machine imports without an account.
        Some(ctx.actor.account).filter(|account| !account.is_nil()).into(),
        ctx.now.into(),
    ];
    let sql = include_str!("insert_plan.sql");
    sql::execute(&**tx, sea_orm::Statement::from_sql_and_values(sea_orm::DatabaseBackend::Postgres, sql, values))
        .await?;
    Ok(id)
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16 => "UTF-16",
        Encoding::Gb18030 => "GB18030",
        Encoding::Docx => "docx",
    }
}

fn media_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"PK") { luoshi_domain::evidence::FILE_TYPES[0].media_type } else { "text/plain" }
}

fn to_json<T: Serialize>(value: &T) -> Result<Json, Error> {
    serde_json::to_value(value).map_err(|error| Error::Internal(error.to_string()))
}

/// The name for narrow places: without the region's name in front and the period behind.
fn short_title(title: &str) -> String {
    let end = title.find(['(', '（', '〔']).unwrap_or(title.len());
    let short: String = title[..end].chars().take(24).collect();
    if short.is_empty() { title.chars().take(24).collect() } else { short }
}

/// Writes parts, sections, measures and clauses in four statements.
async fn insert_structure(tx: &impl ConnectionTrait, plan_id: Uuid, plan: &PlanText) -> Result<(), Error> {
    let (mut parts, mut sections, mut measures, mut clauses) = (vec![], vec![], vec![], vec![]);
    let (mut section_count, mut measure_count) = (0_usize, 0_usize);
    for (part_ord, part) in plan.parts.iter().enumerate() {
        let part_id = Uuid::now_v7();
        let part_title = part.title.clone().unwrap_or_default();
        parts.push(json!({ "id": part_id, "plan_id": plan_id, "ord": part_ord, "number": part.number,
            "printed": part.printed.clone().unwrap_or_default(), "title": part_title, "intro": part.intro }));
        for (section_ord, section) in part.sections.iter().enumerate() {
            let section_id = Uuid::now_v7();
            section_count += usize::from(section.title.is_some());
            // The printed number runs through some plans and restarts in others: the key counts through the document.
            let section_key = section_count;
            sections.push(json!({ "id": section_id, "part_id": part_id, "ord": section_ord, "number": section.number,
                "printed": section.printed, "title": section.title, "intro": section.intro }));
            for measure in &section.measures {
                let measure_id = Uuid::now_v7();
                let place = Place { plan_id, section_id, measure_id, section_key, order: measure_count };
                measures.push(place.measure(measure, heading_is_actionable(&part_title)));
                clauses.extend(place.clauses(measure));
                measure_count += 1;
            }
        }
    }
    for (table, rows) in [("plan_part", parts), ("plan_section", sections), ("measure", measures), ("clause", clauses)]
    {
        let sql = format!("insert into {table} select * from jsonb_populate_recordset(null::{table}, $1::jsonb)");
        sql::execute(tx, statement(&sql, [Json::Array(rows).into()])).await?;
    }
    Ok(())
}

/// Where a measure stands.
struct Place {
    plan_id: Uuid,
    section_id: Uuid,
    measure_id: Uuid,
    section_key: usize,
    order: usize,
}

impl Place {
    fn measure(&self, measure: &Measure, actionable: bool) -> Json {
        let title = measure.title.clone().unwrap_or_default();
        let short: String = title.chars().take(12).collect();
        json!({ "id": self.measure_id, "plan_id": self.plan_id, "section_id": self.section_id, "ord": self.order,
            "number": measure.number, "printed": measure.printed.clone().unwrap_or_default(), "title": title,
            "short_title": short, "short_title_en": null, "heading_is_actionable": actionable, "items": items(measure),
            "start_offset": measure.offset[0], "end_offset": measure.offset[1], "version": 1 })
    }

    /// Clause 0 is the heading.
    fn clauses(&self, measure: &Measure) -> Vec<Json> {
        let title = measure.title.clone().unwrap_or_default();
        let first = measure.clause_offsets.first().map_or(measure.offset[1], |span| span[0]);
        let heading = (0, title, [measure.offset[0], first]);
        let body = measure.clauses.iter().zip(&measure.clause_offsets).enumerate();
        let body = body.map(|(index, (text, span))| (index + 1, text.clone(), *span));
        std::iter::once(heading)
            .chain(body)
            .map(|(number, text, [start, end])| {
                json!({ "id": Uuid::now_v7(), "measure_id": self.measure_id, "plan_id": self.plan_id, "number": number,
                    "key": clause_key(self.section_key, self.order + 1, number), "text": text,
                    "start_offset": start, "end_offset": end, "not_decomposed_reason": null, "version": 1 })
            })
            .collect()
    }
}

/// Sub-items, then notes that stand below the measure (责任单位：…), so that nothing of the text is lost.
fn items(measure: &Measure) -> Vec<Json> {
    let notes = measure.notes.iter().map(|note| json!({ "printed": null, "title": null, "text": note }));
    let items = measure.items.iter();
    items.map(|item| json!({ "printed": item.printed, "title": item.title, "text": item.text })).chain(notes).collect()
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> PlanText {
        luoshi_domain::plan_text::parse("某方案\n一、总体\n1.第一条。甲做事。乙做事。\n2.第二条。丙做事。\n")
    }

    #[test]
    fn a_border_moves_without_touching_a_word() {
        let mut plan = plan();
        let clauses = vec!["甲做事。乙做事。".to_owned()];
        correct(&mut plan, &[BorderCorrection { order: 0, clauses: clauses.clone() }]).unwrap();
        let measure = &plan.parts[0].sections[0].measures[0];
        assert_eq!(measure.clauses, clauses);
        assert_eq!(measure.clause_offsets.len(), 1);
    }

    #[test]
    fn a_border_may_fall_inside_a_sentence() {
        let mut plan = plan();
        let old = plan.parts[0].sections[0].measures[0].clause_offsets.clone();
        let clauses = vec!["甲做".to_owned(), "事。乙做事。".to_owned()];
        correct(&mut plan, &[BorderCorrection { order: 0, clauses }]).unwrap();
        let spans = &plan.parts[0].sections[0].measures[0].clause_offsets;
        assert_eq!(spans[0], [old[0][0], old[0][0] + 2]);
        assert_eq!(spans[1], [old[0][0] + 2, old[1][1]]);
    }

    #[test]
    fn a_changed_word_is_refused_and_named() {
        let mut plan = plan();
        let clauses = vec!["甲做好事。乙做事。".to_owned()];
        let Err(Error::Invalid(errors)) = correct(&mut plan, &[BorderCorrection { order: 0, clauses }]) else {
            panic!("a changed word was taken")
        };
        assert_eq!(errors[0].pointer, "/borders/0/clauses");
    }
}
