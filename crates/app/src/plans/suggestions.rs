//! What the words of a measure propose for its tasks: units matched to the organisations of the day, days, deliverables.
//!
//! The reading is [`luoshi_domain::suggestions`]; nothing of it is stored, and nothing is taken over by itself.

use chrono::{DateTime, Utc};
use luoshi_domain::policy::Action;
use luoshi_domain::suggestions::{DateMention, DeliverableHint, Duty, Quote, read};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::views::OrgRef;

/// What the texts of one measure propose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The measure.
    pub measure_id: Uuid,
    /// Its texts in which something was found, in the order of the measure.
    pub texts: Vec<TextSuggestions>,
    /// When this was read.
    pub as_of: DateTime<Utc>,
}

/// What one text proposes; places are code points of `text`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TextSuggestions {
    /// The sentence; null for an item or note.
    pub clause_id: Option<Uuid>,
    /// The place of the item or note among those of the measure, from 0; null for a sentence.
    pub item: Option<i64>,
    /// The words that were read.
    pub text: String,
    /// Units with a duty.
    pub units: Vec<UnitSuggestion>,
    /// Days by which something is due.
    pub dates: Vec<DateMention>,
    /// Things that will exist, with the evidence that fits.
    pub deliverables: Vec<DeliverableHint>,
}

/// A unit that a text names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitSuggestion {
    /// What the text wants it to do.
    pub duty: Duty,
    /// Its name as printed.
    pub quote: Quote,
    /// The organisation of that name today; null where there is none.
    pub organisation: Option<OrgRef>,
}

#[derive(Deserialize)]
struct Text {
    clause_id: Option<Uuid>,
    item: Option<i64>,
    #[serde(rename = "text")]
    words: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    organisation: OrgRef,
}

/// What the sentences and notes of a measure say about who, by when and what.
pub async fn of_measure(ctx: &Ctx, id: Uuid) -> Result<Suggestions, Error> {
    ctx.require(Action::TaskDraft)?;
    let db = &ctx.app.db;
    let plan = "select to_jsonb(plan_id) as view from measure where id = $1";
    let plan: Uuid = sql::row(db, statement(plan, [id.into()])).await?.ok_or(Error::NotFound)?;
    queries::summary(ctx, db, plan).await?;
    let texts: Vec<Text> = sql::rows(db, statement(include_str!("suggestions.sql"), [id.into()])).await?;
    let names = names(ctx, db).await?;
    let words: Vec<&str> = names.iter().map(|named| named.name.as_str()).collect();
    let texts = texts.into_iter().map(|text| text.read(&words, &names)).filter(TextSuggestions::is_something);
    Ok(Suggestions { measure_id: id, texts: texts.collect(), as_of: ctx.now })
}

/// Every name, short name and alias under which an organisation of today is known.
async fn names(ctx: &Ctx, db: &impl ConnectionTrait) -> Result<Vec<Named>, Error> {
    let known = "select jsonb_build_object('name', n.name, 'organisation',
            jsonb_build_object('id', o.id, 'name', o.name, 'short_name', o.short_name)) as view
        from organisation o
        cross join lateral unnest(array[o.name, o.short_name] || o.aliases) with ordinality as n (name, place)
        where (o.valid_from is null or o.valid_from <= $1) and (o.valid_to is null or o.valid_to >= $1)
        order by o.sort_order, o.code, n.place";
    sql::rows(db, statement(known, [ctx.today().into()])).await
}

impl Text {
    fn read(self, words: &[&str], names: &[Named]) -> TextSuggestions {
        let reading = read(&self.words, words);
        let units = reading.units.into_iter().map(|unit| UnitSuggestion {
            duty: unit.duty,
            quote: unit.quote,
            organisation: unit.known.and_then(|known| names.get(known)).map(|named| named.organisation.clone()),
        });
        TextSuggestions {
            clause_id: self.clause_id,
            item: self.item,
            units: units.collect(),
            dates: reading.dates,
            deliverables: reading.deliverables,
            text: self.words,
        }
    }
}

impl TextSuggestions {
    fn is_something(&self) -> bool {
        !(self.units.is_empty() && self.dates.is_empty() && self.deliverables.is_empty())
    }
}
