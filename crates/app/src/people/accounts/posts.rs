//! Giving a person a further post: an account of its own whose roles wait for the security administrator like all others.
//! It ends with the step that disables it, which asks for the receivers of its open work.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::policy::{Action, Role};
use luoshi_domain::rule::RuleError;
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::{check_organisation, lock, record};
use super::{AccountRow, User, codes, in_order, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Reply, Tx, Written};
use crate::views::OrgRef;

/// A further post of a person, where the person is shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FurtherPost {
    /// The account of the post.
    pub id: Uuid,
    /// Where it is.
    pub organisation: OrgRef,
    /// What it is called, e.g. 副主任.
    pub post: Option<String>,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Roles that wait for the security administrator.
    pub requested_roles: Option<Vec<Role>>,
    /// First day.
    pub serves_from: NaiveDate,
    /// Last day, where one is set.
    pub serves_until: Option<NaiveDate>,
    /// When it was ended.
    pub disabled_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// A further post to give.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// Where it is: an organisation in which the person has no post yet.
    pub organisation_id: Uuid,
    /// What it is called, e.g. 副主任.
    pub post: Option<String>,
    /// Roles wanted.
    pub roles: Vec<Role>,
    /// First day.
    pub serves_from: NaiveDate,
    /// Last day; null: until it is ended.
    pub serves_until: Option<NaiveDate>,
}

/// Gives a person a further post and asks for its roles.
pub async fn add(ctx: &Ctx, person: Uuid, new: NewPost) -> Result<Written<User>, Error> {
    ctx.write(Attempt::on("user.add_post", "user", person), async |tx| {
        let row = lock(tx, person).await?;
        ctx.require(Action::AccountWrite)?;
        ctx.expect_version(row.user.version)?;
        let requested = in_order(&new.roles);
        let title = new.checked(tx).await?;
        if row.user.person_id.is_some() || row.user.disabled_at.is_some() {
            return Err(RuleError::StepNotPossible.into());
        }
        refuse_second(&row.user, new.organisation_id)?;
        row.facts_of_post().check_post(&requested)?;
        let id = Uuid::now_v7();
        insert(tx, id, &row, &new, title, &requested).await?;
        let detail = json!({ "person_id": person, "organisation_id": new.organisation_id,
            "requested_roles": requested, "serves_from": new.serves_from, "serves_until": new.serves_until });
        record(tx, "user.add_post", id, &row.user.login, detail).await?;
        let user = queries::row(&**tx, id).await?.shown_to(ctx);
        let version = user.version;
        Ok(Reply::created(user, version, format!("/api/v1/users/{id}")))
    })
    .await
}

/// One post in each organisation.
pub(super) fn refuse_second(user: &User, organisation: Uuid) -> Result<(), Error> {
    let open = user.posts.iter().filter(|post| post.disabled_at.is_none());
    let held = open.map(|post| post.organisation.id).chain([user.organisation.id]).any(|held| held == organisation);
    if held { Err(RuleError::PostHeld.into()) } else { Ok(()) }
}

/// Notes what is wrong with the days of a post.
pub(super) fn check_term(fields: &mut Fields, from: NaiveDate, until: Option<NaiveDate>) {
    for (pointer, day) in [("/serves_from", Some(from)), ("/serves_until", until)] {
        if day.is_some_and(|day| !(1900..=2100).contains(&day.year())) {
            fields.fault(pointer, "out_of_range", "日期应在 1900 年到 2100 年之间");
        }
    }
    if until.is_some_and(|until| until < from) {
        fields.fault("/serves_until", "before_start", "结束日期不能早于起始日期");
    }
}

impl NewPost {
    async fn checked(&self, tx: &Tx<'_>) -> Result<Option<String>, Error> {
        let mut fields = Fields::new();
        let title = fields.optional("/post", self.post.as_deref(), 100);
        if self.roles.is_empty() {
            fields.fault("/roles", "required", "请至少选择一个角色");
        }
        check_organisation(tx, &mut fields, self.organisation_id).await?;
        check_term(&mut fields, self.serves_from, self.serves_until);
        fields.done()?;
        Ok(title)
    }
}

async fn insert(
    tx: &Tx<'_>,
    id: Uuid,
    row: &AccountRow,
    new: &NewPost,
    title: Option<String>,
    requested: &[Role],
) -> Result<(), Error> {
    let ctx = tx.ctx();
    // The name cannot be typed as a login, and the post has no password.
    let login = format!("{}#{}", row.user.login, row.user.posts.len() + 2);
    let values: [Value; 11] = [
        id.into(),
        row.user.id.into(),
        login.into(),
        row.user.name.clone().into(),
        title.into(),
        new.organisation_id.into(),
        codes(requested).into(),
        ctx.actor.account.into(),
        new.serves_from.into(),
        new.serves_until.into(),
        ctx.now.into(),
    ];
    let sql =
        "with grown as (update account set version = version + 1, updated_at = $11 where id = $2 returning is_sample)
        insert into account (id, person_id, login, name, post, organisation_id, roles, requested_roles, requested_by,
            serves_from, serves_until, is_sample, created_at, updated_at)
        select $1, $2, $3, $4, $5, $6, '{}', $7, $8, $9, $10, is_sample, $11, $11 from grown";
    sql::execute(&**tx, statement(sql, values)).await?;
    Ok(())
}
