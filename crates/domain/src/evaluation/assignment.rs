//! Who evaluates what (domain.md 2.9.3): the rules of a panel, and a proposal that keeps them and explains itself.

use std::collections::BTreeMap;

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::independence::Conflict;

/// What an evaluator brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Speciality {
    /// 领域专家: knows the matter.
    Domain,
    /// 评估方法专家: knows evaluating.
    Evaluation,
}

/// The rules of a round; the defaults are those of domain.md 2.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelRules {
    /// Evaluators a measure has at least; an odd number.
    pub least: u32,
    /// The largest share of all measures that one evaluator may have, in percent.
    pub most_percent: u32,
}

impl Default for PanelRules {
    fn default() -> Self {
        PanelRules { least: 3, most_percent: 40 }
    }
}

impl PanelRules {
    /// How many of so many measures one evaluator may have; one at any rate, or a round of two measures had nobody.
    pub const fn most(self, measures: usize) -> usize {
        let most = measures * self.most_percent as usize / 100;
        if most == 0 { 1 } else { most }
    }
}

/// A rule of panels that an assignment breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PanelFault {
    /// Fewer evaluators than the rules ask for.
    TooFew,
    /// An even number.
    Even,
    /// Nobody who knows the matter.
    NoDomain,
    /// Nobody who knows evaluating.
    NoEvaluation,
    /// Somebody of it has more than their share of all measures.
    Overloaded,
}

/// Which rules the panel of one measure breaks; `loads` says how many measures each member of it has in all.
pub fn faults(rules: PanelRules, panel: &[Speciality], loads: &[usize], measures: usize) -> Vec<PanelFault> {
    let most = rules.most(measures);
    let broken = [
        (PanelFault::TooFew, panel.len() < rules.least as usize),
        (PanelFault::Even, panel.len().is_multiple_of(2)),
        (PanelFault::NoDomain, !panel.contains(&Speciality::Domain)),
        (PanelFault::NoEvaluation, !panel.contains(&Speciality::Evaluation)),
        (PanelFault::Overloaded, loads.iter().any(|load| *load > most)),
    ];
    broken.into_iter().filter_map(|(fault, is)| is.then_some(fault)).collect()
}

/// Somebody who can be assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The account.
    pub id: Uuid,
    /// What they bring.
    pub speciality: Speciality,
}

/// Why somebody has a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SeatReason {
    /// Had it already.
    Kept,
    /// The panel needs somebody who knows the matter; of those the one with the fewest measures.
    DomainNeeded,
    /// The panel needs somebody who knows evaluating; of those the one with the fewest measures.
    EvaluationNeeded,
    /// Has the fewest measures.
    LeastLoaded,
}

/// A proposed seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Seat {
    /// The evaluator.
    pub evaluator_id: Uuid,
    /// Why they.
    pub reason: SeatReason,
    /// How many measures they had before this one.
    pub load_before: u32,
}

/// A measure with those who evaluate it already and those who may not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vacancy {
    /// The measure.
    pub measure: Uuid,
    /// Who is assigned already.
    pub seated: Vec<Uuid>,
    /// Who may not, and why.
    pub barred: BTreeMap<Uuid, Vec<Conflict>>,
}

/// What is proposed for one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The measure.
    pub measure: Uuid,
    /// Its panel.
    pub seats: Vec<Seat>,
    /// What could not be kept, because too few are free.
    pub faults: Vec<PanelFault>,
}

/// Proposes a panel for each measure: the measure that fewest may evaluate first, then always who has the fewest measures,
/// first for the seat of one who knows the matter, then for that of one who knows evaluating. Equal input gives an equal
/// proposal, in the order of the input.
pub fn propose(rules: PanelRules, candidates: &[Candidate], vacancies: &[Vacancy]) -> Vec<Proposed> {
    let mut loads: BTreeMap<Uuid, usize> = candidates.iter().map(|candidate| (candidate.id, 0)).collect();
    for id in vacancies.iter().flat_map(|vacancy| &vacancy.seated) {
        *loads.entry(*id).or_default() += 1;
    }
    let mut order: Vec<usize> = (0..vacancies.len()).collect();
    order.sort_by_key(|place| (candidates.len() - barred_of(candidates, &vacancies[*place]), *place));
    let mut panels: BTreeMap<usize, Vec<Seat>> = BTreeMap::new();
    for place in order {
        let seats = fill(rules, candidates, &vacancies[place], &mut loads, vacancies.len());
        panels.insert(place, seats);
    }
    let kind = |id: Uuid| candidates.iter().find(|candidate| candidate.id == id).map(|candidate| candidate.speciality);
    panels
        .into_iter()
        .map(|(place, seats)| {
            let panel: Vec<Speciality> = seats.iter().filter_map(|seat| kind(seat.evaluator_id)).collect();
            let carried: Vec<usize> =
                seats.iter().map(|seat| loads.get(&seat.evaluator_id).copied().unwrap_or_default()).collect();
            let faults = faults(rules, &panel, &carried, vacancies.len());
            Proposed { measure: vacancies[place].measure, seats, faults }
        })
        .collect()
}

