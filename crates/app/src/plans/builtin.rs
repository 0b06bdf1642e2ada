//! The plan that comes with the product: 中关村世界领先科技园区建设方案(2024—2027年) with the short titles of its measures.

use std::sync::Arc;

use luoshi_domain::plan_text::PlanText;
use luoshi_domain::policy::{Actor, Role};
use sea_orm::{ConnectionTrait, TransactionTrait};
use uuid::Uuid;

use super::import::{self, Document};
use crate::app::{App, Ctx};
use crate::error::Error;
use crate::people::session;
use crate::sql::{self, statement};

const TEXT: &[u8] = include_bytes!("../../data/plans/zgc-2024-2027.txt");
const FILE_NAME: &str = "中关村世界领先科技园区建设方案（2024—2027年）.txt";
const TITLE: &str = "中关村世界领先科技园区建设方案(2024—2027年)";
const SHORT_TITLES: &str = include_str!("../../data/plans/zgc-2024-2027.short-titles.json");

/// Puts the plan into force in a ledger that has none. Safe to repeat and to run in several processes at once; a ledger
/// with any other plan is left alone.
pub async fn ensure(app: &Arc<App>) -> Result<(), Error> {
    let turn = app.db.begin().await?;
    sql::execute(&turn, statement("select pg_advisory_xact_lock(hashtext('plan.builtin'))", [])).await?;
    let none = "select to_jsonb(not exists (select 1 from plan)) as view";
    if sql::row(&turn, statement(none, [])).await? == Some(true) {
        enact(app).await?;
    }
    Ok(turn.commit().await?)
}

/// The plan in force, whatever other plans there are.
pub(crate) async fn in_force(app: &Arc<App>) -> Result<Uuid, Error> {
    let sql = "select to_jsonb(id) as view from plan where state = 'ACTIVE' and source_sha256 = $1";
    match sql::row(&app.db, statement(sql, [import::sha256(TEXT).into()])).await? {
        Some(plan) => Ok(plan),
        None => enact(app).await,
    }
}

async fn enact(app: &Arc<App>) -> Result<Uuid, Error> {
    let document = Document { file_name: FILE_NAME.to_owned(), bytes: TEXT.to_vec() };
    let plan = import::import(&office(&session::machine(app)), document, &[], true).await?;
    Ok(plan.fresh()?.id)
}

/// The same caller with the office's right to plans: for the machine and its operator, who have no role.
pub fn office(ctx: &Ctx) -> Ctx {
    let actor = Actor { roles: vec![Role::OfficeHead], ..ctx.actor.clone() };
    Ctx { actor, ..ctx.clone() }
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
