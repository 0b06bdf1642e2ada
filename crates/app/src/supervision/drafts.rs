//! What the system drafts by itself: an urge notice for each task that turned yellow or red because something is late
//! (domain.md 2.6). A person of the office sends it or puts it away; none is written twice for the same light.

use luoshi_domain::calendar::shanghai_today;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::sql::{self, statement};
use sea_orm::TransactionTrait;

/// What every urge notice asks for until somebody puts it in other words.
const DEMAND: &str = "请说明逾期原因、下一步措施和预计完成时间。";

#[derive(Debug, Deserialize)]
struct Drafted {
    id: Uuid,
    task: Uuid,
    label: String,
}

/// Writes the drafts that are missing; safe to call as often as one likes and from several processes.
pub async fn write(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let drafted: Vec<Drafted> =
        sql::rows(&tx, statement(include_str!("drafts.sql"), [DEMAND.into(), now.into(), shanghai_today(now).into()]))
            .await?;
    for draft in &drafted {
        let detail = json!({ "to": "DRAFT", "task": draft.task, "level": "URGE", "basis": "LATE" });
        sql::execute(
            &tx,
            statement(
                "insert into audit_event (id, at, actor_login, actor_name, action, object_type, object_id, object_label,
                    outcome, detail)
                 values ($1, $2, 'system', '系统', 'notice.create', 'notice', $3, $4, 'SUCCESS', $5)",
                [Uuid::now_v7().into(), now.into(), draft.id.into(), draft.label.clone().into(), detail.into()],
            ),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(drafted.len())
}
