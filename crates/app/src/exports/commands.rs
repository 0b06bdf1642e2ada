//! Taking a table out: read what the caller may see, write the file, keep it with its hash, record who took it.

use chrono::{Datelike, FixedOffset};
use luoshi_domain::tables::days::printed;
use sea_orm::{ActiveEnum, Value};
use serde_json::json;
use tokio::fs::File;
use uuid::Uuid;

use super::lists::{self, Content};
use super::sheet::Sheet;
use super::views::{Export, ExportFormat, ExportKind, NewExport};
use super::{annual, ledgers, text, workbook};
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, statement};
use crate::tasks::queries::{TaskFilter, narrow, visible_to};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Makes the file and keeps it.
pub async fn create(ctx: &Ctx, new: NewExport, filter: TaskFilter) -> Result<Written<Export>, Error> {
    ctx.require(new.kind.needs())?;
    let format = new.format.unwrap_or(ExportFormat::Xlsx);
    let plan = if new.kind.is_of_plan() { Some(plan(ctx, new.plan_id.or(filter.plan_id)).await?) } else { None };
    let year = new.year.unwrap_or_else(|| ctx.today().year());
    let content = content(ctx, (new.kind, year), plan.as_ref(), filter).await?;
    let rows = i32::try_from(content.1.len()).unwrap_or(i32::MAX);
    let sheet = sheet(ctx, (new.kind, year), plan.as_ref(), content);
    let (title, now) = (sheet.title.clone(), ctx.now);
    let written = tokio::task::spawn_blocking(move || match format {
        ExportFormat::Xlsx => workbook::write(&sheet, now),
        ExportFormat::Csv => text::write(&sheet),
    });
    let bytes = written.await.map_err(|error| Error::Internal(format!("writing stopped: {error}")))??;
    let sha256 = ctx.app.files.keep_bytes(&bytes).await?;
    let made = Made { kind: new.kind, format, plan: plan.map(|plan| plan.id), title, sha256, size: bytes.len(), rows };
    ctx.write(Attempt::new("export.create", "export"), async |tx| {
        let id = insert(ctx, tx, &made, new.filter.as_deref()).await?;
        let export = find(ctx, &**tx, id).await?;
        record(tx, "export.create", &export).await?;
        Ok(Reply::created(export, 1, format!("/api/v1/exports/{id}")))
    })
    .await
}

struct Made {
    kind: ExportKind,
    format: ExportFormat,
    plan: Option<Uuid>,
    title: String,
    sha256: String,
    size: usize,
    rows: i32,
}

#[derive(serde::Deserialize)]
struct Plan {
    id: Uuid,
    short_title: String,
}

/// The plan that is asked for, or the one in force; the same ones that the list of plans shows.
async fn plan(ctx: &Ctx, id: Option<Uuid>) -> Result<Plan, Error> {
    let drafts = ctx.reach(luoshi_domain::policy::Action::PlanEdit) == luoshi_domain::policy::Reach::All;
    let sql = "select jsonb_build_object('id', id, 'short_title', short_title) as view from plan
         where ($1::uuid is null or id = $1) and (state = 'ACTIVE' or $2 and $1 is not null)
         order by imported_at desc limit 1";
    let found: Option<Plan> = sql::row(&ctx.app.db, statement(sql, [id.into(), drafts.into()])).await?;
    found.ok_or_else(|| Error::field("/plan_id", "not_found", "没有这个方案，请重新选择"))
}

async fn content(
    ctx: &Ctx,
    (kind, year): (ExportKind, i32),
    plan: Option<&Plan>,
    wanted: TaskFilter,
) -> Result<Content, Error> {
    let mut filter = Filter::new();
    if let Some(plan) = plan {
        visible_to(ctx, &mut filter);
        narrow(ctx, &mut filter, &TaskFilter { plan_id: Some(plan.id), ..wanted })?;
    }
    match kind {
        ExportKind::Tasks => lists::tasks(ctx, &filter).await,
        ExportKind::Milestones => lists::milestones(ctx, &filter).await,
        ExportKind::Organisations => lists::organisations(ctx).await,
        ExportKind::Users => lists::users(ctx).await,
        ExportKind::Progress => ledgers::progress(ctx, &filter, false).await,
        ExportKind::ProgressShort => ledgers::progress(ctx, &filter, true).await,
        ExportKind::Closing => ledgers::closing(ctx, &filter).await,
        ExportKind::Annual => annual::book(ctx, &filter, year).await,
    }
}

