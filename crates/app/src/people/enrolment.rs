//! Accounts made by the machine's operator on the command line; their roles act at once and the trail says who did it.

use std::sync::Arc;

use luoshi_domain::people::{OrgKind, check_password};
use luoshi_domain::policy::Role;
use luoshi_domain::rule::RuleError;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::accounts::{self, AccountToInsert};
use super::organisations::{self, NewOrganisation};
use super::session;
use crate::app::App;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx};

/// Whom to enrol.
pub struct Enrolment {
    /// Login name.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Code, name, short name or alias of their organisation; made when none fits.
    pub organisation: String,
    /// Roles, in force at once.
    pub roles: Vec<Role>,
    /// Their password.
    pub password: String,
}

/// Who was enrolled.
#[derive(Clone, Debug, Serialize)]
pub struct Enrolled {
    /// The account.
    pub id: Uuid,
    /// Its login name.
    pub login: String,
    /// Its organisation.
    pub organisation_id: Uuid,
    /// Whether that organisation was made for it.
    #[serde(skip)]
    pub organisation_made: bool,
}

/// Makes an account that can sign in at once.
pub async fn enrol(app: &Arc<App>, enrolment: Enrolment) -> Result<Enrolled, Error> {
    check(&enrolment)?;
    let ctx = session::operator(app);
    let hash = app.hasher.hash(&enrolment.password).await?;
    let written = ctx
        .write(Attempt::new("user.create", "user"), async |tx| {
            let found = organisation(tx, enrolment.organisation.trim()).await?;
            let organisation = match found {
                Some(id) => id,
                None => make_organisation(tx, &enrolment).await?,
            };
            let id = insert(tx, &enrolment, organisation, hash).await?;
            let login = enrolment.login.clone();
            Ok(Reply::done(Enrolled { id, login, organisation_id: organisation, organisation_made: found.is_none() }))
        })
        .await?;
    written.fresh()
}

fn check(enrolment: &Enrolment) -> Result<(), Error> {
    let mut fields = Fields::new();
    accounts::check_login(&mut fields, "/login", &enrolment.login);
    fields.required("/name", &enrolment.name, 60);
    fields.required("/org", &enrolment.organisation, 200);
    if enrolment.roles.is_empty() {
        fields.fault("/role", "required", "请至少给出一个角色");
    }
    if let Err(fault) = check_password(&enrolment.password, &enrolment.login) {
        fields.fault("/password", fault.code(), fault.sentence());
    }
    fields.done()?;
    if Role::compatible(&enrolment.roles) { Ok(()) } else { Err(RuleError::RolesIncompatible.into()) }
}

/// The organisation that goes by this name; the code first, then the full name, the short name and the aliases.
async fn organisation(tx: &Tx<'_>, name: &str) -> Result<Option<Uuid>, Error> {
    sql::row(
        &**tx,
        statement(
            "select to_jsonb(id) as view
             from organisation
             where $1 in (code, name, short_name) or $1 = any (aliases)
             order by code = $1 desc, name = $1 desc, short_name = $1 desc, sort_order, code
             limit 1",
            [name.into()],
        ),
    )
    .await
}

async fn make_organisation(tx: &Tx<'_>, enrolment: &Enrolment) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let name = enrolment.organisation.trim();
    let office = enrolment.roles.iter().any(|role| matches!(role, Role::OfficeStaff | Role::OfficeHead));
    let organisation = NewOrganisation {
        code: code(name, id),
        name: name.to_owned(),
        short_name: name.chars().take(60).collect(),
        kind: if office { OrgKind::Office } else { OrgKind::Other },
        sort_order: None,
        aliases: None,
        valid_from: None,
        valid_to: None,
    };
    organisations::insert(tx, id, &organisation).await?;
    let detail = json!({ "code": organisation.code, "kind": organisation.kind });
    let event =
        Event { action: "organisation.create", object_type: "organisation", object_id: Some(id), label: name, detail };
    tx.record(event).await?;
    Ok(id)
}

/// A name that looks like a code is the code; any other organisation gets one from its id.
fn code(name: &str, id: Uuid) -> String {
    let plain = name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if plain { name.to_owned() } else { format!("org-{}", &id.simple().to_string()[20..]) }
}

async fn insert(tx: &Tx<'_>, enrolment: &Enrolment, organisation: Uuid, hash: String) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let account = AccountToInsert {
        id,
        login: enrolment.login.clone(),
        name: enrolment.name.trim().to_owned(),
        post: None,
        organisation,
        roles: &enrolment.roles,
        requested: None,
        hash,
        must_change: false,
    };
    accounts::insert(tx, account).await?;
    let detail = json!({ "roles": enrolment.roles, "organisation_id": organisation });
    let label = enrolment.login.as_str();
    tx.record(Event { action: "user.create", object_type: "user", object_id: Some(id), label, detail }).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_made_on_the_way_gets_a_code() {
        let id = Uuid::from_u128(0xabc);
        assert_eq!(code("kw", id), "kw");
        assert_eq!(code("市科委", id), "org-000000000abc");
    }
}
