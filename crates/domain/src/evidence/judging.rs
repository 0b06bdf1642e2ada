//! 证明力: what a reviewer finds about one use of a file (domain.md 2.4).

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EvidenceState;

/// How strongly a piece of evidence proves what it is used for; judged for each use of a file by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Strength {
    /// 强: proves it by itself.
    Strong,
    /// 弱: taken, and listed for the office.
    Weak,
    /// 无关: proves something else or nothing.
    Irrelevant,
}

impl Strength {
    /// Everything but 强 is explained in words.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Strength::Strong)
    }
}

/// What a judgement makes of the evidence: 认可, or 不认可 when it is beside the point.
pub const fn after_judgement(strength: Strength) -> EvidenceState {
    match strength {
        Strength::Strong | Strength::Weak => EvidenceState::Verified,
        Strength::Irrelevant => EvidenceState::Rejected,
    }
}

/// Whether a claim can be accepted on this evidence: not when every piece was found to be beside the point.
pub fn accepted_by_proof(judged: &[Option<Strength>]) -> bool {
    judged.iter().any(|strength| *strength != Some(Strength::Irrelevant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_evidence_is_taken_and_irrelevant_evidence_is_not() {
        assert_eq!(after_judgement(Strength::Strong), EvidenceState::Verified);
        assert_eq!(after_judgement(Strength::Weak), EvidenceState::Verified);
        assert_eq!(after_judgement(Strength::Irrelevant), EvidenceState::Rejected);
    }

    #[test]
    fn what_is_not_strong_is_explained() {
        assert!(!Strength::Strong.needs_reason());
        assert!(Strength::Weak.needs_reason() && Strength::Irrelevant.needs_reason());
    }

    #[test]
    fn a_claim_with_nothing_but_irrelevant_evidence_is_not_accepted() {
        assert!(accepted_by_proof(&[None]));
        assert!(accepted_by_proof(&[Some(Strength::Irrelevant), Some(Strength::Weak)]));
        assert!(!accepted_by_proof(&[Some(Strength::Irrelevant)]));
    }
}
