//! Making and changing accounts. Roles asked for here act only once the security administrator approved them.

use chrono::NaiveDate;
use luoshi_domain::people::login_fits;
use luoshi_domain::policy::{Action, Role};
use luoshi_domain::rule::RuleError;
use sea_orm::Value;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::posts::{check_term, refuse_second};
use super::{AccountRow, User, UserWithPassword, codes, in_order, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::people::password;
use crate::people::receivers::{DutyReceiver, Leaving, release};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// An account to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Three to forty of a–z, 0–9, dot, underscore and hyphen; never changes.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Post, e.g. 统筹处主任科员.
    pub post: Option<String>,
    /// Where they work.
    pub organisation_id: Uuid,
    /// Roles wanted.
    pub roles: Vec<Role>,
}

/// What to change about an account; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Name of the person.
    pub name: Option<String>,
    /// Post; null removes it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub post: Option<Option<String>>,
    /// Where they work.
    pub organisation_id: Option<Uuid>,
    /// Last day of a further post; null: until it is ended.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub serves_until: Option<Option<NaiveDate>>,
    /// Roles wanted instead of the present ones, which stay in force until the decision.
    pub roles: Option<Vec<Role>>,
    /// Who receives what is open, when the person goes to another organisation.
    #[serde(default)]
    pub receivers: Vec<DutyReceiver>,
}

/// Makes an account with a one-time password, and asks for its roles.
pub async fn create(ctx: &Ctx, input: NewUser) -> Result<Written<UserWithPassword>, Error> {
    let login = input.login.trim().to_owned();
    let one_time = password::one_time(&login)?;
    let written = ctx
        .write(Attempt::new("user.create", "user"), async |tx| {
            ctx.require(Action::AccountWrite)?;
            let id = Uuid::now_v7();
            let requested = in_order(&input.roles);
            let checked = check(tx, &input).await?;
            check_roles(&requested)?;
            let hash = ctx.app.hasher.hash(&one_time).await?;
            insert(tx, AccountToInsert { id, hash, requested: Some(&requested), must_change: true, ..checked }).await?;
            let detail = json!({ "organisation_id": input.organisation_id, "requested_roles": requested });
            record(tx, "user.create", id, &login, detail).await?;
            let user = queries::row(&**tx, id).await?.shown_to(ctx);
            let version = user.version;
            Ok(Reply::created(user, version, format!("/api/v1/users/{id}")))
        })
        .await?;
    Ok(with_password(written, Some(one_time)))
}

/// The answer with the password; the kept answer to a repeated request never held it.
pub(super) fn with_password(written: Written<User>, one_time: Option<String>) -> Written<UserWithPassword> {
    match written {
        Written::Fresh(reply) => {
            Written::Fresh(reply.map(|user| UserWithPassword { user, one_time_password: one_time }))
        }
        Written::Replayed(reply) => {
            Written::Replayed(reply.map(|user| json!({ "user": user, "one_time_password": null })))
        }
    }
}

/// Changes what is said, and asks for other roles.
pub async fn update(ctx: &Ctx, id: Uuid, input: UserChange) -> Result<Written<User>, Error> {
    ctx.write(Attempt::on("user.update", "user", id), async |tx| {
        let row = lock(tx, id).await?;
        ctx.require(Action::AccountWrite)?;
        ctx.expect_version(row.user.version)?;
        let receivers = input.receivers.clone();
        let after = changed(ctx, tx, &row, input).await?;
        let before = row.user;
        leave(tx, &before, &after, &receivers).await?;
        store(tx, &before, &after).await?;
        record(tx, "user.update", id, &before.login, json!({ "changed": differences(&before, &after) })).await?;
        let user = queries::row(&**tx, id).await?.shown_to(ctx);
        let version = user.version;
        Ok(Reply::changed(user, version))
    })
    .await
}

