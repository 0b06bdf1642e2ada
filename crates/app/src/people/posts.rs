//! The posts of a person (domain.md 2.1): a session works in exactly one and is switched to another here. A further post is
//! an account of its own without a way to sign in, so that work, rights and messages are those of the post;
//! [`super::session`] looks at it anew with every request.

use chrono::NaiveDate;
use luoshi_domain::policy::{Action, Role};
use luoshi_domain::rule::RuleError;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};
use crate::views::OrgRef;

/// A post that the caller may use today.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct HeldPost {
    /// The account of the post.
    pub id: Uuid,
    /// Where it is.
    pub organisation: OrgRef,
    /// What it is called, e.g. 副主任.
    pub post: Option<String>,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Its last day, where one is set.
    pub until: Option<NaiveDate>,
    /// Whether the session works in it.
    pub current: bool,
    /// Messages that are new there; those of the present post are counted with the caller.
    pub notifications: i64,
}

/// In which post the session is to work.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostWanted {
    /// The post, one of those that `/me` names.
    pub post_id: Uuid,
}

#[derive(Deserialize)]
struct Found {
    organisation: String,
    further: bool,
    in_use: bool,
}

/// Lets this session work in another post from now on; the next sign-in begins there.
pub async fn switch(ctx: &Ctx, wanted: PostWanted) -> Result<Written<()>, Error> {
    let session = ctx.session.ok_or(Error::Unauthenticated)?;
    ctx.write(Attempt::on("session.switch_post", "session", session), async |tx| {
        ctx.require(Action::OwnWrite)?;
        let found = find(tx, wanted.post_id).await?;
        if !found.in_use {
            return Err(RuleError::PostNotInUse.into());
        }
        let post = found.further.then_some(wanted.post_id);
        // Whoever goes to another post acts for nobody else there.
        let change = "update session set post_id = $2, acting_for = null where id = $1";
        sql::execute(&**tx, statement(change, [session.into(), post.into()])).await?;
        let last = "update account set last_post_id = $2 where id = $1";
        sql::execute(&**tx, statement(last, [ctx.actor.person.into(), post.into()])).await?;
        let detail = json!({ "post_id": wanted.post_id, "organisation": found.organisation });
        let (action, label) = ("session.switch_post", ctx.login.as_str());
        tx.record(Event { action, object_type: "session", object_id: Some(session), label, detail }).await?;
        Ok(Reply::nothing(()))
    })
    .await
}

/// One of the caller's own posts; those of others are missing.
async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Found, Error> {
    let ctx = tx.ctx();
    let own = "select jsonb_build_object('organisation', o.short_name, 'further', a.person_id is not null,
            'in_use', a.disabled_at is null and cardinality(a.roles) > 0
                and coalesce(a.serves_from, $3) <= $3 and coalesce(a.serves_until, $3) >= $3) as view
        from account a
        join organisation o on o.id = a.organisation_id
        where a.id = $1 and coalesce(a.person_id, a.id) = $2";
    let values = [id.into(), ctx.actor.person.into(), ctx.today().into()];
    sql::row(&**tx, statement(own, values)).await?.ok_or(Error::NotFound)
}
