//! The lead's side: asking for parts, and taking one over into its report with the source marked.

use chrono::{DateTime, NaiveDate, Utc};
use luoshi_domain::calendar::shanghai_today;
use luoshi_domain::contributions::{ContributionState, Quoted, check_open, merged};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::files;
use super::views::ReportContribution;
use crate::actions::AllowedAction;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::reports::queries as reports;
use crate::reports::stored::{self, ReportFacts};
use crate::reports::views::ReportView;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Event, Reply, Tx, Written};

/// Longest text of a report.
const LONG_TEXT: usize = 10_000;
/// Most organisations asked at once.
const MOST: usize = 200;

/// Asks organisations of the task for their part.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionRequest {
    /// Responsible or supporting organisations of the task, each at most once a day.
    pub organisation_ids: Vec<Uuid>,
}

/// Takes the words and files of a part over into the report.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenContribution {
    /// A submitted part of the same task and period.
    pub contribution_id: Uuid,
}

/// What the lead may do about a part beside its report.
pub fn allowed(ctx: &Ctx, report: &ReportFacts, part: &ReportContribution, today: NaiveDate) -> Vec<AllowedAction> {
    if !ctx.may(Action::ReportWrite, &report.target()) {
        return Vec::new();
    }
    let open = check_open(Some(report.state));
    match part.state {
        ContributionState::NotStarted | ContributionState::Draft => {
            let asked = ask_guard(part.asked_at, today, &part.organisation.short_name);
            let ask = AllowedAction::of("ask", false, open.clone().and(asked));
            let waive = part.id.map(|_| AllowedAction::of("waive", true, open));
            [Some(ask), waive].into_iter().flatten().collect()
        }
        ContributionState::Submitted if part.quoted == Quoted::Verbatim => Vec::new(),
        ContributionState::Submitted => vec![AllowedAction::of("take", false, open)],
        ContributionState::Waived => Vec::new(),
    }
}

fn ask_guard(asked_at: Option<DateTime<Utc>>, today: NaiveDate, organisation: &str) -> Result<(), RuleError> {
    match asked_at {
        Some(at) if shanghai_today(at) == today => Err(RuleError::AskedToday { organisation: organisation.to_owned() }),
        _ => Ok(()),
    }
}

#[derive(Debug, Deserialize)]
struct Party {
    organisation_id: Uuid,
    organisation: String,
    state: ContributionState,
    asked_at: Option<DateTime<Utc>>,
}

/// Asks for parts, or asks again: it shows in the work of the organisations' reporters from then on.
pub async fn ask(ctx: &Ctx, id: Uuid, request: ContributionRequest) -> Result<Written<ReportView>, Error> {
    ctx.write(Attempt::on("contribution.ask", "report", id), async |tx| {
        let report = stored::lock(ctx, &**tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        let parties = parties(tx, &report).await?;
        let asked = request.checked(&parties)?;
        check_open(Some(report.state))?;
        for party in &asked {
            ask_guard(party.asked_at, ctx.today(), &party.organisation)?;
        }
        for party in &asked {
            note_asked(ctx, tx, &report, party.organisation_id).await?;
        }
        let names: Vec<&str> = asked.iter().map(|party| party.organisation.as_str()).collect();
        let (label, detail) = (report.label(), json!({ "organisations": names }));
        let action = "contribution.ask";
        tx.record(Event { action, object_type: "report", object_id: Some(id), label: &label, detail }).await?;
        Ok(Reply::done(reports::view(ctx, &**tx, id).await?))
    })
    .await
}

impl ContributionRequest {
    fn checked<'a>(&self, parties: &'a [Party]) -> Result<Vec<&'a Party>, Error> {
        let mut fields = Fields::new();
        if self.organisation_ids.is_empty() {
            fields.fault("/organisation_ids", "required", "请至少选择一个单位");
        }
        if self.organisation_ids.len() > MOST {
            fields.fault("/organisation_ids", "too_many", format!("一次最多选择 {MOST} 个单位"));
        }
        let mut asked: Vec<&Party> = Vec::new();
        for (index, id) in self.organisation_ids.iter().enumerate() {
            let pointer = format!("/organisation_ids/{index}");
            match parties.iter().find(|party| party.organisation_id == *id) {
                None => fields.fault(pointer, "not_a_party", "请从本任务的责任单位和配合单位中选择"),
                Some(party) if matches!(party.state, ContributionState::Submitted | ContributionState::Waived) => {
                    fields.fault(pointer, "not_applicable", "这个单位已提交或已免填，不用再请");
                }
                Some(party) if asked.iter().any(|other| other.organisation_id == *id) => {
                    fields.fault(pointer, "repeated", format!("{}选了两次，请只保留一次", party.organisation));
                }
                Some(party) => asked.push(party),
            }
        }
        fields.done()?;
        Ok(asked)
    }
}

