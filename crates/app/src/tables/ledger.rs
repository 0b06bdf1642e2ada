//! What the ledger holds, in the shape in which the rules for tables compare it: one statement a list.

use chrono::NaiveDate;
use luoshi_domain::tables::milestones;
use luoshi_domain::tables::names::{Names, Organisation};
use luoshi_domain::tables::organisations::StoredOrganisation;
use luoshi_domain::tables::tasks::{Ledger, Measure, StoredTask};
use luoshi_domain::tables::users::StoredUser;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::Error;
use crate::sql::{self, statement};

/// Everything that a line of 任务分解表 may speak of.
pub(super) async fn tasks(db: &impl ConnectionTrait, plan: Uuid, today: NaiveDate) -> Result<Ledger, Error> {
    let measures: Vec<Measure> = sql::rows(db, statement(include_str!("ledger_measures.sql"), [plan.into()])).await?;
    let tasks: Vec<StoredTask> = sql::rows(db, statement(include_str!("ledger_tasks.sql"), [plan.into()])).await?;
    Ok(Ledger { measures, names: names(db, today).await?, tasks, today })
}

/// Tasks of a plan with their milestones.
pub(super) async fn milestones(db: &impl ConnectionTrait, plan: Uuid) -> Result<Vec<milestones::StoredTask>, Error> {
    sql::rows(db, statement(include_str!("ledger_milestones.sql"), [plan.into()])).await
}

/// All organisations by everything they are called.
pub async fn names(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Names, Error> {
    let sql = "select jsonb_build_object('id', id, 'code', code, 'name', name, 'short_name', short_name,
            'aliases', aliases, 'standing', valid_to is null or valid_to >= $1) as view
         from organisation order by sort_order, code";
    let all: Vec<Organisation> = sql::rows(db, statement(sql, [today.into()])).await?;
    Ok(Names::new(all))
}

/// All organisations with everything their table holds.
pub(crate) async fn organisations(db: &impl ConnectionTrait) -> Result<Vec<StoredOrganisation>, Error> {
    sql::rows(db, statement("select to_jsonb(o) as view from organisation o order by o.sort_order, o.code", [])).await
}

/// All accounts with everything their table holds.
pub(super) async fn users(db: &impl ConnectionTrait) -> Result<Vec<StoredUser>, Error> {
    let sql = "select jsonb_build_object('id', id, 'login', login, 'name', name, 'post', post, 'roles', roles,
            'organisation_id', organisation_id, 'requested_roles', requested_roles) as view
         from account where person_id is null order by login";
    sql::rows(db, statement(sql, [])).await
}
