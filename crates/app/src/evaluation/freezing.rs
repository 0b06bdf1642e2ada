//! 材料冻结: at the announced time the house itself fixes what counts, by hash (domain.md 2.9.4).

use std::sync::Arc;

use luoshi_domain::evaluation::rounds::RoundState;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

#[derive(Debug, Deserialize)]
struct Due {
    id: Uuid,
    name: String,
}

/// Freezes every round whose time has come; each once, whatever else runs.
pub async fn round(app: &Arc<App>) -> Result<(), Error> {
    let ctx = session::machine(app);
    let due = "select jsonb_build_object('id', id, 'name', name) as view from evaluation_round
        where state = 'DECLARING' and freeze_at <= $1 order by freeze_at, id";
    let due: Vec<Due> = sql::rows(&app.db, statement(due, [ctx.now.into()])).await?;
    for round in due {
        ctx.write(Attempt::on("round.freeze", "round", round.id), async |tx| {
            let held = "select to_jsonb(freeze_at) as view from evaluation_round
                where id = $1 and state = 'DECLARING' and freeze_at <= $2 for update";
            let held = statement(held, [round.id.into(), ctx.now.into()]);
            let at: Option<chrono::DateTime<chrono::Utc>> = sql::row(&**tx, held).await?;
            // Another process was faster, or the time was moved meanwhile.
            let Some(at) = at else { return Err(Error::NotFound) };
            let frozen = statement(include_str!("freeze.sql"), [round.id.into(), at.into()]);
            let items = sql::execute(&**tx, frozen).await?;
            let moved = "update evaluation_round
                set state = 'FROZEN', frozen_at = freeze_at, updated_at = $2, version = version + 1, frozen_hash = (
                    select encode(sha256(convert_to(coalesce(string_agg(f.kind || ' ' || f.item_id || ' ' || f.sha256, E'\\n'
                        order by f.kind, f.item_id), ''), 'UTF8')), 'hex')
                    from evaluation_frozen f where f.round_id = evaluation_round.id)
                where id = $1
                returning to_jsonb(frozen_hash) as view";
            let hash: Option<String> = sql::row(&**tx, statement(moved, [round.id.into(), ctx.now.into()])).await?;
            let detail = json!({ "from": RoundState::Declaring, "to": RoundState::Frozen, "items": items, "sha256": hash });
            let (action, object_type, label) = ("round.freeze", "round", round.name.as_str());
            tx.record(Event { action, object_type, object_id: Some(round.id), label, detail }).await?;
            Ok(Reply::done(()))
        })
        .await
        .map(|_| ())
        .or_else(|error| if matches!(error, Error::NotFound) { Ok(()) } else { Err(error) })?;
    }
    Ok(())
}
