//! Tables from Excel: checked cell by cell against the ledger, shown, and then applied as a whole or not at all.
//!
//! [`commands::check`] stores what a file would do, [`commands::apply`] reads the same file again and does it in one
//! transaction. The rules themselves are pure and live in `luoshi_domain::tables`.

mod apply;
mod check;
pub mod commands;
pub(crate) mod ledger;
pub mod queries;
pub mod read;
pub mod views;

use luoshi_domain::policy::Action;
use luoshi_domain::tables::TableKind;

/// The right that a kind of table needs: that of the writes it stands for.
pub const fn right(kind: TableKind) -> Action {
    match kind {
        TableKind::Tasks | TableKind::Milestones => Action::TaskDraft,
        TableKind::Organisations => Action::OrganisationWrite,
        TableKind::Users => Action::AccountWrite,
    }
}
