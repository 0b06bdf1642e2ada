//! Reading evidence: lists, one piece, and its content. Who may read a report may read what proves it.

use luoshi_domain::evidence::{EvidenceKind, EvidenceState, Publicity, Strength, needs_number};
use luoshi_domain::policy::Action;
use sea_orm::{ActiveEnum, ConnectionTrait, Iterable};
use serde::Deserialize;
use serde_json::json;
use tokio::fs::File;
use utoipa::IntoParams;
use uuid::Uuid;

use super::actions::allowed;
use super::views::{Evidence, EvidenceDetail, EvidenceUse, EvidenceVersion};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::containing;
use crate::reports::visible::{seen, visible_to};
use crate::sql::{self, Filter, Page, Window};
use crate::tasks::queries::codes;
use crate::tx::{Attempt, Event, Reply};

/// Filters of the list of evidence; lists are separated by commas.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct EvidenceFilter {
    /// Only what came with this report.
    pub report_id: Option<Uuid>,
    /// Only what belongs to this task.
    pub task_id: Option<Uuid>,
    /// Only what proves this milestone.
    pub milestone_id: Option<Uuid>,
    /// Only what came with reports for this cycle.
    pub cycle_id: Option<Uuid>,
    /// Lead organisation of the task.
    pub org: Option<Uuid>,
    /// Letter codes of kinds, e.g. `D,L`.
    pub kind: Option<String>,
    /// States, e.g. `SUBMITTED,VERIFIED`.
    pub state: Option<String>,
    /// 证明力, e.g. `WEAK,IRRELEVANT`.
    pub strength: Option<String>,
    /// Words in title, file name, issuing body or document number.
    pub q: Option<String>,
    /// Only this very content, by its SHA-256.
    pub sha256: Option<String>,
    /// Only content that also serves another task the caller may see.
    pub duplicates: Option<bool>,
    /// Only pieces that lack one of the five facts.
    pub incomplete: Option<bool>,
    /// Only pieces whose kind the milestone does not ask for.
    pub mismatched: Option<bool>,
    /// Only internal pieces, or only others.
    pub internal: Option<bool>,
    /// Also what was voided or replaced.
    pub include_void: Option<bool>,
    /// `uploaded_at` (as they came, the default) or `-uploaded_at` (latest first).
    pub sort: Option<String>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What the conditions of the list stand on.
pub const FROM: &str = "evidence e join report r on r.id = e.report_id join task t on t.id = e.task_id";

/// The statement that reads evidence, with `/*where*/` still open over `evidence e`, `report r` and `task t`.
pub fn rows_sql(ctx: &Ctx, filter: &mut Filter) -> String {
    let elsewhere = seen(ctx, filter, "xr", "xt");
    include_str!("evidence.sql").replace("/*seen_elsewhere*/", &elsewhere)
}

/// The pieces of evidence that match, in the order of their upload or the other way round.
pub async fn list(ctx: &Ctx, wanted: EvidenceFilter) -> Result<Page<Evidence>, Error> {
    ctx.require(Action::ReportRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor.clone() };
    let limit = window.limit()?;
    let (beyond, order) = match wanted.sort.as_deref() {
        None | Some("" | "uploaded_at") => ("e.id > {}", "e.id"),
        Some("-uploaded_at") => ("e.id < {}", "e.id desc"),
        Some(_) => return Err(Error::field("/sort", "unknown_code", "请选择 uploaded_at 或 -uploaded_at")),
    };
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    narrow(ctx, &mut filter, &wanted)?;
    let total = sql::count(&ctx.app.db, FROM, &filter).await?;
    filter.and_some(beyond, window.after::<Uuid>()?);
    let sql = format!("{}order by {order} limit {}", rows_sql(ctx, &mut filter), limit + 1);
    let items: Vec<Evidence> = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    let items = items.into_iter().map(|proof| finished(ctx, proof)).collect();
    Ok(sql::page(items, limit, total, ctx.now, |proof: &Evidence| proof.id))
}

