//! Making and changing organisations. None is ever removed: history keeps its name, `valid_to` ends it.

use chrono::{Datelike, NaiveDate};
use luoshi_domain::people::OrgKind;
use luoshi_domain::policy::Action;
use luoshi_domain::tables::organisations::RENAME;
use sea_orm::{ActiveEnum, Value};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Organisation, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::{Fields, given};
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// An organisation to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    /// Short stable code, without blanks.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for narrow places.
    pub short_name: String,
    /// What it is in the field.
    pub kind: OrgKind,
    /// Place in 建制顺序; 1000 unless said.
    pub sort_order: Option<i32>,
    /// Other names under which documents mention it.
    pub aliases: Option<Vec<String>>,
    /// First day of its existence.
    pub valid_from: Option<NaiveDate>,
    /// Last day of its existence.
    pub valid_to: Option<NaiveDate>,
}

/// What to change about an organisation; what is not said stays. A name changes by [`super::rename`] only, from a day on.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationChange {
    /// Short stable code.
    pub code: Option<String>,
    /// Full name as it is; another one is refused, see `/organisations/{id}/names`.
    pub name: Option<String>,
    /// Name for narrow places as it is.
    pub short_name: Option<String>,
    /// What it is in the field.
    pub kind: Option<OrgKind>,
    /// Place in 建制顺序.
    pub sort_order: Option<i32>,
    /// Other names.
    pub aliases: Option<Vec<String>>,
    /// First day of its existence; null removes it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Option<Option<NaiveDate>>,
    /// Last day of its existence; null removes it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Option<Option<NaiveDate>>,
}

/// Makes an organisation.
pub async fn create(ctx: &Ctx, input: NewOrganisation) -> Result<Written<Organisation>, Error> {
    ctx.write(Attempt::new("organisation.create", "organisation"), async |tx| {
        ctx.require(Action::OrganisationWrite)?;
        let input = checked(&input)?;
        let id = Uuid::now_v7();
        insert(tx, id, &input).await?;
        record(tx, "organisation.create", id, &input.name, json!({ "code": input.code, "kind": input.kind })).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::created(view, version, format!("/api/v1/organisations/{id}")))
    })
    .await
}