/// The row of an account, held until the end of the transaction; administrators change one after the other, so that
/// two of them cannot both believe that the other one remains.
pub(super) async fn lock(tx: &Tx<'_>, id: Uuid) -> Result<AccountRow, Error> {
    sql::execute(&**tx, statement("select pg_advisory_xact_lock(hashtext('account'))", [])).await?;
    queries::row(&**tx, id).await
}

async fn changed(ctx: &Ctx, tx: &Tx<'_>, row: &AccountRow, input: UserChange) -> Result<User, Error> {
    let mut fields = Fields::new();
    let before = &row.user;
    let mut after = before.clone();
    check_applicable(&mut fields, before, &input);
    if let Some(name) = input.name {
        after.name = fields.required("/name", &name, 60);
    }
    if let Some(post) = input.post {
        after.post = fields.optional("/post", post.as_deref(), 100);
    }
    if let Some(organisation) = input.organisation_id {
        check_organisation(tx, &mut fields, organisation).await?;
        after.organisation.id = organisation;
    }
    if let (Some(until), Some(from)) = (input.serves_until, before.serves_from) {
        check_term(&mut fields, from, until);
        after.serves_until = until;
    }
    fields.done()?;
    if after.organisation.id != before.organisation.id {
        refuse_second(before, after.organisation.id)?;
    }
    if let Some(roles) = input.roles {
        let roles = in_order(&roles);
        check_roles(&roles)?;
        if roles != in_order(&before.roles) {
            row.facts(ctx).check_post(&roles)?;
        }
        after.requested_roles = Some(roles).filter(|roles| *roles != in_order(&before.roles));
    }
    Ok(after)
}

/// A further post has the name of its person and stays where it is; only it has a term.
fn check_applicable(fields: &mut Fields, before: &User, input: &UserChange) {
    let further = before.person_id.is_some();
    if further && input.name.as_ref().is_some_and(|name| name.trim() != before.name) {
        fields.fault("/name", "not_applicable", "请在本人的账号上修改姓名");
    }
    if further && input.organisation_id.is_some_and(|organisation| organisation != before.organisation.id) {
        fields.fault("/organisation_id", "not_applicable", "兼任岗位不换单位，请结束后另设");
    }
    if !further && input.serves_until.flatten().is_some() {
        fields.fault("/serves_until", "not_applicable", "只有兼任岗位有任期，请去掉这一项");
    }
}

/// Whoever goes to another organisation hands over first.
async fn leave(tx: &Tx<'_>, before: &User, after: &User, receivers: &[DutyReceiver]) -> Result<(), Error> {
    if after.organisation.id != before.organisation.id {
        return release(tx, before, Leaving::Move, receivers).await;
    }
    if receivers.is_empty() {
        return Ok(());
    }
    Err(Error::field("/receivers", "not_applicable", "没有换单位，请去掉这一项"))
}

async fn store(tx: &Tx<'_>, before: &User, after: &User) -> Result<(), Error> {
    let asked_anew = after.requested_roles != before.requested_roles;
    let asker = if asked_anew { Some(tx.ctx().actor.account) } else { before.requested_by.as_ref().map(|by| by.id) };
    let asker = asker.filter(|_| after.requested_roles.is_some());
    sql::execute(
        &**tx,
        statement(
            "with further as (update account set name = $2 where person_id = $1)
             update account set name = $2, post = $3, organisation_id = $4, requested_roles = $5, requested_by = $6,
                serves_until = $8, version = version + 1, updated_at = $7
             where id = $1",
            [
                before.id.into(),
                after.name.clone().into(),
                after.post.clone().into(),
                after.organisation.id.into(),
                after.requested_roles.as_deref().map(codes).into(),
                asker.into(),
                tx.ctx().now.into(),
                after.serves_until.into(),
            ],
        ),
    )
    .await?;
    Ok(())
}

