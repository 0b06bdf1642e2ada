//! Plays the parts of other organisations in a report: asked for, written, taken over.

use luoshi_domain::contributions::ContributionAction;
use uuid::Uuid;

use super::play::Stage;
use super::script::SamplePart;
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::commands::{self as reports, ReportChange};
use crate::reports::contributions::commands::{self, ContributionChange, NewContribution};
use crate::reports::contributions::lead::{self, ContributionRequest, TakenContribution};
use crate::reports::contributions::steps::{self, ContributionTransition};
use crate::reports::queries;

impl Stage<'_> {
    pub(super) async fn ask_parts(&self, ctx: &Ctx, at: (usize, usize)) -> Result<(), Error> {
        let orgs: Vec<String> = self.script.tasks[at.0].parts.iter().map(|part| part.org.clone()).collect();
        let request = ContributionRequest { organisation_ids: self.ids(&orgs)? };
        lead::ask(ctx, self.filed(at)?.id, request).await?;
        Ok(())
    }

    pub(super) async fn part(&self, ctx: &Ctx, at: (usize, usize), part: &SamplePart) -> Result<(), Error> {
        let (task_id, cycle_id) = (self.made(at.0)?.id, self.cycle(at.1)?);
        let begun = commands::create(ctx, NewContribution { task_id, cycle_id }).await?.fresh()?;
        let change = ContributionChange { progress: part.progress.clone(), problems: None };
        commands::update(ctx, begun.id, change).await?;
        let step = ContributionTransition { action: ContributionAction::Submit, comment: None };
        steps::transition(ctx, begun.id, step).await?;
        Ok(())
    }

    pub(super) async fn take_part(&self, ctx: &Ctx, at: (usize, usize), part: &SamplePart) -> Result<(), Error> {
        let report = self.filed(at)?.id;
        let org = self.organisation(&part.org)?.id;
        let view = queries::view(ctx, &ctx.app.db, report).await?;
        let id = view.contributions.iter().find(|each| each.organisation.id == org).and_then(|each| each.id);
        let taken = TakenContribution { contribution_id: id.unwrap_or(Uuid::nil()) };
        let view = lead::take(ctx, report, taken).await?.fresh()?;
        let (Some(words), Some(rewritten)) = (&part.progress, &part.rewritten) else { return Ok(()) };
        let progress = Some(view.progress.replace(words, rewritten));
        reports::update(ctx, report, ReportChange { progress, ..ReportChange::default() }).await?;
        Ok(())
    }
}