/// Changes what is said.
pub async fn update(ctx: &Ctx, id: Uuid, change: OrganisationChange) -> Result<Written<Organisation>, Error> {
    ctx.write(Attempt::on("organisation.update", "organisation", id), async |tx| {
        sql::execute(&**tx, statement("select 1 from organisation where id = $1 for update", [id.into()])).await?;
        let before = queries::view(ctx, &**tx, id).await?;
        ctx.require(Action::OrganisationWrite)?;
        ctx.expect_version(before.version)?;
        refuse_other_names(&before, &change)?;
        let after = checked(&merged(&before, change))?;
        store(tx, id, &after).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        record(tx, "organisation.update", id, &view.name, differences(&before, &view)).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

/// History keeps the names of its days, so none is written over.
fn refuse_other_names(before: &Organisation, change: &OrganisationChange) -> Result<(), Error> {
    let mut fields = Fields::new();
    let names = [("/name", &change.name, &before.name), ("/short_name", &change.short_name, &before.short_name)];
    for (pointer, said, held) in names {
        if said.as_deref().is_some_and(|said| said.trim() != held) {
            fields.fault(pointer, RENAME.0, RENAME.1);
        }
    }
    fields.done()
}

fn merged(before: &Organisation, change: OrganisationChange) -> NewOrganisation {
    let before = before.clone();
    NewOrganisation {
        code: change.code.unwrap_or(before.code),
        name: change.name.unwrap_or(before.name),
        short_name: change.short_name.unwrap_or(before.short_name),
        kind: change.kind.unwrap_or(before.kind),
        sort_order: change.sort_order.or(Some(before.sort_order)),
        aliases: change.aliases.or(Some(before.aliases)),
        valid_from: change.valid_from.unwrap_or(before.valid_from),
        valid_to: change.valid_to.unwrap_or(before.valid_to),
    }
}

/// The same with every text trimmed, or all its faults.
fn checked(input: &NewOrganisation) -> Result<NewOrganisation, Error> {
    let mut fields = Fields::new();
    let code = fields.required("/code", &input.code, 40);
    if code.chars().any(char::is_whitespace) {
        fields.fault("/code", "unfit_code", "代码中不能有空格");
    }
    let name = fields.required("/name", &input.name, 200);
    let short_name = fields.required("/short_name", &input.short_name, 60);
    if !(0..=1_000_000).contains(&input.sort_order.unwrap_or(0)) {
        fields.fault("/sort_order", "out_of_range", "排序号为 0 到 1000000");
    }
    let aliases = check_aliases(&mut fields, input.aliases.as_deref().unwrap_or_default());
    for (pointer, day) in [("/valid_from", input.valid_from), ("/valid_to", input.valid_to)] {
        if day.is_some_and(|day| !(1900..=2100).contains(&day.year())) {
            fields.fault(pointer, "out_of_range", "日期应在 1900 年到 2100 年之间");
        }
    }
    if let (Some(from), Some(to)) = (input.valid_from, input.valid_to)
        && to < from
    {
        fields.fault("/valid_to", "before_start", "终止日期不能早于起始日期");
    }
    fields.done()?;
    Ok(NewOrganisation { code, name, short_name, aliases: Some(aliases), ..input.clone() })
}

fn check_aliases(fields: &mut Fields, aliases: &[String]) -> Vec<String> {
    if aliases.len() > 20 {
        fields.fault("/aliases", "too_many", "最多 20 个别名");
    }
    let mut kept = Vec::new();
    for (n, alias) in aliases.iter().enumerate() {
        let alias = fields.required(&format!("/aliases/{n}"), alias, 200);
        if !kept.contains(&alias) {
            kept.push(alias);
        }
    }
    kept
}

fn values(id: Uuid, organisation: &NewOrganisation, tx: &Tx<'_>) -> [Value; 10] {
    [
        id.into(),
        organisation.code.clone().into(),
        organisation.name.clone().into(),
        organisation.short_name.clone().into(),
        organisation.kind.to_value().into(),
        organisation.sort_order.unwrap_or(1000).into(),
        organisation.aliases.clone().unwrap_or_default().into(),
        organisation.valid_from.into(),
        organisation.valid_to.into(),
        tx.ctx().now.into(),
    ]
}

/// Stores a new organisation; a taken code or name is named.
pub(in crate::people) async fn insert(tx: &Tx<'_>, id: Uuid, organisation: &NewOrganisation) -> Result<(), Error> {
    let sql = "insert into organisation (id, code, name, short_name, kind, sort_order, aliases, valid_from, valid_to,
            created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    sql::execute(&**tx, statement(sql, values(id, organisation, tx))).await.map_err(taken)?;
    Ok(())
}

async fn store(tx: &Tx<'_>, id: Uuid, organisation: &NewOrganisation) -> Result<(), Error> {
    let sql = "update organisation set code = $2, name = $3, short_name = $4, kind = $5, sort_order = $6, aliases = $7,
            valid_from = $8, valid_to = $9, updated_at = $10, version = version + 1
         where id = $1";
    sql::execute(&**tx, statement(sql, values(id, organisation, tx))).await.map_err(taken)?;
    Ok(())
}

fn taken(error: Error) -> Error {
    error.or_duplicate("organisation_code_key", "/code").or_duplicate("organisation_name_once", "/name")
}

fn differences(before: &Organisation, after: &Organisation) -> serde_json::Value {
    let (Ok(serde_json::Value::Object(before)), Ok(serde_json::Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return json!({});
    };
    let changed: serde_json::Map<String, serde_json::Value> = after
        .into_iter()
        .filter(|(field, value)| field != "version" && before.get(field) != Some(value))
        .map(|(field, value)| (field.clone(), json!({ "from": before.get(&field), "to": value })))
        .collect();
    json!({ "changed": changed })
}

async fn record(tx: &Tx<'_>, action: &str, id: Uuid, label: &str, detail: serde_json::Value) -> Result<(), Error> {
    tx.record(Event { action, object_type: "organisation", object_id: Some(id), label, detail }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_of_an_organisation_are_named_at_once() {
        let input = NewOrganisation {
            code: "a b".into(),
            name: " ".into(),
            short_name: "市科委".into(),
            kind: OrgKind::Municipal,
            sort_order: Some(-1),
            aliases: Some(vec!["科委".into(), String::new()]),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 2),
            valid_to: NaiveDate::from_ymd_opt(2026, 1, 1),
        };
        let Err(Error::Invalid(errors)) = checked(&input) else { panic!("nothing was found") };
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/code", "/name", "/sort_order", "/aliases/1", "/valid_to"]);
    }
}
