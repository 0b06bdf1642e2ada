//! The organisation's own side: beginning its part with the words of the last one, and changing them.

use chrono::NaiveDate;
use luoshi_domain::contributions::{ContributionState, check_open};
use luoshi_domain::policy::{Action, Target};
use luoshi_domain::reports::ReportState;
use luoshi_domain::rule::RuleError;
use luoshi_domain::tasks::TaskState;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use super::stored;
use super::views::Contribution;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, Filter, statement};
use crate::tasks::queries::visible_to;
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a part.
const LONG_TEXT: usize = 5_000;

/// Begins the part of the caller's organisation in a task for a cycle.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContribution {
    /// The task, in which the caller's organisation is responsible or supports.
    pub task_id: Uuid,
    /// The period.
    pub cycle_id: Uuid,
}

/// Changes to a part; what is not said stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionChange {
    /// 配合进展.
    pub progress: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Place {
    code: String,
    title: String,
    state: TaskState,
    parties: Vec<Uuid>,
    cycle_name: Option<String>,
    opens_on: Option<NaiveDate>,
    report: Option<ReportState>,
    part: Option<Begun>,
}

/// The part as it is there already, if only because the lead asked for it.
#[derive(Debug, Deserialize)]
struct Begun {
    id: Uuid,
    state: ContributionState,
}

/// Begins a draft with the words of the organisation's last part carried forward.
pub async fn create(ctx: &Ctx, new: NewContribution) -> Result<Written<Contribution>, Error> {
    ctx.write(Attempt::new("contribution.create", "contribution"), async |tx| {
        ctx.require(Action::ContributionWrite)?;
        let place = lock_place(ctx, tx, &new).await?;
        place.check(ctx)?;
        let id = begin(ctx, tx, &new, place.part.as_ref().map(|part| part.id)).await?;
        let label =
            format!("{} {} {} {}", place.code, place.title, place.cycle_name.unwrap_or_default(), ctx.organisation);
        let detail = json!({ "to": ContributionState::Draft, "task": new.task_id, "cycle": new.cycle_id,
            "organisation": ctx.actor.organisation });
        let action = "contribution.create";
        tx.record(Event { action, object_type: "contribution", object_id: Some(id), label: &label, detail }).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::created(view, version, format!("/api/v1/contributions/{id}")))
    })
    .await
}

async fn lock_place(ctx: &Ctx, tx: &Tx<'_>, new: &NewContribution) -> Result<Place, Error> {
    let task = "select 1 from task where id = $1 for no key update";
    sql::execute(&**tx, statement(task, [new.task_id.into()])).await?;
    let mut filter = Filter::new();
    filter.and("t.id = {}", new.task_id);
    let (cycle, mine) = (filter.bind(new.cycle_id), filter.bind(ctx.actor.organisation));
    visible_to(ctx, &mut filter);
    let sql = include_str!("place.sql").replace("/*cycle*/", &cycle).replace("/*mine*/", &mine);
    let missing = || Error::field("/task_id", "not_found", "没有这个任务，请从任务页进入填写");
    sql::row(&**tx, filter.apply(&sql)).await?.ok_or_else(missing)
}

impl Place {
    fn check(&self, ctx: &Ctx) -> Result<(), Error> {
        let owner = Target { lead: None, parties: self.parties.clone() };
        if !ctx.may(Action::ContributionWrite, &owner) {
            let words = "本单位不是这个任务的责任单位或配合单位，请核对任务";
            return Err(Error::field("/task_id", "not_a_party", words));
        }
        let Some(opens_on) = self.opens_on else {
            return Err(Error::field("/cycle_id", "not_found", "没有这个填报周期，请刷新后重新选择"));
        };
        if self.state != TaskState::InProgress {
            return Err(RuleError::TaskNotInProgress.into());
        }
        if ctx.today() < opens_on {
            return Err(RuleError::WindowNotOpen { opens_on }.into());
        }
        if self.part.as_ref().is_some_and(|part| part.state != ContributionState::NotStarted) {
            return Err(RuleError::ContributionExists.into());
        }
        Ok(check_open(self.report)?)
    }
}

async fn begin(ctx: &Ctx, tx: &Tx<'_>, new: &NewContribution, asked: Option<Uuid>) -> Result<Uuid, Error> {
    let id = asked.unwrap_or_else(Uuid::now_v7);
    let values = [id.into(), new.task_id.into(), new.cycle_id.into(), ctx.actor.organisation.into(), ctx.now.into()];
    sql::execute(&**tx, statement(include_str!("begin.sql"), values)).await?;
    Ok(id)
}

/// Changes the words while the lead's report is open and the part is not submitted.
pub async fn update(ctx: &Ctx, id: Uuid, change: ContributionChange) -> Result<Written<Contribution>, Error> {
    ctx.write(Attempt::on("contribution.update", "contribution", id), async |tx| {
        let part = stored::lock(ctx, &**tx, id).await?;
        ctx.allow(Action::ContributionWrite, &part.owner())?;
        ctx.expect_version(part.version)?;
        part.check_editable()?;
        change.check()?;
        let changed = "update contribution
            set state = 'DRAFT', progress = coalesce($2, progress), problems = coalesce($3, problems), updated_at = $4,
                version = version + 1
            where id = $1";
        let names = change.names();
        let values = [id.into(), change.progress.into(), change.problems.into(), ctx.now.into()];
        sql::execute(&**tx, statement(changed, values)).await?;
        let (label, detail) = (part.label(), json!({ "organisation": part.organisation_id, "changed": names }));
        let action = "contribution.update";
        tx.record(Event { action, object_type: "contribution", object_id: Some(id), label: &label, detail }).await?;
        let view = queries::view(ctx, &**tx, id).await?;
        let version = view.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

impl ContributionChange {
    fn check(&self) -> Result<(), Error> {
        let mut fields = Fields::new();
        fields.optional("/progress", self.progress.as_deref(), LONG_TEXT);
        fields.optional("/problems", self.problems.as_deref(), LONG_TEXT);
        fields.done()
    }

    fn names(&self) -> Vec<&'static str> {
        let said = [("progress", self.progress.is_some()), ("problems", self.problems.is_some())];
        said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name).collect()
    }
}
