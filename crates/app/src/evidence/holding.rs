//! Looking for a mark of secrecy in an upload, and stopping the upload that shows one (domain.md 6.4).

use luoshi_domain::evidence::{FileType, FoundIn, marks_in_name};
use luoshi_domain::policy::Action;
use luoshi_domain::rule::RuleError;
use sea_orm::{ActiveEnum, Value};
use serde_json::json;
use uuid::Uuid;

use super::attaching::Incoming;
use super::form::NewEvidence;
use super::held::record;
use super::text;
use crate::app::Ctx;
use crate::error::Error;
use crate::reports::stored;
use crate::sql::{self, statement};
use crate::tx::{Attempt, Reply, Tx};

/// The mark that stops an upload, and where it stands.
#[derive(Clone, Debug)]
pub struct Found {
    mark: String,
    place: FoundIn,
    line: Option<i32>,
}

impl Found {
    /// The refusal that the uploader reads.
    pub fn refusal(&self) -> RuleError {
        RuleError::EvidenceHeld { place: self.place().to_owned(), mark: self.mark.clone() }
    }

    /// What to do where nothing can be held for a check.
    pub fn advice(&self) -> String {
        let (place, mark) = (self.place(), &self.mark);
        format!("文件{place}出现“{mark}”，没有保存。请由牵头单位上传并经安全管理员核对；涉密材料请按保密规定另行报送。")
    }

    const fn place(&self) -> &'static str {
        match self.place {
            FoundIn::Name => "名称",
            FoundIn::Text => "正文",
        }
    }
}

/// Looks at the names and the text; what a person released before passes.
pub async fn look(ctx: &Ctx, incoming: &Incoming) -> Result<Option<Found>, Error> {
    let facts = &incoming.facts;
    let named = [&facts.title, &facts.file_name].into_iter().find_map(|name| marks_in_name(name));
    if let Some(mark) = named {
        let found = Found { mark, place: FoundIn::Name, line: None };
        return Ok((!cleared(ctx, incoming, Some(&facts.file_name)).await?).then_some(found));
    }
    let Some(mark) = text::mark_in(incoming.received.path(), incoming.file_type).await else { return Ok(None) };
    let found = Found { mark: mark.text, place: FoundIn::Text, line: i32::try_from(mark.line).ok() };
    Ok((!cleared(ctx, incoming, None).await?).then_some(found))
}

async fn cleared(ctx: &Ctx, incoming: &Incoming, name: Option<&str>) -> Result<bool, Error> {
    let released = "select to_jsonb(h.id) as view from held_evidence h
        where h.sha256 = $1 and h.state = 'RELEASED' and ($2::text is null or h.file_name = $2)
        limit 1";
    let values = [incoming.received.sha256.clone().into(), name.into()];
    let released: Option<Uuid> = sql::row(&ctx.app.db, statement(released, values)).await?;
    Ok(released.is_some())
}

/// Keeps a stopped upload for the check. The uploader is answered with the refusal afterwards.
pub async fn hold(
    ctx: &Ctx,
    (report, replaces): (Uuid, Option<Uuid>),
    incoming: Incoming,
    found: &Found,
) -> Result<(), Error> {
    let mut ctx = ctx.clone();
    // The answer is a refusal, and the same request may be made again once the file is released.
    ctx.request.key = None;
    ctx.write(Attempt::new("held_evidence.hold", "held_evidence"), async |tx| {
        let Incoming { facts, received, file_type } = incoming;
        let report = stored::lock(&ctx, &**tx, report).await?;
        ctx.allow(Action::ReportWrite, &report.target())?;
        let waiting = "select to_jsonb(id) as view from held_evidence
            where report_id = $1 and sha256 = $2 and state = 'HELD' limit 1";
        let sha256 = received.sha256.clone();
        let waiting: Option<Uuid> =
            sql::row(&**tx, statement(waiting, [report.id.into(), sha256.clone().into()])).await?;
        if waiting.is_some() {
            return Err(found.refusal().into());
        }
        let size = i64::try_from(received.size).unwrap_or(i64::MAX);
        ctx.app.files.keep(received).await?;
        let content = Content { sha256: &sha256, size, file_type };
        let id = insert(&ctx, tx, (report.id, replaces), (&facts, &content, found)).await?;
        let detail = json!({
            "report": report.id, "file_name": facts.file_name, "sha256": sha256,
            "mark": found.mark, "found_in": found.place, "line": found.line,
        });
        record(tx, "held_evidence.hold", id, &facts.file_name, detail).await?;
        Ok(Reply::done(()))
    })
    .await?;
    Ok(())
}

struct Content<'a> {
    sha256: &'a str,
    size: i64,
    file_type: FileType,
}

async fn insert(
    ctx: &Ctx,
    tx: &Tx<'_>,
    (report, replaces): (Uuid, Option<Uuid>),
    (facts, content, found): (&NewEvidence, &Content<'_>, &Found),
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let mut stated = serde_json::to_value(facts).map_err(|error| Error::Internal(error.to_string()))?;
    if let Some(stated) = stated.as_object_mut() {
        stated.insert("replaces".to_owned(), json!(replaces));
    }
    let insert = "insert into held_evidence (id, report_id, state, mark, found_in, line, facts, file_name,
            media_type, size, sha256, uploaded_by, uploaded_at)
        values ($1, $2, 'HELD', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values: [Value; 12] = [
        id.into(),
        report.into(),
        found.mark.clone().into(),
        found.place.to_value().into(),
        found.line.into(),
        stated.into(),
        facts.file_name.clone().into(),
        content.file_type.media_type.into(),
        content.size.into(),
        content.sha256.into(),
        ctx.actor.account.into(),
        ctx.now.into(),
    ];
    sql::execute(&**tx, statement(insert, values)).await?;
    Ok(id)
}
