//! Making a bulletin from a frozen snapshot, and writing its words.

use luoshi_domain::bulletin::BulletinState;
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::steps::{label, note};
use super::views::Bulletin;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Written};

/// Longest foreword and longest demands.
const LONG_TEXT: usize = 4_000;

/// A bulletin to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBulletin {
    /// The frozen snapshot.
    pub snapshot_id: Uuid,
    /// 前言.
    pub foreword: Option<String>,
    /// 下一步要求.
    pub demands: Option<String>,
}

/// Other words for a draft; what is not said stays, and an empty text takes the words away.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinChange {
    /// 前言.
    pub foreword: Option<String>,
    /// 下一步要求.
    pub demands: Option<String>,
}

/// Makes the draft of a bulletin.
pub async fn create(ctx: &Ctx, new: NewBulletin) -> Result<Written<Bulletin>, Error> {
    ctx.write(Attempt::new("bulletin.create", "bulletin"), async |tx| {
        ctx.require(Action::BulletinWrite)?;
        let mut fields = Fields::new();
        let foreword = fields.optional("/foreword", new.foreword.as_deref(), LONG_TEXT);
        let demands = fields.optional("/demands", new.demands.as_deref(), LONG_TEXT);
        let known = "select to_jsonb(true) as view from frozen_snapshot where id = $1";
        let known: Option<bool> = sql::row(&**tx, statement(known, [new.snapshot_id.into()])).await?;
        if known.is_none() {
            fields.fault("/snapshot_id", "not_found", "没有这份冻结快照，请从列表选择");
        }
        fields.done()?;
        let id = Uuid::now_v7();
        let values = [
            id.into(),
            new.snapshot_id.into(),
            foreword.into(),
            demands.into(),
            ctx.actor.account.into(),
            ctx.now.into(),
        ];
        let insert =
            "insert into bulletin (id, frozen_id, state, foreword, demands, created_by, created_at, updated_at)
             values ($1, $2, 'DRAFT', $3, $4, $5, $6, $6)
             on conflict (frozen_id) where state <> 'VOID' do nothing";
        if sql::execute(&**tx, statement(insert, values)).await? == 0 {
            return Err(RuleError::BulletinExists.into());
        }
        note(ctx, tx, id, "create", None, BulletinState::Draft, None).await?;
        let bulletin = queries::find(ctx, &**tx, id).await?;
        let detail = json!({ "to": BulletinState::Draft, "snapshot": new.snapshot_id });
        let label = label(&bulletin);
        let event =
            Event { action: "bulletin.create", object_type: "bulletin", object_id: Some(id), label: &label, detail };
        tx.record(event).await?;
        let version = bulletin.version;
        Ok(Reply::created(bulletin, version, format!("/api/v1/bulletins/{id}")))
    })
    .await
}

/// Writes other words into a draft.
pub async fn update(ctx: &Ctx, id: Uuid, change: BulletinChange) -> Result<Written<Bulletin>, Error> {
    ctx.write(Attempt::on("bulletin.update", "bulletin", id), async |tx| {
        ctx.require(Action::BulletinRead)?;
        sql::execute(&**tx, statement("select 1 from bulletin where id = $1 for update", [id.into()])).await?;
        let before = queries::find(ctx, &**tx, id).await?;
        ctx.require(Action::BulletinWrite)?;
        ctx.expect_version(before.version)?;
        if before.state != BulletinState::Draft {
            return Err(RuleError::BulletinNotDraft.into());
        }
        let mut fields = Fields::new();
        let mut text = |pointer: &str, given: &Option<String>, kept: &Option<String>| match given {
            Some(given) => fields.optional(pointer, Some(given), LONG_TEXT),
            None => kept.clone(),
        };
        let foreword = text("/foreword", &change.foreword, &before.foreword);
        let demands = text("/demands", &change.demands, &before.demands);
        fields.done()?;
        let words =
            "update bulletin set foreword = $2, demands = $3, updated_at = $4, version = version + 1 where id = $1";
        sql::execute(&**tx, statement(words, [id.into(), foreword.into(), demands.into(), ctx.now.into()])).await?;
        let bulletin = queries::find(ctx, &**tx, id).await?;
        let changed = |was: &Option<String>, is: &Option<String>| was != is;
        let detail = json!({ "foreword": changed(&before.foreword, &bulletin.foreword),
            "demands": changed(&before.demands, &bulletin.demands) });
        let label = label(&bulletin);
        let event =
            Event { action: "bulletin.update", object_type: "bulletin", object_id: Some(id), label: &label, detail };
        tx.record(event).await?;
        let version = bulletin.version;
        Ok(Reply::changed(bulletin, version))
    })
    .await
}
