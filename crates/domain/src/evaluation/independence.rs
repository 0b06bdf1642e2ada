//! Independence: who may not evaluate a measure, and since which facts (domain.md 2.9.2, trust.md T3).
//!
//! Facts are intervals of days. An employer counts while one works there and for 36 months after, a client of the agency
//! for 24 months after; what an evaluator wrote themselves and what they declared counts for ever.

use chrono::{Months, NaiveDate};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Months for which a former employer still counts.
pub const EMPLOYER_MONTHS: u32 = 36;
/// Months for which a former client of the agency still counts.
pub const CLIENT_MONTHS: u32 = 24;

/// What ties an evaluator, or their agency, to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TieKind {
    /// 任职单位: an employer of the evaluator.
    Employer,
    /// 机构客户: a client of the agency.
    Client,
    /// 本人申报: what the evaluator declares, e.g. family or earlier advice.
    Declared,
}

/// A fact about an evaluator or their agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// What it is.
    pub kind: TieKind,
    /// With which organisation.
    pub organisation: Option<Uuid>,
    /// Or with which measure, for what is declared.
    pub measure: Option<Uuid>,
    /// First day; without one it has always been so.
    pub from_on: Option<NaiveDate>,
    /// Last day; without one it lasts.
    pub to_on: Option<NaiveDate>,
}

/// The measure, as far as independence depends on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its id.
    pub measure: Uuid,
    /// Lead, responsible and supporting organisations of its tasks.
    pub parties: Vec<Uuid>,
    /// Accounts that wrote reports or uploaded evidence for its tasks.
    pub authors: Vec<Uuid>,
}

/// Why somebody may not evaluate a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Conflict {
    /// Which kind.
    pub kind: ConflictKind,
    /// The organisation behind it, where there is one.
    pub organisation_id: Option<Uuid>,
}

/// The kinds of conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConflictKind {
    /// A party of the measure employs them, or did within 36 months.
    Employer,
    /// A party of the measure is a client of their agency, or was within 24 months.
    Client,
    /// They wrote a report or uploaded evidence for it.
    Author,
    /// They declared it.
    Declared,
}

impl Tie {
    /// Whether it still counts on this day.
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        let begun = self.from_on.is_none_or(|from| from <= day);
        let months = match self.kind {
            TieKind::Employer => EMPLOYER_MONTHS,
            TieKind::Client => CLIENT_MONTHS,
            TieKind::Declared => return true,
        };
        // The last day on which it counts: the very day some months after the end.
        let over = self.to_on.and_then(|to| to.checked_add_months(Months::new(months))).is_some_and(|end| end < day);
        begun && !over
    }

    const fn conflict(&self) -> ConflictKind {
        match self.kind {
            TieKind::Employer => ConflictKind::Employer,
            TieKind::Client => ConflictKind::Client,
            TieKind::Declared => ConflictKind::Declared,
        }
    }
}