fn barred_of(candidates: &[Candidate], vacancy: &Vacancy) -> usize {
    candidates.iter().filter(|candidate| vacancy.barred.contains_key(&candidate.id)).count()
}

/// Fills the seats of one measure up to the least odd number.
fn fill(
    rules: PanelRules,
    candidates: &[Candidate],
    vacancy: &Vacancy,
    loads: &mut BTreeMap<Uuid, usize>,
    measures: usize,
) -> Vec<Seat> {
    let load = |loads: &BTreeMap<Uuid, usize>, id: Uuid| loads.get(&id).copied().unwrap_or_default();
    let kept = |id: &Uuid| Seat {
        evaluator_id: *id,
        reason: SeatReason::Kept,
        load_before: u32::try_from(load(loads, *id)).unwrap_or(u32::MAX),
    };
    let mut seats: Vec<Seat> = vacancy.seated.iter().map(kept).collect();
    let wanted = (rules.least as usize).max(seats.len()) | 1;
    while seats.len() < wanted {
        let has = |kind: Speciality| {
            candidates.iter().any(|one| one.speciality == kind && seats.iter().any(|seat| seat.evaluator_id == one.id))
        };
        let (needed, reason) = if !has(Speciality::Domain) {
            (Some(Speciality::Domain), SeatReason::DomainNeeded)
        } else if !has(Speciality::Evaluation) {
            (Some(Speciality::Evaluation), SeatReason::EvaluationNeeded)
        } else {
            (None, SeatReason::LeastLoaded)
        };
        let free: Vec<&Candidate> = candidates
            .iter()
            .filter(|one| {
                !vacancy.barred.contains_key(&one.id)
                    && seats.iter().all(|seat| seat.evaluator_id != one.id)
                    && load(loads, one.id) < rules.most(measures)
            })
            .collect();
        let fitting = free.iter().filter(|one| needed.is_none_or(|needed| one.speciality == needed));
        // Rather a panel that lacks a kind, and says so, than an empty one.
        let fitting = fitting.min_by_key(|one| load(loads, one.id)).map(|one| (*one, reason));
        let other = || free.iter().min_by_key(|one| load(loads, one.id)).map(|one| (*one, SeatReason::LeastLoaded));
        let Some((chosen, reason)) = fitting.or_else(other) else { break };
        let before = load(loads, chosen.id);
        loads.insert(chosen.id, before + 1);
        let load_before = u32::try_from(before).unwrap_or(u32::MAX);
        seats.push(Seat { evaluator_id: chosen.id, reason, load_before });
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::super::independence::ConflictKind;
    use super::*;
    use proptest::prelude::*;

    fn people(domain: u128, evaluation: u128) -> Vec<Candidate> {
        let of = |id, speciality| Candidate { id: Uuid::from_u128(id), speciality };
        let knows = (1..=domain).map(|id| of(id, Speciality::Domain));
        knows.chain((101..=100 + evaluation).map(|id| of(id, Speciality::Evaluation))).collect()
    }

    fn measures(count: u128) -> Vec<Vacancy> {
        (1..=count).map(|id| Vacancy { measure: Uuid::from_u128(1_000 + id), ..Vacancy::default() }).collect()
    }

    fn barred(vacancy: &mut Vacancy, id: u128) {
        let conflict = Conflict { kind: ConflictKind::Employer, organisation_id: None };
        vacancy.barred.insert(Uuid::from_u128(id), vec![conflict]);
    }

    #[test]
    fn a_panel_has_three_an_odd_number_and_both_kinds() {
        use Speciality::{Domain, Evaluation};
        let rules = PanelRules::default();
        let of = |panel: &[Speciality]| faults(rules, panel, &[1, 1, 1], 10);
        assert_eq!(of(&[Domain, Domain, Evaluation]), []);
        assert_eq!(of(&[Domain, Evaluation]), [PanelFault::TooFew, PanelFault::Even]);
        assert_eq!(of(&[Domain, Domain, Evaluation, Evaluation]), [PanelFault::Even]);
        assert_eq!(of(&[Domain, Domain, Domain]), [PanelFault::NoEvaluation]);
        assert_eq!(of(&[Evaluation, Evaluation, Evaluation]), [PanelFault::NoDomain]);
    }

    #[test]
    fn nobody_has_more_than_forty_percent() {
        let rules = PanelRules::default();
        assert_eq!((rules.most(50), rules.most(9), rules.most(2)), (20, 3, 1));
        let panel = [Speciality::Domain, Speciality::Domain, Speciality::Evaluation];
        assert_eq!(faults(rules, &panel, &[21, 20, 3], 50), [PanelFault::Overloaded]);
    }

    #[test]
    fn fifty_measures_are_shared_evenly_and_each_seat_is_explained() {
        let found = propose(PanelRules::default(), &people(5, 4), &measures(50));
        assert!(found.iter().all(|proposed| proposed.faults.is_empty()));
        let mut loads: BTreeMap<Uuid, usize> = BTreeMap::new();
        for seat in found.iter().flat_map(|proposed| &proposed.seats) {
            *loads.entry(seat.evaluator_id).or_default() += 1;
        }
        let (high, low) = (loads.values().max().unwrap(), loads.values().min().unwrap());
        assert!(high - low <= 4 && *high <= 20, "{loads:?}");
        let reasons: Vec<SeatReason> = found[0].seats.iter().map(|seat| seat.reason).collect();
        assert_eq!(reasons, [SeatReason::DomainNeeded, SeatReason::EvaluationNeeded, SeatReason::LeastLoaded]);
    }

    #[test]
    fn who_has_a_conflict_is_passed_over_and_who_sits_stays() {
        let mut vacancies = measures(1);
        barred(&mut vacancies[0], 1);
        vacancies[0].seated = vec![Uuid::from_u128(102)];
        let found = propose(PanelRules::default(), &people(3, 2), &vacancies);
        let ids: Vec<u128> = found[0].seats.iter().map(|seat| seat.evaluator_id.as_u128()).collect();
        assert_eq!(ids, [102, 2, 3]);
        assert_eq!(found[0].seats[0].reason, SeatReason::Kept);
    }

    #[test]
    fn what_cannot_be_filled_says_so() {
        let mut vacancies = measures(1);
        barred(&mut vacancies[0], 101);
        let found = propose(PanelRules::default(), &people(3, 1), &vacancies);
        assert_eq!((found[0].seats.len(), &found[0].faults[..]), (3, &[PanelFault::NoEvaluation][..]));
    }

    proptest! {
        /// Whatever the people, measures and conflicts: nobody with a conflict, nobody twice, nobody beyond their share;
        /// a panel without a fault keeps every rule; equal input gives an equal proposal.
        #[test]
        fn a_proposal_keeps_the_rules(
            domain in 0_u128..7, evaluation in 0_u128..7, count in 1_u128..20,
            bars in prop::collection::vec((0_usize..20, 1_u128..8, any::<bool>()), 0..40)
        ) {
            let (candidates, mut vacancies) = (people(domain, evaluation), measures(count));
            let length = vacancies.len();
            for (place, id, second) in bars {
                barred(&mut vacancies[place % length], if second { 100 + id } else { id });
            }
            let rules = PanelRules::default();
            let found = propose(rules, &candidates, &vacancies);
            prop_assert_eq!(&propose(rules, &candidates, &vacancies), &found);
            let mut loads: BTreeMap<Uuid, usize> = BTreeMap::new();
            for (proposed, vacancy) in found.iter().zip(&vacancies) {
                prop_assert_eq!(proposed.measure, vacancy.measure);
                let mut ids: Vec<Uuid> = proposed.seats.iter().map(|seat| seat.evaluator_id).collect();
                prop_assert!(ids.iter().all(|id| !vacancy.barred.contains_key(id)));
                for id in &ids { *loads.entry(*id).or_default() += 1; }
                let seats = ids.len();
                ids.sort();
                ids.dedup();
                prop_assert_eq!(ids.len(), seats);
                if proposed.faults.is_empty() { prop_assert!(seats >= 3 && seats % 2 == 1); }
            }
            prop_assert!(loads.values().all(|load| *load <= rules.most(vacancies.len())), "{:?}", loads);
        }
    }
}
