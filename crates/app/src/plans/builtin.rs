//! The plan that comes with the product: 中关村世界领先科技园区建设方案(2024—2027年) with the short titles of its measures.

use std::sync::Arc;

use luoshi_domain::plan_text::PlanText;
use luoshi_domain::policy::{Actor, Role};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use uuid::Uuid;

use super::import::{self, Document};
use crate::app::{App, Ctx};
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

const TEXT: &[u8] = include_bytes!("../../data/plans/zgc-2024-2027.txt");
const FILE_NAME: &str = "中关村世界领先科技园区建设方案（2024—2027年）.txt";
const TITLE: &str = "中关村世界领先科技园区建设方案(2024—2027年)";
const SHORT_TITLES: &str = include_str!("../../data/plans/zgc-2024-2027.short-titles.json");

/// Puts the plan into force in a ledger that has none, and gives its measures their short titles. Safe to repeat and to
/// run in several processes at once; a plan of somebody else's is left alone.
pub async fn ensure(app: &Arc<App>) -> Result<(), Error> {
    let turn = app.db.begin().await?;
    sql::execute(&turn, statement("select pg_advisory_xact_lock(hashtext('plan.builtin'))", [])).await?;
    let ctx = office(&session::machine(app));
    let none: Option<bool> =
        sql::row(&turn, statement("select to_jsonb(not exists (select 1 from plan)) as view", [])).await?;
    if none == Some(true) {
        import::import(&ctx, document(), &[], true).await?.fresh()?;
    }
    if let Some(plan) = find(&ctx).await? {
        name_measures(&ctx, plan).await?;
    }
    Ok(turn.commit().await?)
}

/// The plan of this product, if it is in force.
pub(crate) async fn find(ctx: &Ctx) -> Result<Option<Uuid>, Error> {
    let sql = "select to_jsonb(id) as view from plan where state = 'ACTIVE' and source_sha256 = $1";
    sql::row(&ctx.app.db, statement(sql, [import::sha256(TEXT).into()])).await
}

/// Its document.
pub(crate) fn document() -> Document {
    Document { file_name: FILE_NAME.to_owned(), bytes: TEXT.to_vec() }
}

/// The same caller with the office's right to plans: for the machine and its operator, who have no role.
pub fn office(ctx: &Ctx) -> Ctx {
    let actor = Actor { roles: vec![Role::OfficeHead], ..ctx.actor.clone() };
    Ctx { actor, ..ctx.clone() }
}

/// Names the measures that nobody has named yet.
async fn name_measures(ctx: &Ctx, plan: Uuid) -> Result<(), Error> {
    let unnamed = "select to_jsonb(count(*)) as view from measure
        where plan_id = $1 and version = 1 and short_title_en is null and number is not null";
    let unnamed: Option<i64> = sql::row(&ctx.app.db, statement(unnamed, [plan.into()])).await?;
    if unnamed.unwrap_or(0) == 0 {
        return Ok(());
    }
    ctx.write(Attempt::on("plan.name_measures", "plan", plan), async |tx| {
        let named = name_in(&**tx, plan).await?;
        let (action, detail) = ("plan.name_measures", json!({ "measures": named }));
        tx.record(Event { action, object_type: "plan", object_id: Some(plan), label: FILE_NAME, detail }).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}

/// Whether a document is this plan from another source, e.g. a page in traditional script.
pub(super) fn is_this_plan(plan: &PlanText) -> bool {
    plan.title.as_deref() == Some(TITLE) && import::Counts::of(plan).measures == 50
}

/// Gives the measures of the plan the short titles that come with the product.
pub(super) async fn name_in(tx: &impl ConnectionTrait, plan: Uuid) -> Result<u64, Error> {
    let titles: serde_json::Value =
        serde_json::from_str(SHORT_TITLES).map_err(|error| Error::Internal(error.to_string()))?;
    sql::execute(
        tx,
        statement(
            "update measure m
             set short_title = t.short_title, short_title_en = t.short_title_en
             from jsonb_to_recordset($2) as t (number integer, short_title text, short_title_en text)
             where m.plan_id = $1 and m.number = t.number and m.version = 1 and m.short_title_en is null",
            [plan.into(), titles.into()],
        ),
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        number: i32,
        short_title: String,
        short_title_en: String,
    }

    #[test]
    fn every_measure_of_the_plan_has_a_short_title_that_fits() {
        let plan = super::super::read::read(TEXT, FILE_NAME).unwrap().plan;
        let counts = import::Counts::of(&plan);
        assert_eq!((counts.parts, counts.sections, counts.measures, counts.clauses), (7, 22, 50, 186));
        let titles: Vec<Named> = serde_json::from_str(SHORT_TITLES).unwrap();
        assert_eq!(titles.iter().map(|title| title.number).collect::<Vec<_>>(), (1..=50).collect::<Vec<_>>());
        for title in titles {
            assert!((1..=12).contains(&title.short_title.chars().count()), "{title:?}");
            assert!((1..=40).contains(&title.short_title_en.chars().count()), "{title:?}");
        }
    }
}