/// Narrows a filter over `evidence e`, `report r` and `task t` to what is wanted.
pub fn narrow(ctx: &Ctx, filter: &mut Filter, wanted: &EvidenceFilter) -> Result<(), Error> {
    filter.and_some("e.report_id = {}", wanted.report_id);
    filter.and_some("e.task_id = {}", wanted.task_id);
    filter.and_some("e.milestone_id = {}", wanted.milestone_id);
    filter.and_some("r.cycle_id = {}", wanted.cycle_id);
    filter.and_some("t.lead_org_id = {}", wanted.org);
    filter.and_some("e.kind = any({})", codes::<EvidenceKind>("/kind", wanted.kind.as_deref())?);
    filter.and_some("e.strength = any({})", codes::<Strength>("/strength", wanted.strength.as_deref())?);
    filter.and_some("e.is_internal = {}", wanted.internal);
    filter.and_some("e.sha256 = {}", wanted.sha256.as_deref().map(str::to_ascii_lowercase));
    let words = wanted.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    filter.and_some(
        "e.title ilike {} or e.file_name ilike {} or e.issuing_body ilike {} or e.document_no ilike {}",
        words.map(containing),
    );
    let states = codes::<EvidenceState>("/state", wanted.state.as_deref())?;
    if states.is_none() && wanted.include_void != Some(true) {
        filter.and_plain(IN_FORCE);
    }
    filter.and_some("e.state = any({})", states);
    if wanted.incomplete == Some(true) {
        filter.and_plain(&incomplete());
    }
    if wanted.mismatched == Some(true) {
        filter.and_plain(
            "e.milestone_id is not null and t.deliverable_kinds <> '{}' and e.kind <> all(t.deliverable_kinds)",
        );
    }
    if wanted.duplicates == Some(true) {
        let elsewhere = seen(ctx, filter, "xr", "xt");
        filter.and_plain(&format!(
            "exists (
                select 1
                from evidence x
                join report xr on xr.id = x.report_id
                join task xt on xt.id = x.task_id
                where x.sha256 = e.sha256 and x.task_id <> e.task_id and x.state not in ('VOID', 'SUPERSEDED')
                    and ({elsewhere}))"
        ));
    }
    Ok(())
}

/// What still proves something.
pub const IN_FORCE: &str = "e.state not in ('VOID', 'SUPERSEDED')";

/// The rule of [`luoshi_domain::evidence::missing`] as a condition.
fn incomplete() -> String {
    let numbered: Vec<String> =
        EvidenceKind::iter().filter(|kind| needs_number(*kind)).map(|kind| format!("'{}'", kind.to_value())).collect();
    format!(
        "e.issuing_body is null or e.document_date is null or e.page is null or e.proves is null
         or e.document_no is null and e.kind in ({})",
        numbered.join(", ")
    )
}

/// A row as it was read, with what the rules and rights make of it.
pub fn finished(ctx: &Ctx, proof: Evidence) -> Evidence {
    let mut proof = proof.judged_by_rules();
    proof.actions = allowed(ctx, &proof);
    proof
}

/// One piece of evidence, voided or not, with its history and its other uses.
pub async fn detail(ctx: &Ctx, id: Uuid) -> Result<EvidenceDetail, Error> {
    let evidence = get(ctx, id).await?;
    let mut filter = Filter::new();
    filter.bind(id);
    let elsewhere = seen(ctx, &mut filter, "xr", "xt");
    let sql = include_str!("detail.sql").replace("/*seen_elsewhere*/", &elsewhere);
    let around: Around = sql::row(&ctx.app.db, filter.apply(&sql)).await?.ok_or(Error::NotFound)?;
    Ok(EvidenceDetail { evidence, versions: around.versions, uses: around.uses })
}

#[derive(Deserialize)]
struct Around {
    versions: Vec<EvidenceVersion>,
    uses: Vec<EvidenceUse>,
}

/// One piece of evidence, voided or not.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Evidence, Error> {
    ctx.require(Action::ReportRead)?;
    view(ctx, &ctx.app.db, id).await
}

/// The same inside or outside of a transaction.
pub async fn view(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<Evidence, Error> {
    let mut filter = Filter::new();
    filter.and("e.id = {}", id);
    visible_to(ctx, &mut filter);
    let sql = rows_sql(ctx, &mut filter);
    let proof = sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)?;
    Ok(finished(ctx, proof))
}

/// The content, opened for reading. Taking away what is internal or not public leaves a trace (domain.md 6.5).
pub async fn content(ctx: &Ctx, id: Uuid) -> Result<(Evidence, File), Error> {
    let proof = get(ctx, id).await?;
    let file = ctx.app.files.open_content(&proof.sha256).await?;
    if proof.is_internal || proof.publicity == Publicity::NotPublic {
        record_download(ctx, &proof).await?;
    }
    Ok((proof, file))
}

async fn record_download(ctx: &Ctx, proof: &Evidence) -> Result<(), Error> {
    let mut ctx = ctx.clone();
    // Each download counts: a kept answer must not stand for a second one.
    ctx.request.key = None;
    ctx.write(Attempt::on("evidence.download", "evidence", proof.id), async |tx| {
        let detail = json!({ "file_name": proof.file_name, "sha256": proof.sha256, "report": proof.report_id });
        tx.record(Event {
            action: "evidence.download",
            object_type: "evidence",
            object_id: Some(proof.id),
            label: &proof.title,
            detail,
        })
        .await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}