async fn parties(tx: &Tx<'_>, report: &ReportFacts) -> Result<Vec<Party>, Error> {
    let parties = "select jsonb_build_object('organisation_id', o.id, 'organisation', o.short_name,
            'state', coalesce(c.state, 'NOT_STARTED'), 'asked_at', c.asked_at) as view
        from task_organisation d
        join organisation o on o.id = d.organisation_id
        left join contribution c on c.task_id = d.task_id and c.cycle_id = $2 and c.organisation_id = d.organisation_id
        where d.task_id = $1
        order by d.duty, d.ord, o.id";
    sql::rows(&**tx, statement(parties, [report.task_id.into(), report.cycle_id.into()])).await
}

async fn note_asked(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts, organisation: Uuid) -> Result<(), Error> {
    let asked =
        "insert into contribution (id, task_id, cycle_id, organisation_id, state, asked_at, asked_by, asked_times,
            created_at, updated_at)
        values ($1, $2, $3, $4, 'NOT_STARTED', $5, $6, 1, $5, $5)
        on conflict (task_id, cycle_id, organisation_id) do update
        set asked_at = $5, asked_by = $6, asked_times = contribution.asked_times + 1";
    let values = [
        Uuid::now_v7().into(),
        report.task_id.into(),
        report.cycle_id.into(),
        organisation.into(),
        ctx.now.into(),
        ctx.actor.account.into(),
    ];
    sql::execute(&**tx, statement(asked, values)).await?;
    Ok(())
}

/// A submitted part with its words.
#[derive(Debug, Deserialize)]
struct Words {
    id: Uuid,
    organisation: String,
    progress: String,
    problems: String,
}

/// Puts the words of a part into the report under the name of their source, and its files among the evidence.
pub async fn take(ctx: &Ctx, id: Uuid, taken: TakenContribution) -> Result<Written<ReportView>, Error> {
    ctx.write(Attempt::on("contribution.take", "report", id), async |tx| {
        let report = stored::lock(ctx, &**tx, id).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        ctx.expect_version(report.version)?;
        if !report.is_open() {
            return Err(RuleError::NotEditable.into());
        }
        let words = words(tx, &report, taken.contribution_id).await?;
        put_into(ctx, tx, &report, &words).await?;
        let files = files::copy(tx, &report, words.id).await?;
        let noted = "update contribution set taken_at = $2, taken_by = $3 where id = $1";
        let values = [words.id.into(), ctx.now.into(), ctx.actor.account.into()];
        sql::execute(&**tx, statement(noted, values)).await?;
        let detail = json!({ "contribution": words.id, "organisation": words.organisation, "files": files });
        let (action, label) = ("contribution.take", report.label());
        tx.record(Event { action, object_type: "report", object_id: Some(id), label: &label, detail }).await?;
        let view = reports::view(ctx, &**tx, id).await?;
        let version = view.head.version;
        Ok(Reply::changed(view, version))
    })
    .await
}

async fn words(tx: &Tx<'_>, report: &ReportFacts, id: Uuid) -> Result<Words, Error> {
    let words = "select jsonb_build_object('id', c.id, 'organisation', o.short_name, 'progress', c.progress,
            'problems', c.problems) as view
        from contribution c
        join organisation o on o.id = c.organisation_id
        where c.id = $1 and c.task_id = $2 and c.cycle_id = $3 and c.state = 'SUBMITTED'";
    let missing = || Error::field("/contribution_id", "not_found", "这份配合情况没有提交，请刷新后再采用");
    let values = [id.into(), report.task_id.into(), report.cycle_id.into()];
    sql::row(&**tx, statement(words, values)).await?.ok_or_else(missing)
}

/// Whoever takes words over has something to report: 本期无进展 is taken back.
async fn put_into(ctx: &Ctx, tx: &Tx<'_>, report: &ReportFacts, words: &Words) -> Result<(), Error> {
    let progress = merged(&report.progress, &words.organisation, &words.progress);
    let problems = merged(&report.problems, &words.organisation, &words.problems);
    let mut fields = Fields::new();
    if progress.chars().count() > LONG_TEXT || problems.chars().count() > LONG_TEXT {
        let detail = format!("采用后超过 {LONG_TEXT} 字，请先精简报告");
        fields.fault("/contribution_id", "too_long", detail);
    }
    fields.done()?;
    let put = "update report
        set progress = $2, problems = $3, no_change = false, no_change_reason = null, updated_at = $4, version = version + 1
        where id = $1";
    sql::execute(&**tx, statement(put, [report.id.into(), progress.into(), problems.into(), ctx.now.into()])).await?;
    Ok(())
}
