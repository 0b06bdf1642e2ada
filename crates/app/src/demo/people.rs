//! The organisations and people of the demonstration: all marked as samples, none with a password.

use sea_orm::ActiveEnum;
use serde_json::{Value, json};
use uuid::Uuid;

use super::script::Script;
use crate::app::Ctx;
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

/// Inserts them all in one transaction.
pub(super) async fn insert(ctx: &Ctx, script: &Script) -> Result<(), Error> {
    let organisations = organisations(ctx, script);
    let accounts = accounts(ctx, script, &organisations)?;
    ctx.write(Attempt::new("demo.load", "organisation"), async |tx| {
        for (table, rows) in [("organisation", &organisations), ("account", &accounts)] {
            let sql = format!("insert into {table} select * from jsonb_populate_recordset(null::{table}, $1)");
            sql::execute(&**tx, statement(&sql, [rows.clone().into()])).await?;
        }
        let detail = json!({ "organisations": script.organisations.len(), "accounts": script.people.len() });
        let label = "示例机构和账号";
        tx.record(Event { action: "demo.load", object_type: "organisation", object_id: None, label, detail }).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}

fn organisations(ctx: &Ctx, script: &Script) -> Value {
    let row = |organisation: &super::script::Organisation| {
        json!({
            "id": Uuid::now_v7(),
            "code": organisation.code,
            "name": organisation.name,
            "short_name": organisation.short_name,
            "kind": organisation.kind.to_value(),
            "sort_order": organisation.sort_order,
            "aliases": organisation.aliases,
            "is_sample": true,
            "version": 1,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        })
    };
    script.organisations.iter().map(row).collect()
}

fn accounts(ctx: &Ctx, script: &Script, organisations: &Value) -> Result<Value, Error> {
    let home = |code: &str| {
        let found = organisations.as_array().into_iter().flatten().find(|organisation| organisation["code"] == code);
        found.map(|organisation| organisation["id"].clone())
    };
    let mut cards = 0;
    let mut rows = Vec::with_capacity(script.people.len());
    for person in &script.people {
        let unknown = || Error::Internal(format!("sample data: {} belongs to no organisation", person.login));
        cards += i32::from(person.persona);
        rows.push(json!({
            "id": Uuid::now_v7(),
            "login": person.login,
            "name": person.name,
            "post": person.post,
            "organisation_id": home(&person.org).ok_or_else(unknown)?,
            "roles": person.roles,
            "must_change_password": false,
            "is_sample": true,
            "persona": person.persona.then_some(cards),
            "version": 1,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        }));
    }
    Ok(Value::Array(rows))
}
