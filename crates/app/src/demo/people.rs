//! The organisations and people of the demonstration: all marked as samples, none with a password. And who and what the
//! tasks refer to, by the names the sample data uses.

use std::collections::HashMap;

use sea_orm::ActiveEnum;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::script::Script;
use crate::app::{App, Ctx};
use crate::error::Error;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply};

/// Inserts them all in one transaction.
pub(super) async fn insert(ctx: &Ctx, script: &Script) -> Result<(), Error> {
    let organisations = organisation_rows(ctx, script);
    let accounts = account_rows(ctx, script, &organisations)?;
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

fn organisation_rows(ctx: &Ctx, script: &Script) -> Value {
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

fn account_rows(ctx: &Ctx, script: &Script, organisations: &Value) -> Result<Value, Error> {
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
    rows.extend(post_rows(ctx, script, &rows, home)?);
    Ok(Value::Array(rows))
}

fn post_rows(
    ctx: &Ctx,
    script: &Script,
    people: &[Value],
    home: impl Fn(&str) -> Option<Value>,
) -> Result<Vec<Value>, Error> {
    let row = |post: &super::script::FurtherPost| {
        let person = people.iter().find(|person| person["login"] == post.of)?;
        Some(json!({
            "id": Uuid::now_v7(),
            "person_id": person["id"],
            "login": format!("{}#2", post.of),
            "name": person["name"],
            "post": post.post,
            "organisation_id": home(&post.org)?,
            "roles": post.roles,
            "serves_from": post.serves_from,
            "must_change_password": false,
            "is_sample": true,
            "version": 1,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        }))
    };
    let unknown =
        |post: &super::script::FurtherPost| Error::Internal(format!("sample data: a post of {} is lost", post.of));
    script.posts.iter().map(|post| row(post).ok_or_else(|| unknown(post))).collect()
}

/// An organisation as the tasks refer to it.
#[derive(Debug, Deserialize)]
pub(super) struct Known {
    pub id: Uuid,
    pub name: String,
}

/// All organisations by their codes.
pub(super) async fn organisations(room: &App) -> Result<HashMap<String, Known>, Error> {
    let sql = "select jsonb_build_array(code, jsonb_build_object('id', id, 'name', name)) as view from organisation";
    let rows: Vec<(String, Known)> = sql::rows(&room.db, statement(sql, [])).await?;
    Ok(rows.into_iter().collect())
}

/// The sentences of the plan by the numbers of their measure and within it.
pub(super) async fn clauses(room: &App, plan: Uuid) -> Result<HashMap<(i32, i32), Uuid>, Error> {
    let sql = "select jsonb_build_array(jsonb_build_array(m.number, c.number), c.id) as view
        from clause c join measure m on m.id = c.measure_id where c.plan_id = $1 and m.number is not null";
    let rows: Vec<((i32, i32), Uuid)> = sql::rows(&room.db, statement(sql, [plan.into()])).await?;
    Ok(rows.into_iter().collect())
}
