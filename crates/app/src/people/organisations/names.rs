//! Renaming an organisation: from a day on it has another name, and what was said before keeps the old one.

use chrono::{Datelike, Days, NaiveDate};
use luoshi_domain::policy::Action;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Organisation, queries};
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// A name that held until a day; what happened until then shows it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FormerName {
    /// The full name of those days.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// Why it ended, e.g. the document that ordered the new one.
    pub reason: String,
}

/// Another name of an organisation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Renaming {
    /// The new full name.
    pub name: String,
    /// The new name for narrow places.
    pub short_name: String,
    /// First day of the new name, today or earlier.
    pub from: NaiveDate,
    /// Why, e.g. the document that orders it.
    pub reason: String,
}

/// Renames an organisation; the old name stays as an alias and for the days on which it held.
pub async fn rename(ctx: &Ctx, id: Uuid, new: Renaming) -> Result<Written<Organisation>, Error> {
    ctx.write(Attempt::on("organisation.rename", "organisation", id), async |tx| {
        sql::execute(&**tx, statement("select 1 from organisation where id = $1 for update", [id.into()])).await?;
        let before = queries::view(ctx, &**tx, id).await?;
        ctx.require(Action::OrganisationWrite)?;
        ctx.expect_version(before.version)?;
        let (name, short_name, reason, until) = new.checked(ctx, tx, &before).await?;
        store(ctx, tx, id, (&name, &short_name), (until, &reason)).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let detail = json!({ "from": before.name, "to": name, "valid_from": new.from, "reason": reason });
        let (action, label) = ("organisation.rename", view.name.as_str());
        tx.record(Event { action, object_type: "organisation", object_id: Some(id), label, detail }).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

impl Renaming {
    /// The names and the reason tidied, with the last day of the old name; or everything that is wrong.
    async fn checked(
        &self,
        ctx: &Ctx,
        tx: &Tx<'_>,
        before: &Organisation,
    ) -> Result<(String, String, String, NaiveDate), Error> {
        let last = "select coalesce(to_jsonb(max(valid_until)), 'null') as view
            from organisation_name where organisation_id = $1";
        let last: Option<NaiveDate> = sql::row(&**tx, statement(last, [before.id.into()])).await?.flatten();
        let until = self.from.checked_sub_days(Days::new(1)).unwrap_or(self.from);
        let mut fields = Fields::new();
        let name = fields.required("/name", &self.name, 200);
        let short_name = fields.required("/short_name", &self.short_name, 60);
        let reason = fields.required("/reason", &self.reason, 2_000);
        if name == before.name && short_name == before.short_name {
            fields.fault("/name", "unchanged", "请填写新的名称");
        }
        if !(1900..=2100).contains(&self.from.year()) {
            fields.fault("/from", "out_of_range", "日期应在 1900 年到 2100 年之间");
        } else if self.from > ctx.today() {
            fields.fault("/from", "in_future", "更名请在生效当日或之后登记");
        }
        if last.is_some_and(|last| until <= last) || before.valid_from.is_some_and(|from| until < from) {
            fields.fault("/from", "too_early", "这一天早于上一个名称的起始日期");
        }
        fields.done()?;
        Ok((name, short_name, reason, until))
    }
}

/// Keeps the old names for their days and as aliases, and writes the new ones.
async fn store(
    ctx: &Ctx,
    tx: &Tx<'_>,
    id: Uuid,
    (name, short_name): (&str, &str),
    (until, reason): (NaiveDate, &str),
) -> Result<(), Error> {
    let kept = "insert into organisation_name (organisation_id, name, short_name, valid_until, reason, recorded_by,
        recorded_at)
    select id, name, short_name, $2, $3, $4, $5 from organisation where id = $1";
    let values = [id.into(), until.into(), reason.into(), ctx.actor.account.into(), ctx.now.into()];
    sql::execute(&**tx, statement(kept, values)).await?;
    let renamed = "update organisation
    set aliases = (
            select array_agg(distinct alias)
            from unnest(aliases || array[name, short_name]) as former (alias)
            where alias not in ($2, $3)),
        name = $2, short_name = $3, updated_at = $4, version = version + 1
    where id = $1";
    let values = [id.into(), name.into(), short_name.into(), ctx.now.into()];
    sql::execute(&**tx, statement(renamed, values))
        .await
        .map_err(|error| error.or_duplicate("organisation_name_once", "/name"))?;
    Ok(())
}
