//! Ties and conflicts of one moment, read under a lock that every assignment, new tie and submission of a sheet takes, so
//! that none of them overtakes another (trust.md T3).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use luoshi_domain::evaluation::independence::{Conflict, ConflictKind, Subject, Tie, TieKind, conflicts};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use crate::error::Error;
use crate::sql::{self, statement};

#[derive(Debug, Deserialize)]
struct StoredTie {
    account: Uuid,
    kind: TieKind,
    organisation: Option<Uuid>,
    measure: Option<Uuid>,
    from_on: Option<NaiveDate>,
    to_on: Option<NaiveDate>,
}

/// A measure of a round with those who evaluate it.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredSubject {
    measure: Uuid,
    parties: Vec<Uuid>,
    authors: Vec<Uuid>,
    /// Who evaluates it now.
    pub seated: Vec<Uuid>,
}

impl StoredSubject {
    /// The measure as the rule sees it.
    pub fn subject(&self) -> Subject {
        Subject { measure: self.measure, parties: self.parties.clone(), authors: self.authors.clone() }
    }
}

/// Holds every other assignment, tie and submission up until the end of the transaction.
pub async fn lock(tx: &impl ConnectionTrait) -> Result<(), Error> {
    sql::execute(tx, statement("select pg_advisory_xact_lock(hashtext('evaluation.independence'))", [])).await?;
    Ok(())
}

/// The measures of a round in the order of the plan.
pub async fn subjects(db: &impl ConnectionTrait, round: Uuid) -> Result<Vec<StoredSubject>, Error> {
    sql::rows(db, statement(include_str!("subjects.sql"), [round.into()])).await
}

/// The ties of these evaluators.
pub async fn ties(db: &impl ConnectionTrait, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Tie>>, Error> {
    let stored: Vec<StoredTie> = sql::rows(db, statement(include_str!("ties.sql"), [accounts.to_vec().into()])).await?;
    let mut ties: BTreeMap<Uuid, Vec<Tie>> = BTreeMap::new();
    for tie in stored {
        let StoredTie { account, kind, organisation, measure, from_on, to_on } = tie;
        ties.entry(account).or_default().push(Tie { kind, organisation, measure, from_on, to_on });
    }
    Ok(ties)
}

/// Everything that forbids this evaluator the measure today.
pub async fn against(
    db: &impl ConnectionTrait,
    (round, measure): (Uuid, Uuid),
    evaluator: Uuid,
    today: NaiveDate,
) -> Result<Vec<Conflict>, Error> {
    let ties = ties(db, &[evaluator]).await?.remove(&evaluator).unwrap_or_default();
    let subjects = subjects(db, round).await?;
    let subject = subjects.iter().find(|subject| subject.measure == measure).ok_or(Error::NotFound)?;
    Ok(conflicts(evaluator, &ties, &subject.subject(), today))
}

/// Conflicts in words, with the short names of the organisations.
pub async fn words(db: &impl ConnectionTrait, conflicts: &[Conflict]) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Named {
        id: Uuid,
        name: String,
    }
    let ids: Vec<Uuid> = conflicts.iter().filter_map(|conflict| conflict.organisation_id).collect();
    let named = "select jsonb_build_object('id', id, 'name', short_name) as view from organisation where id = any ($1)";
    let named: Vec<Named> =
        if ids.is_empty() { Vec::new() } else { sql::rows(db, statement(named, [ids.into()])).await? };
    let name = |id: Option<Uuid>| named.iter().find(|one| Some(one.id) == id).map_or("", |one| one.name.as_str());
    let each = conflicts.iter().map(|conflict| match (conflict.kind, name(conflict.organisation_id)) {
        (ConflictKind::Employer, name) => format!("{name}是现任职单位，或 36 个月内曾任职"),
        (ConflictKind::Client, name) => format!("{name}是所在机构的客户，或 24 个月内曾是"),
        (ConflictKind::Author, _) => "本人写过这条举措的报告或上传过佐证".to_owned(),
        (ConflictKind::Declared, "") => "本人申报了这条举措".to_owned(),
        (ConflictKind::Declared, name) => format!("本人申报了与{name}的关系"),
    });
    Ok(each.collect::<Vec<_>>().join("；"))
}
