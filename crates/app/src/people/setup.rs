//! The first set-up: the office and four accounts, so that no account with a known password ever ships (domain.md 6.5).

use std::sync::Arc;

use luoshi_domain::people::{OrgKind, check_password};
use luoshi_domain::policy::{Actor, Role};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::accounts::{self, AccountToInsert};
use super::organisations::{self, NewOrganisation};
use crate::app::{App, Ctx, RequestFacts};
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx};

/// What the first set-up needs.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The one-time token of the link that the server printed.
    pub token: String,
    /// Name of the office that coordinates the plan.
    pub office_name: String,
    /// The first four persons.
    pub accounts: SetupAccounts,
}

/// Four accounts: three administrators who exclude each other, and the office.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupAccounts {
    /// 系统管理员.
    pub system_admin: SetupAccount,
    /// 安全管理员.
    pub security_admin: SetupAccount,
    /// 审计管理员.
    pub audit_admin: SetupAccount,
    /// 统筹负责人, who is 统筹岗 too until there are more people.
    pub office: SetupAccount,
}

/// One of the first accounts.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupAccount {
    /// Login name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Password: at least ten characters of three kinds, without the login name.
    pub password: String,
}

/// Whether there is no account yet.
pub async fn needed(app: &App) -> Result<bool, Error> {
    let sql = "select to_jsonb(not exists (select 1 from account)) as view";
    Ok(sql::row(&app.db, statement(sql, [])).await?.unwrap_or(false))
}

/// Makes the office and the four accounts; there is nothing to set up once any account exists.
pub async fn complete(app: &Arc<App>, input: Setup, request: RequestFacts) -> Result<(), Error> {
    let people = input.accounts.in_order();
    let office = input.office_name.trim().to_owned();
    check(&office, &people)?;
    if !needed(app).await? {
        return Err(Error::NotFound);
    }
    let mut hashes = Vec::with_capacity(people.len());
    for person in &people {
        hashes.push(app.hasher.hash(&person.account.password).await?);
    }
    let organisation = Uuid::now_v7();
    let ctx = first_administrator(app, &people[0], organisation, &office, request);
    ctx.write(Attempt::new("setup.complete", "organisation"), async |tx| {
        nobody_yet(tx).await?;
        insert_office(tx, organisation, &office).await?;
        for (person, hash) in people.iter().zip(hashes) {
            insert_person(tx, person, organisation, hash).await?;
        }
        Ok(Reply::nothing(()))
    })
    .await?;
    Ok(())
}

/// One of the four with its place in the form and its roles.
struct Person {
    id: Uuid,
    field: &'static str,
    roles: &'static [Role],
    account: SetupAccount,
}

impl SetupAccounts {
    fn in_order(self) -> [Person; 4] {
        let person = |field, roles, account| Person { id: Uuid::now_v7(), field, roles, account };
        [
            person("system_admin", &[Role::SystemAdmin], self.system_admin),
            person("security_admin", &[Role::SecurityAdmin], self.security_admin),
            person("audit_admin", &[Role::AuditAdmin], self.audit_admin),
            person("office", &[Role::OfficeStaff, Role::OfficeHead], self.office),
        ]
    }
}

fn check(office: &str, people: &[Person]) -> Result<(), Error> {
    let mut fields = Fields::new();
    fields.required("/office_name", office, 200);
    for (n, Person { field, account, .. }) in people.iter().enumerate() {
        let pointer = |name| format!("/accounts/{field}/{name}");
        accounts::check_login(&mut fields, &pointer("login"), &account.login);
        if people[..n].iter().any(|other| other.account.login == account.login) {
            fields.fault(pointer("login"), "duplicate", "四个账号不能同名");
        }
        fields.required(&pointer("name"), &account.name, 60);
        if let Err(fault) = check_password(&account.password, &account.login) {
            fields.fault(pointer("password"), fault.code(), fault.sentence());
        }
    }
    fields.done()
}

/// The first system administrator acts already while being made.
fn first_administrator(app: &Arc<App>, first: &Person, organisation: Uuid, office: &str, request: RequestFacts) -> Ctx {
    Ctx {
        app: Arc::clone(app),
        actor: Actor::single(first.id, organisation, first.roles.to_vec()),
        login: first.account.login.clone(),
        name: first.account.name.trim().to_owned(),
        organisation: office.to_owned(),
        session: None,
        now: app.clock.now(),
        request: RequestFacts { key: None, ..request },
    }
}

/// Of two requests at once the second waits here and then finds the accounts of the first.
async fn nobody_yet(tx: &Tx<'_>) -> Result<(), Error> {
    sql::execute(&**tx, statement("lock table account in share row exclusive mode", [])).await?;
    let somebody: Option<bool> =
        sql::row(&**tx, statement("select to_jsonb(true) as view from account limit 1", [])).await?;
    if somebody.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

async fn insert_office(tx: &Tx<'_>, id: Uuid, name: &str) -> Result<(), Error> {
    let short_name = name.chars().take(60).collect();
    let office = NewOrganisation {
        code: "office".to_owned(),
        name: name.to_owned(),
        short_name,
        kind: OrgKind::Office,
        sort_order: Some(0),
        aliases: None,
        valid_from: None,
        valid_to: None,
    };
    organisations::insert(tx, id, &office).await?;
    let action = "setup.complete";
    let detail = json!({ "code": office.code, "kind": office.kind });
    tx.record(Event { action, object_type: "organisation", object_id: Some(id), label: name, detail }).await
}

async fn insert_person(tx: &Tx<'_>, person: &Person, organisation: Uuid, hash: String) -> Result<(), Error> {
    let (id, login) = (person.id, person.account.login.clone());
    let account = AccountToInsert {
        id,
        login: login.clone(),
        name: person.account.name.trim().to_owned(),
        post: None,
        organisation,
        roles: person.roles,
        requested: None,
        hash,
        must_change: false,
    };
    accounts::insert(tx, account).await?;
    let detail = json!({ "roles": person.roles, "by": "setup" });
    tx.record(Event { action: "user.create", object_type: "user", object_id: Some(id), label: &login, detail }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(login: &str, password: &str) -> SetupAccount {
        SetupAccount { login: login.into(), name: "张三".into(), password: password.into() }
    }

    #[test]
    fn every_wrong_field_of_the_four_accounts_is_named() {
        let accounts = SetupAccounts {
            system_admin: account("sys", "Abcdefgh-123"),
            security_admin: account("sys", "Abcdefgh-123"),
            audit_admin: account("A", "Abcdefgh-123"),
            office: account("office", "short"),
        };
        let Err(Error::Invalid(errors)) = check("", &accounts.in_order()) else { panic!("nothing was found") };
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        let expected = [
            "/office_name",
            "/accounts/security_admin/login",
            "/accounts/audit_admin/login",
            "/accounts/office/password",
        ];
        assert_eq!(pointers, expected);
    }
}