fn sheet(ctx: &Ctx, (kind, year): (ExportKind, i32), plan: Option<&Plan>, (columns, rows): Content) -> Sheet {
    let of_plan = plan.map(|plan| plan.short_title.as_str()).unwrap_or_default();
    let of_year = if kind == ExportKind::Annual { format!("{year}年") } else { String::new() };
    let at = FixedOffset::east_opt(8 * 3600).map(|east| ctx.now.with_timezone(&east).format("%H:%M").to_string());
    let day = printed(ctx.today());
    let merged = match kind {
        ExportKind::Tasks => 4,
        ExportKind::Milestones => 2,
        _ => 0,
    };
    Sheet {
        title: format!("{of_plan}{of_year}{}", kind.title()),
        unit: format!("单位：{}", ctx.organisation),
        made: format!("填报时间：{day}"),
        watermark: format!("系统生成，供参考　{} {} {day} {} 导出", ctx.organisation, ctx.name, at.unwrap_or_default()),
        wide: columns.len() > 8,
        columns,
        rows,
        merged,
    }
}

async fn insert(ctx: &Ctx, tx: &Tx<'_>, made: &Made, filter: Option<&str>) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let file_name = format!("{} {}.{}", made.title, ctx.today(), made.format.extension());
    let values: [Value; 12] = [
        id.into(),
        made.kind.to_value().into(),
        made.format.to_value().into(),
        made.plan.into(),
        made.title.clone().into(),
        file_name.into(),
        made.sha256.clone().into(),
        i64::try_from(made.size).unwrap_or(i64::MAX).into(),
        made.rows.into(),
        json!(filter).into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    let sql = "insert into export (id, kind, format, plan_id, title, file_name, sha256, size, rows, filter, created_by,
            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    sql::execute(&**tx, statement(sql, values)).await?;
    Ok(id)
}

async fn record(tx: &Tx<'_>, action: &str, export: &Export) -> Result<(), Error> {
    let detail = json!({ "kind": export.kind, "format": export.format, "rows": export.rows, "sha256": export.sha256,
        "file_name": export.file_name });
    let (object_type, object_id, label) = ("export", Some(export.id), export.title.as_str());
    tx.record(Event { action, object_type, object_id, label, detail }).await
}

/// An export belongs to who made it: others may see less, or more.
async fn find(ctx: &Ctx, db: &impl sea_orm::ConnectionTrait, id: Uuid) -> Result<Export, Error> {
    let sql = "select to_jsonb(e) as view from export e where id = $1 and created_by = $2";
    sql::row(db, statement(sql, [id.into(), ctx.actor.account.into()])).await?.ok_or(Error::NotFound)
}

/// What an export is, for its author.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<Export, Error> {
    find(ctx, &ctx.app.db, id).await
}

/// The file, opened for reading; every download is recorded. Whoever lost the right to read such tables since has lost the
/// file too.
pub async fn content_of(ctx: &Ctx, id: Uuid) -> Result<(Export, File), Error> {
    let export = find(ctx, &ctx.app.db, id).await?;
    ctx.require(export.kind.needs())?;
    let file = ctx.app.files.open_content(&export.sha256).await?;
    let mut ctx = ctx.clone();
    // Each download counts: a kept answer must not stand for a second one.
    ctx.request.key = None;
    ctx.write(Attempt::on("export.download", "export", id), async |tx| {
        sql::execute(&**tx, statement("update export set downloads = downloads + 1 where id = $1", [id.into()]))
            .await?;
        record(tx, "export.download", &export).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok((export, file))
}
