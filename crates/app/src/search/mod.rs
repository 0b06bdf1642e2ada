//! The one box: clauses, measures, tasks, reports, evidence, organisations and people in one statement.
//!
//! Every kind has a statement of its own that answers only with what the caller may read; [`find`] joins those that the
//! caller's rights open. Words of two and more characters are looked up through the pairs of migration 0002, so that a
//! Chinese word of two characters is found by an index.

mod words;

use chrono::{DateTime, Utc};
use luoshi_domain::light::LightCode;
use luoshi_domain::policy::{Action, Reach};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::reports::visible;
use crate::sql::{self, Filter};
use crate::tasks::queries::visible_to;
use words::Words;

/// Most hits of one kind.
const MOST: u64 = 20;

/// What to look for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchFilter {
    /// One or several words, all of which must occur; simplified and traditional script are the same.
    pub q: String,
    /// Hits wanted of each kind, 1 to 20; 5 unless said.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HitKind {
    /// A task, by code, title or deliverable.
    Task,
    /// A sentence of a plan.
    Clause,
    /// A measure, by its official or short title.
    Measure,
    /// A progress report, by its progress or problems.
    Report,
    /// Evidence, by its title or file name.
    Evidence,
    /// An organisation, by a name it has or had.
    Organisation,
    /// An account, by name, login or post.
    Person,
}

impl HitKind {
    const ALL: [HitKind; 7] = [
        HitKind::Task,
        HitKind::Clause,
        HitKind::Measure,
        HitKind::Report,
        HitKind::Evidence,
        HitKind::Organisation,
        HitKind::Person,
    ];

    /// The right that opens this kind at all.
    const fn needs(self) -> Action {
        match self {
            HitKind::Task => Action::TaskRead,
            HitKind::Clause | HitKind::Measure => Action::PlanRead,
            HitKind::Report | HitKind::Evidence => Action::ReportRead,
            HitKind::Organisation => Action::OrganisationRead,
            HitKind::Person => Action::AccountRead,
        }
    }

    const fn sql(self) -> &'static str {
        match self {
            HitKind::Task => include_str!("tasks.sql"),
            HitKind::Clause => include_str!("clauses.sql"),
            HitKind::Measure => include_str!("measures.sql"),
            HitKind::Report => include_str!("reports.sql"),
            HitKind::Evidence => include_str!("evidence.sql"),
            HitKind::Organisation => include_str!("organisations.sql"),
            HitKind::Person => include_str!("people.sql"),
        }
    }

    /// The text that is searched: for kinds with an index the very expression of the index.
    const fn text(self) -> &'static str {
        match self {
            HitKind::Task => "t.code || ' ' || t.title || ' ' || t.deliverable",
            HitKind::Clause => "c.text",
            HitKind::Measure => "m.title || ' ' || m.short_title",
            HitKind::Report => "r.progress || ' ' || r.problems",
            HitKind::Evidence => "e.title || ' ' || e.file_name",
            HitKind::Organisation => "o.name || ' ' || o.short_name || ' ' || array_to_string(o.aliases, ' ')",
            HitKind::Person => "a.name || ' ' || a.login || ' ' || coalesce(a.post, '')",
        }
    }

    /// The text whose words around the first one are shown.
    const fn excerpted(self) -> &'static str {
        match self {
            HitKind::Task => "t.deliverable",
            HitKind::Clause => "c.text",
            _ => "r.progress || ' ' || r.problems",
        }
    }

    /// Organisations and people are few; everything else has an index of pairs.
    const fn is_indexed(self) -> bool {
        !matches!(self, HitKind::Organisation | HitKind::Person)
    }
}

/// What was found, by kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SearchResult {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// What to mark in titles and excerpts: the words in every script that was looked for.
    pub words: Vec<String>,
    /// One group per kind with a hit, in a fixed order.
    pub groups: Vec<HitGroup>,
}

/// The hits of one kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HitGroup {
    /// Which kind.
    pub kind: HitKind,
    /// Whether there are more than these.
    pub more: bool,
    /// The hits.
    pub items: Vec<Hit>,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Hit {
    /// Which kind.
    pub kind: HitKind,
    /// Its id.
    pub id: Uuid,
    /// Its code or number; of reports and evidence that of the task.
    pub code: Option<String>,
    /// What it is called.
    pub title: String,
    /// The words around the first word found, or the file name.
    pub excerpt: Option<String>,
    /// Whose or of when it is.
    pub note: Option<String>,
    /// The light of a task.
    pub light: Option<LightCode>,
    /// The report to open for reports and evidence.
    pub report_id: Option<Uuid>,
    /// Number of the measure for measures and clauses.
    pub measure: Option<i32>,
}

/// Everything the caller may read that holds all the words.
pub async fn find(ctx: &Ctx, wanted: &SearchFilter) -> Result<SearchResult, Error> {
    let words = Words::parse(&wanted.q)?;
    let limit @ 1..=MOST = wanted.limit.unwrap_or(5) else {
        return Err(Error::field("/limit", "out_of_range", format!("每类 1 到 {MOST} 条")));
    };
    let kinds: Vec<HitKind> = HitKind::ALL.into_iter().filter(|kind| ctx.reach(kind.needs()) != Reach::No).collect();
    let mut filter = Filter::new();
    let first = words.first(&mut filter);
    let parts: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(rank, kind)| {
            format!(
                "(select view, {rank} as rank, place from ({}) h)",
                of_kind(ctx, *kind, &words, &mut filter, (&first, limit + 1))
            )
        })
        .collect();
    // Naming the first word here gives it a type even where no kind shows an excerpt.
    let sql = format!(
        "select view from ({}) as hits where {first} is not null order by rank, place",
        parts.join(" union all ")
    );
    let hits: Vec<Hit> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let groups = kinds.into_iter().filter_map(|kind| {
        let mut items: Vec<Hit> = hits.iter().filter(|hit| hit.kind == kind).cloned().collect();
        let more = items.len() > kept;
        items.truncate(kept);
        (!items.is_empty()).then_some(HitGroup { kind, more, items })
    });
    Ok(SearchResult { as_of: ctx.now, words: words.marks(), groups: groups.collect() })
}

fn of_kind(ctx: &Ctx, kind: HitKind, words: &Words, filter: &mut Filter, (first, limit): (&str, u64)) -> String {
    let mut sql = kind.sql().replace("/*found*/", &words.found(filter, kind.text(), kind.is_indexed()));
    match kind {
        HitKind::Task => visible_to(ctx, filter),
        HitKind::Report | HitKind::Evidence => sql = sql.replace("/*seen*/", &visible::seen(ctx, filter, "r", "t")),
        HitKind::Clause | HitKind::Measure | HitKind::Organisation | HitKind::Person => {}
    }
    sql.replace("/*excerpt*/", &excerpt(kind.excerpted(), first))
        .replace("/*first*/", first)
        .replace("/*limit*/", &limit.to_string())
}

/// Ninety characters around the first word, with dots where the text goes on.
fn excerpt(text: &str, first: &str) -> String {
    let place = format!("strpos({}, {first})", words::folded(text));
    let from = format!("greatest({place} - 20, 1)");
    format!(
        "case when {place} > 0 then case when {from} > 1 then '…' else '' end || substr({text}, {from}, 90)
            || case when length({text}) >= {from} + 90 then '…' else '' end end"
    )
}
