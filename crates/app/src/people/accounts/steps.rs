//! The steps on an account: its roles decided, its password reset, disabled and enabled.

use luoshi_domain::people::AccountAction;
use luoshi_domain::policy::Target;
use sea_orm::{DatabaseBackend, Statement, Value};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::commands::{lock, record, with_password};
use super::{AccountRow, UserWithPassword, codes, queries};
use crate::app::{Ctx, IfMatch};
use crate::error::Error;
use crate::fields::Fields;
use crate::people::own::end_sessions;
use crate::people::password;
use crate::people::receivers::{DutyReceiver, Leaving, release};
use crate::sql;
use crate::tx::{Attempt, Reply, Tx, Written};

/// A step on an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserTransition {
    /// What to do.
    pub action: AccountAction,
    /// The reason, required for `disable` and `refuse_roles`.
    pub comment: Option<String>,
    /// Who receives what is open, for `disable` and for `approve_roles` that takes roles away.
    #[serde(default)]
    pub receivers: Vec<DutyReceiver>,
}

/// Carries out a step; `reset_password` answers with the new one-time password.
pub async fn transition(ctx: &Ctx, id: Uuid, input: UserTransition) -> Result<Written<UserWithPassword>, Error> {
    let action = input.action;
    let one_time = (action == AccountAction::ResetPassword).then(|| password::one_time("")).transpose()?;
    let written = ctx
        .write(Attempt::on(action.event(), "user", id), async |tx| {
            let row = lock(tx, id).await?;
            ctx.allow(action.needs(), &Target::default())?;
            // Who decides on what they saw says so with If-Match; without it the present state is meant.
            if ctx.request.if_match != IfMatch::Missing {
                ctx.expect_version(row.user.version)?;
            }
            let comment = comment(action, input.comment.as_deref())?;
            action.check(&row.facts(ctx))?;
            leave(tx, action, &row, &input.receivers).await?;
            change(tx, action, &row, one_time.as_deref()).await?;
            let detail =
                json!({ "comment": comment, "roles": row.user.roles, "requested_roles": row.user.requested_roles });
            record(tx, action.event(), id, &row.user.login, detail).await?;
            let user = queries::row(&**tx, id).await?.shown_to(ctx);
            let version = user.version;
            Ok(Reply::changed(user, version))
        })
        .await?;
    Ok(with_password(written, one_time))
}

fn comment(action: AccountAction, comment: Option<&str>) -> Result<Option<String>, Error> {
    let mut fields = Fields::new();
    let words = fields.optional("/comment", comment, 2000);
    if action.needs_comment() && words.is_none() {
        fields.fault("/comment", "required", "请写明原因");
    }
    fields.done()?;
    Ok(words)
}

/// Whoever leaves a post with this step hands over first.
async fn leave(tx: &Tx<'_>, action: AccountAction, row: &AccountRow, receivers: &[DutyReceiver]) -> Result<(), Error> {
    let leaving = match action {
        AccountAction::Disable => Leaving::Disable,
        AccountAction::ApproveRoles => Leaving::Roles,
        _ if receivers.is_empty() => return Ok(()),
        _ => return Err(Error::field("/receivers", "not_applicable", "这一步不交接工作，请去掉这一项")),
    };
    release(tx, &row.user, leaving, receivers).await
}

async fn change(tx: &Tx<'_>, action: AccountAction, row: &AccountRow, one_time: Option<&str>) -> Result<(), Error> {
    let id = row.user.id;
    match action {
        AccountAction::ApproveRoles => {
            let roles = row.user.requested_roles.as_deref().unwrap_or_default();
            set(tx, id, "roles = $3, requested_roles = null, requested_by = null", Some(codes(roles).into())).await
        }
        AccountAction::RefuseRoles => set(tx, id, "requested_roles = null, requested_by = null", None).await,
        AccountAction::ResetPassword => {
            let hash = tx.ctx().app.hasher.hash(one_time.unwrap_or_default()).await?;
            let change = "password_hash = $3, must_change_password = true, password_changed_at = $2";
            set(tx, id, change, Some(hash.into())).await?;
            end_sessions(tx, id, None, "password reset").await
        }
        AccountAction::Disable => {
            set(tx, id, "disabled_at = $2", None).await?;
            end_sessions(tx, id, None, "account disabled").await
        }
        AccountAction::Enable => set(tx, id, "disabled_at = null", None).await,
    }
}

/// Changes the columns named in `change`, where `$2` is now and `$3` the value.
async fn set(tx: &Tx<'_>, id: Uuid, change: &str, value: Option<Value>) -> Result<(), Error> {
    let sql = format!("update account set {change}, version = version + 1, updated_at = $2 where id = $1");
    let values = [id.into(), tx.ctx().now.into()].into_iter().chain(value);
    sql::execute(&**tx, Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values)).await?;
    Ok(())
}
