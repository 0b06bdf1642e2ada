//! What a unit writes when it asks for an adjustment, checked field by field before anything is stored.

use chrono::NaiveDate;
use luoshi_domain::adjustments::{MilestoneDay, Proposal, Purpose, VersionLead, changes};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::AdjustmentSubject;
use crate::app::Ctx;
use crate::error::Error;
use crate::fields::Fields;
use crate::sql::{self, statement};
use crate::tasks::draft::check_day;

/// What is asked for; what is absent stays. Days belong to `RESUME`, everything else to `CHANGE`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentProposal {
    /// Another title.
    pub title: Option<String>,
    /// Another result.
    pub deliverable: Option<String>,
    /// Another acceptance standard.
    pub acceptance_standard: Option<String>,
    /// Another lead.
    pub lead_org_id: Option<Uuid>,
    /// The new due day of the task.
    pub due_on: Option<NaiveDate>,
    /// New due days of milestones not yet handed in.
    #[serde(default)]
    pub milestones: Vec<MilestoneDay>,
}

impl AdjustmentProposal {
    /// The same with its texts tidied and its lead named, or everything that is wrong with it.
    pub async fn checked(
        &self,
        ctx: &Ctx,
        tx: &impl ConnectionTrait,
        fields: &mut Fields,
        purpose: Purpose,
        subject: &AdjustmentSubject,
    ) -> Result<Proposal, Error> {
        let proposal = match purpose {
            Purpose::Change => {
                self.refuse_days(fields);
                self.content(ctx, tx, fields, subject).await?
            }
            Purpose::Suspend => {
                self.refuse_days(fields);
                self.refuse_content(fields);
                Proposal::default()
            }
            Purpose::Resume => {
                self.refuse_content(fields);
                self.days(ctx, fields, subject)
            }
        };
        let changes_nothing = changes(&subject.content, &proposal.onto(&subject.content)).is_empty();
        if purpose == Purpose::Change && changes_nothing {
            fields.fault("/proposal", "unchanged", "请至少改动任务名称、成果、验收标准、牵头单位中的一项");
        }
        Ok(proposal)
    }

    fn refuse_days(&self, fields: &mut Fields) {
        let words = "只有恢复任务时才另定时限，请去掉这一项；单独改时限请申请延期";
        if self.due_on.is_some() {
            fields.fault("/proposal/due_on", "not_applicable", words);
        }
        if !self.milestones.is_empty() {
            fields.fault("/proposal/milestones", "not_applicable", words);
        }
    }

    fn refuse_content(&self, fields: &mut Fields) {
        let given = [
            ("title", self.title.is_some()),
            ("deliverable", self.deliverable.is_some()),
            ("acceptance_standard", self.acceptance_standard.is_some()),
            ("lead_org_id", self.lead_org_id.is_some()),
        ];
        for (name, _) in given.into_iter().filter(|(_, given)| *given) {
            fields.fault(format!("/proposal/{name}"), "not_applicable", "暂缓、恢复时不改内容，请去掉这一项");
        }
    }

    async fn content(
        &self,
        ctx: &Ctx,
        tx: &impl ConnectionTrait,
        fields: &mut Fields,
        subject: &AdjustmentSubject,
    ) -> Result<Proposal, Error> {
        let mut text = |name: &str, words: &Option<String>, most| {
            words.as_deref().map(|words| fields.required(&format!("/proposal/{name}"), words, most))
        };
        let (title, deliverable) = (text("title", &self.title, 200), text("deliverable", &self.deliverable, 2_000));
        let acceptance_standard = text("acceptance_standard", &self.acceptance_standard, 2_000);
        let lead = match self.lead_org_id.filter(|id| *id != subject.content.lead.id) {
            Some(id) => {
                let lead = lead(tx, id, ctx.today()).await?;
                if lead.is_none() {
                    fields.fault("/proposal/lead_org_id", "not_found", "没有这个单位，或已停用");
                }
                lead
            }
            None => None,
        };
        Ok(Proposal { title, deliverable, acceptance_standard, lead, ..Proposal::default() })
    }

    fn days(&self, ctx: &Ctx, fields: &mut Fields, subject: &AdjustmentSubject) -> Proposal {
        let (today, held) = (ctx.today(), subject.content.due_on);
        match self.due_on {
            None => fields.fault("/proposal/due_on", "required", "请填写恢复后的完成时限"),
            Some(day) if day < today.max(held) => {
                let detail = format!("恢复后的时限不能早于 {}", today.max(held));
                fields.fault("/proposal/due_on", "too_early", detail);
            }
            Some(day) => check_day(fields, "/proposal/due_on", day),
        }
        let last = self.due_on.unwrap_or(held);
        for (place, asked) in self.milestones.iter().enumerate() {
            let pointer = |name: &str| format!("/proposal/milestones/{place}/{name}");
            if subject.content.milestones.iter().all(|each| each.id != asked.milestone_id) {
                fields.fault(pointer("milestone_id"), "not_found", "这个里程碑不属于本任务，请刷新后重新选择");
            } else if subject.delivered.contains(&asked.milestone_id) {
                fields.fault(pointer("milestone_id"), "delivered", "这个里程碑已提交或已认可，时限不再变");
            }
            if asked.due_on < today || asked.due_on > last {
                fields.fault(pointer("due_on"), "outside_task", format!("节点日期应在 {today} 至 {last} 之间"));
            }
        }
        Proposal { due_on: self.due_on, milestones: self.milestones.clone(), ..Proposal::default() }
    }
}

/// The organisation as a lead with its present name; `None` when it does not stand on that day.
pub async fn lead(tx: &impl ConnectionTrait, id: Uuid, on: NaiveDate) -> Result<Option<VersionLead>, Error> {
    let standing = "select jsonb_build_object('id', id, 'name', name) as view from organisation
        where id = $1 and (valid_from is null or valid_from <= $2) and (valid_to is null or valid_to >= $2)";
    sql::row(tx, statement(standing, [id.into(), on.into()])).await
}