fn differences(before: &User, after: &User) -> serde_json::Value {
    let mut changed = serde_json::Map::new();
    let mut note = |field: &str, from: serde_json::Value, to: serde_json::Value| {
        if from != to {
            changed.insert(field.to_owned(), json!({ "from": from, "to": to }));
        }
    };
    note("name", json!(before.name), json!(after.name));
    note("post", json!(before.post), json!(after.post));
    note("organisation_id", json!(before.organisation.id), json!(after.organisation.id));
    note("serves_until", json!(before.serves_until), json!(after.serves_until));
    note("requested_roles", json!(before.requested_roles), json!(after.requested_roles));
    changed.into()
}

/// An account ready to be stored.
pub(in crate::people) struct AccountToInsert<'a> {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub post: Option<String>,
    pub organisation: Uuid,
    pub roles: &'a [Role],
    pub requested: Option<&'a [Role]>,
    pub hash: String,
    pub must_change: bool,
}

/// Stores an account; a taken login is named.
pub(in crate::people) async fn insert(tx: &Tx<'_>, account: AccountToInsert<'_>) -> Result<(), Error> {
    let ctx = tx.ctx();
    let requested = account.requested.filter(|roles| !roles.is_empty());
    let asker = requested.map(|_| ctx.actor.account);
    let values: [Value; 11] = [
        account.id.into(),
        account.login.into(),
        account.name.into(),
        account.post.into(),
        account.organisation.into(),
        codes(account.roles).into(),
        requested.map(codes).into(),
        asker.into(),
        account.hash.into(),
        account.must_change.into(),
        ctx.now.into(),
    ];
    let sql = "insert into account (id, login, name, post, organisation_id, roles, requested_roles, requested_by,
            password_hash, must_change_password, password_changed_at, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $11)";
    sql::execute(&**tx, statement(sql, values))
        .await
        .map_err(|error| error.or_duplicate("account_login_once", "/login"))?;
    Ok(())
}

async fn check(tx: &Tx<'_>, input: &NewUser) -> Result<AccountToInsert<'static>, Error> {
    let mut fields = Fields::new();
    let login = input.login.trim().to_owned();
    check_login(&mut fields, "/login", &login);
    let name = fields.required("/name", &input.name, 60);
    let post = fields.optional("/post", input.post.as_deref(), 100);
    if input.roles.is_empty() {
        fields.fault("/roles", "required", "请至少选择一个角色");
    }
    check_organisation(tx, &mut fields, input.organisation_id).await?;
    fields.done()?;
    let (organisation, id) = (input.organisation_id, Uuid::nil());
    Ok(AccountToInsert {
        id,
        login,
        name,
        post,
        organisation,
        roles: &[],
        requested: None,
        hash: String::new(),
        must_change: true,
    })
}

/// Notes a login name that does not fit.
pub(in crate::people) fn check_login(fields: &mut Fields, pointer: &str, login: &str) {
    if !login_fits(login) {
        fields.fault(pointer, "unfit_login", "账号为 3 到 40 个小写字母、数字、点、下划线或连字符");
    }
}

fn check_roles(roles: &[Role]) -> Result<(), Error> {
    if Role::compatible(roles) { Ok(()) } else { Err(RuleError::RolesIncompatible.into()) }
}

pub(super) async fn check_organisation(tx: &Tx<'_>, fields: &mut Fields, id: Uuid) -> Result<(), Error> {
    let found: Option<bool> =
        sql::row(&**tx, statement("select to_jsonb(true) as view from organisation where id = $1", [id.into()]))
            .await?;
    if found.is_none() {
        fields.fault("/organisation_id", "not_found", "没有这个机构，请重新选择");
    }
    Ok(())
}

/// Writes the audit event of a step on an account.
pub(super) async fn record(
    tx: &Tx<'_>,
    action: &str,
    id: Uuid,
    label: &str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    tx.record(Event { action, object_type: "user", object_id: Some(id), label, detail }).await
}
