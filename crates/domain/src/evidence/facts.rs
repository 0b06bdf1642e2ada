//! The five facts that make a file evidence, and whether its kind is one the task asks for (domain.md 2.4, 7).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EvidenceKind;

/// The facts by which a reviewer checks a piece of evidence (domain.md 7, "five required facts").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceFact {
    /// 出具单位.
    IssuingBody,
    /// 文号.
    DocumentNo,
    /// Date of the document.
    DocumentDate,
    /// The page or cell where the proof stands.
    Page,
    /// Which sentence proves it.
    Proves,
}

/// What is known of a file: one flag for each fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one flag for each of the five facts")]
pub struct ProofFacts {
    /// 出具单位 is known.
    pub issuing_body: bool,
    /// 文号 is known.
    pub document_no: bool,
    /// The date is known.
    pub document_date: bool,
    /// The page or cell is known.
    pub page: bool,
    /// The sentence that proves it is known.
    pub proves: bool,
}

/// Whether papers of this kind carry a number; lists, statistics, photographs and records need none.
pub const fn needs_number(kind: EvidenceKind) -> bool {
    matches!(kind, EvidenceKind::D | EvidenceKind::P | EvidenceKind::C | EvidenceKind::F)
}

/// The facts that nobody has filled in yet, in the order of the form; none when the evidence is complete.
pub fn missing(kind: EvidenceKind, known: ProofFacts) -> Vec<EvidenceFact> {
    [
        (EvidenceFact::IssuingBody, known.issuing_body),
        (EvidenceFact::DocumentNo, known.document_no || !needs_number(kind)),
        (EvidenceFact::DocumentDate, known.document_date),
        (EvidenceFact::Page, known.page),
        (EvidenceFact::Proves, known.proves),
    ]
    .into_iter()
    .filter(|(_, known)| !known)
    .map(|(fact, _)| fact)
    .collect()
}

/// Whether the kind is one of those asked for; a task that asks for none takes every kind.
pub fn kind_fits(kind: EvidenceKind, asked: &[EvidenceKind]) -> bool {
    asked.is_empty() || asked.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: ProofFacts =
        ProofFacts { issuing_body: true, document_no: true, document_date: true, page: true, proves: true };

    #[test]
    fn evidence_is_complete_with_its_five_facts() {
        assert!(missing(EvidenceKind::D, ALL).is_empty());
        assert_eq!(missing(EvidenceKind::D, ProofFacts { page: false, ..ALL }), [EvidenceFact::Page]);
        assert_eq!(missing(EvidenceKind::D, ProofFacts::default()).len(), 5);
    }

    #[test]
    fn a_photograph_has_no_number() {
        let known = ProofFacts { document_no: false, ..ALL };
        assert!(missing(EvidenceKind::X, known).is_empty());
        assert_eq!(missing(EvidenceKind::C, known), [EvidenceFact::DocumentNo]);
    }

    #[test]
    fn the_kind_must_be_one_the_task_asks_for() {
        assert!(kind_fits(EvidenceKind::D, &[EvidenceKind::D, EvidenceKind::P]));
        assert!(!kind_fits(EvidenceKind::X, &[EvidenceKind::D]));
        assert!(kind_fits(EvidenceKind::X, &[]));
    }
}