/// Everything that forbids this evaluator this measure on this day; each reason once.
pub fn conflicts(evaluator: Uuid, ties: &[Tie], subject: &Subject, day: NaiveDate) -> Vec<Conflict> {
    let mut found = Vec::new();
    for tie in ties.iter().filter(|tie| tie.counts_on(day)) {
        let with_party = tie.organisation.filter(|organisation| subject.parties.contains(organisation));
        let with_measure = tie.measure == Some(subject.measure);
        let conflict = Conflict { kind: tie.conflict(), organisation_id: with_party };
        if (with_party.is_some() || with_measure) && !found.contains(&conflict) {
            found.push(conflict);
        }
    }
    if subject.authors.contains(&evaluator) {
        found.push(Conflict { kind: ConflictKind::Author, organisation_id: None });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HER: Uuid = Uuid::from_u128(1);
    const UNIT: Uuid = Uuid::from_u128(7);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn subject() -> Subject {
        Subject { measure: Uuid::from_u128(28), parties: vec![UNIT, Uuid::from_u128(8)], authors: vec![] }
    }

    fn tie(kind: TieKind, from_on: Option<&str>, to_on: Option<&str>) -> Tie {
        Tie { kind, organisation: Some(UNIT), measure: None, from_on: from_on.map(day), to_on: to_on.map(day) }
    }

    fn bars(tie: &Tie, on: &str) -> bool {
        !conflicts(HER, std::slice::from_ref(tie), &subject(), day(on)).is_empty()
    }

    #[test]
    fn an_employer_counts_now_and_for_36_months_after() {
        assert!(bars(&tie(TieKind::Employer, Some("2020-01-01"), None), "2026-10-12"));
        let left = tie(TieKind::Employer, Some("2020-01-01"), Some("2023-10-12"));
        assert!(bars(&left, "2026-10-12"), "the very last day");
        assert!(!bars(&left, "2026-10-13"));
    }

    #[test]
    fn a_client_of_the_agency_counts_for_24_months_after() {
        let ended = tie(TieKind::Client, None, Some("2024-10-12"));
        assert!(bars(&ended, "2026-10-12"));
        assert!(!bars(&ended, "2026-10-13"));
        assert!(bars(&tie(TieKind::Client, None, None), "2099-01-01"));
    }

    #[test]
    fn months_that_end_earlier_end_on_their_last_day() {
        let leap = tie(TieKind::Employer, None, Some("2024-02-29"));
        assert!(bars(&leap, "2027-02-28"));
        assert!(!bars(&leap, "2027-03-01"));
    }

    #[test]
    fn what_one_wrote_and_what_one_declared_count_for_ever() {
        let author = Subject { authors: vec![HER], ..subject() };
        let found = conflicts(HER, &[], &author, day("2099-01-01"));
        assert_eq!(found, [Conflict { kind: ConflictKind::Author, organisation_id: None }]);
        let measure = Tie {
            kind: TieKind::Declared,
            organisation: None,
            measure: Some(subject().measure),
            from_on: None,
            to_on: Some(day("2000-01-01")),
        };
        assert!(bars(&measure, "2099-01-01"));
    }

    #[test]
    fn what_has_not_begun_and_what_concerns_others_does_not_count() {
        assert!(!bars(&tie(TieKind::Employer, Some("2026-10-13"), None), "2026-10-12"));
        let other = Tie { organisation: Some(Uuid::from_u128(99)), ..tie(TieKind::Employer, None, None) };
        assert!(!bars(&other, "2026-10-12"));
    }

    fn any_tie() -> impl Strategy<Value = Tie> {
        let kind = prop_oneof![Just(TieKind::Employer), Just(TieKind::Client), Just(TieKind::Declared)];
        let first = day("2018-01-01");
        (kind, 0_u128..6, prop::option::of(0_u64..4_000), prop::option::of(0_u64..4_000)).prop_map(
            move |(kind, organisation, from, length)| {
                let from_on = from.map(|days| first + chrono::Days::new(days));
                let to_on = length.map(|days| from_on.unwrap_or(first) + chrono::Days::new(days));
                Tie { kind, organisation: Some(Uuid::from_u128(organisation)), measure: None, from_on, to_on }
            },
        )
    }

    proptest! {
        /// A model that walks every day of the years before: whether on one of them within reach the tie held.
        #[test]
        fn the_rule_is_that_of_looking_at_each_day(ties in prop::collection::vec(any_tie(), 0..6), on in 0_u64..5_000) {
            let on = day("2018-01-01") + chrono::Days::new(on);
            let subject = Subject { measure: Uuid::from_u128(50), parties: vec![Uuid::from_u128(1), Uuid::from_u128(2)], authors: vec![] };
            let held = |tie: &Tie| {
                if tie.kind == TieKind::Declared { return true; }
                let months = if tie.kind == TieKind::Employer { 36 } else { 24 };
                if tie.from_on.is_some_and(|from| from > on) { return false; }
                // Walk on from the last day: it counts up to that day of the month, so many months later.
                match tie.to_on {
                    None => true,
                    Some(to) if to >= on => true,
                    Some(to) => (0..=months).any(|month| to.checked_add_months(Months::new(month)).unwrap() >= on),
                }
            };
            let expected = ties.iter().any(|tie| subject.parties.contains(&tie.organisation.unwrap()) && held(tie));
            prop_assert_eq!(!conflicts(HER, &ties, &subject, on).is_empty(), expected);
        }

        /// No fact more ever frees anybody.
        #[test]
        fn more_ties_never_free(ties in prop::collection::vec(any_tie(), 1..6), on in 0_u64..5_000) {
            let on = day("2018-01-01") + chrono::Days::new(on);
            let subject = Subject { measure: Uuid::from_u128(50), parties: vec![Uuid::from_u128(1)], authors: vec![] };
            let fewer = conflicts(HER, &ties[1..], &subject, on);
            let all = conflicts(HER, &ties, &subject, on);
            prop_assert!(fewer.iter().all(|conflict| all.contains(conflict)));
        }
    }
}
