//! Reading imports: who may apply a kind of table reads its imports.

use luoshi_domain::policy::Reach;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tables::{LineChange, TableKind};
use sea_orm::{ActiveEnum, ConnectionTrait, Iterable};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::right;
use super::views::{ImportLine, ImportState, TableImport};
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, Filter, Page, Window};

/// Which lines of an import to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct LineFilter {
    /// Only lines that would do this.
    #[param(inline)]
    pub change: Option<LineChange>,
    /// Rows wanted, 1 to 200; 50 unless said.
    pub limit: Option<u64>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// One import.
pub async fn get(ctx: &Ctx, id: Uuid) -> Result<TableImport, Error> {
    require(ctx)?;
    find(ctx, &ctx.app.db, id).await
}

/// Refuses callers who may apply no kind of table.
pub(super) fn require(ctx: &Ctx) -> Result<(), Error> {
    match readable(ctx).first() {
        Some(_) => Ok(()),
        None => Err(Error::Forbidden { action: right(TableKind::Tasks).code() }),
    }
}

fn readable(ctx: &Ctx) -> Vec<String> {
    TableKind::iter().filter(|kind| ctx.reach(right(*kind)) == Reach::All).map(|kind| kind.to_value()).collect()
}

/// The import as the caller may see it.
pub(super) async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: Uuid) -> Result<TableImport, Error> {
    let mut filter = Filter::new();
    filter.and("i.id = {}", id).and("i.kind = any({})", readable(ctx));
    let found: Option<TableImport> = sql::row(db, filter.apply(include_str!("import.sql"))).await?;
    let mut import = found.ok_or(Error::NotFound)?;
    import.actions = actions(&import);
    Ok(import)
}

/// Apply while nothing stands against it; cancel while it runs.
fn actions(import: &TableImport) -> Vec<AllowedAction> {
    if import.state == ImportState::Applied {
        return Vec::new();
    }
    let cancel = if import.running { Ok(()) } else { Err(RuleError::StepNotPossible) };
    vec![AllowedAction::of("apply", false, applicable(import)), AllowedAction::of("cancel", false, cancel)]
}

/// Why an import cannot be applied now.
pub(super) fn applicable(import: &TableImport) -> Result<(), RuleError> {
    match (import.state, import.problem_count) {
        (ImportState::Applied, _) => Err(RuleError::ImportApplied),
        (_, 1..) => Err(RuleError::ImportFaulty { problems: import.problem_count }),
        _ if import.creates + import.changes == 0 => Err(RuleError::ImportEmpty),
        _ => Ok(()),
    }
}

/// The lines of an import in the order of the sheet.
pub async fn lines(ctx: &Ctx, id: Uuid, wanted: LineFilter) -> Result<Page<ImportLine>, Error> {
    require(ctx)?;
    let window = Window { limit: wanted.limit, cursor: wanted.cursor };
    let (limit, after) = (window.limit()?, window.after::<i32>()?);
    let db = &ctx.app.db;
    find(ctx, db, id).await?;
    let mut filter = Filter::new();
    filter.and("l.import_id = {}", id);
    filter.and_some("l.change = {}", wanted.change.map(|change| change.to_value()));
    let total = sql::count(db, "table_import_line l", &filter).await?;
    filter.and_some("l.row > {}", after);
    let sql = format!("{} limit {}", include_str!("lines.sql"), limit + 1);
    let items = sql::rows(db, filter.apply(&sql)).await?;
    Ok(sql::page(items, limit, total, ctx.now, |line: &ImportLine| line.row))
}
