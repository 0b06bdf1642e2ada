//! Reading evidence: lists, one piece, and its content. Who may read a report may read what proves it.

use luoshi_domain::evidence::Publicity;
use luoshi_domain::policy::Action;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::json;
use tokio::fs::File;
use utoipa::IntoParams;
use uuid::Uuid;

use super::views::Evidence;
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::visible::{seen, visible_to};
use crate::sql::{self, Filter, Page, Window};
use crate::tx::{Attempt, Event, Reply};

/// Filters of the list of evidence.
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
    /// Also what was voided.
    pub include_void: Option<bool>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The statement that reads evidence, with `/*where*/` still open over `evidence e`, `report r` and `task t`.
pub fn rows_sql(ctx: &Ctx, filter: &mut Filter) -> String {
    let elsewhere = seen(ctx, filter, "xr", "xt");
    include_str!("evidence.sql").replace("/*seen_elsewhere*/", &elsewhere)
}

/// The pieces of evidence that match, in the order of their upload.
pub async fn list(ctx: &Ctx, wanted: EvidenceFilter) -> Result<Page<Evidence>, Error> {
    ctx.require(Action::ReportRead)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor };
    let limit = window.limit()?;
    let mut filter = Filter::new();
    visible_to(ctx, &mut filter);
    filter.and_some("e.report_id = {}", wanted.report_id);
    filter.and_some("e.task_id = {}", wanted.task_id);
    filter.and_some("e.milestone_id = {}", wanted.milestone_id);
    if wanted.include_void != Some(true) {
        filter.and_plain("e.state <> 'VOID'");
    }
    let from = "evidence e join report r on r.id = e.report_id join task t on t.id = e.task_id";
    let total = sql::count(&ctx.app.db, from, &filter).await?;
    filter.and_some("e.id > {}", window.after::<Uuid>()?);
    let sql = format!("{}order by e.id limit {}", rows_sql(ctx, &mut filter), limit + 1);
    let items = sql::rows(&ctx.app.db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |proof: &Evidence| proof.id))
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
    sql::row(db, filter.apply(&sql)).await?.ok_or(Error::NotFound)
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
