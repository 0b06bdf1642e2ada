//! What becomes of the items of a task that is closed or cancelled: what was issued ends with it, drafts go.

use luoshi_domain::annual::{ItemAction, ItemConclusion, ItemState};
use luoshi_domain::tasks::Conclusion;
use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::steps;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Event, Tx};

#[derive(Debug, Deserialize)]
struct Open {
    id: Uuid,
    state: ItemState,
}

/// Ends the open items of a task; `conclusion` is that of the task, none where it was cancelled.
pub(crate) async fn ended(
    ctx: &Ctx,
    tx: &Tx<'_>,
    (task, label): (Uuid, &str),
    conclusion: Option<Conclusion>,
) -> Result<(), Error> {
    let open = "select jsonb_build_object('id', i.id, 'state', i.state) as view from annual_item i
        where i.task_id = $1 and i.state in ('IN_PROGRESS', 'PENDING_CLOSURE') order by i.id for update";
    let open: Vec<Open> = sql::rows(&**tx, statement(open, [task.into()])).await?;
    let drafts = "delete from annual_item where task_id = $1 and state = 'DRAFT'";
    let dropped = sql::execute(&**tx, statement(drafts, [task.into()])).await?;
    if open.is_empty() && dropped == 0 {
        return Ok(());
    }
    let (action, to) = match conclusion {
        Some(_) => (ItemAction::AcceptClosure, ItemState::Closed),
        None => (ItemAction::Cancel, ItemState::Cancelled),
    };
    for item in &open {
        let update = "update annual_item
            set state = $2, ended_on = $3, updated_at = $4, version = version + 1, conclusion = coalesce($5, conclusion)
            where id = $1";
        let conclusion = conclusion.map(|conclusion| ItemConclusion::of_task(conclusion).to_value());
        let values = [item.id.into(), to.to_value().into(), ctx.today().into(), ctx.now.into(), conclusion.into()];
        sql::execute(&**tx, statement(update, values)).await?;
        steps::taken(ctx, tx, (item.id, item.state), (action, to), Some("随任务办结或终止")).await?;
        let (action, object_type, object_id) = ("annual.follow_task", "annual_item", Some(item.id));
        let detail = json!({ "from": item.state, "to": to });
        tx.record(Event { action, object_type, object_id, label, detail }).await?;
    }
    let detail = json!({ "ended": open.len(), "dropped": dropped, "to": to });
    let (action, object_type, object_id) = ("annual.follow_task", "task", Some(task));
    tx.record(Event { action, object_type, object_id, label, detail }).await
}
