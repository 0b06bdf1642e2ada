//! The schema as SQL files, and the runner that applies each of them once.
//!
//! A migration is a folder `NNNN_name/` with `up.sql` and `down.sql`, and one line in [`MIGRATIONS`]. Nothing else in the
//! workspace changes the schema. Start reading at [`up`].

mod runner;

pub use runner::{MigrationError, down, down_within, up, up_within};

/// One step of the schema: its number, its name, and the SQL that goes there and back.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Ascends from 1; the order of application. A release never fills a gap that an earlier one left.
    pub version: i32,
    /// The part of the folder's name after the number.
    pub name: &'static str,
    /// SQL that makes the step, run in one transaction.
    pub up: &'static str,
    /// SQL that takes it back, run in one transaction.
    pub down: &'static str,
}

/// `migration!(1, "0001_ledger")` embeds the two files of that folder.
macro_rules! migration {
    ($version:literal, $folder:literal) => {
        Migration {
            version: $version,
            name: $folder,
            up: include_str!(concat!("../", $folder, "/up.sql")),
            down: include_str!(concat!("../", $folder, "/down.sql")),
        }
    };
}

/// Every migration there is, oldest first: a new one is one more line.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_ledger"),
    migration!(2, "0002_tracking"),
    migration!(3, "0003_extensions"),
    migration!(4, "0004_adjustments"),
    migration!(5, "0005_supervision"),
    migration!(6, "0006_notifications"),
    migration!(7, "0007_closing"),
    migration!(8, "0008_organisation_changes"),
    migration!(9, "0009_contributions"),
    migration!(10, "0010_phone_calls"),
    migration!(11, "0011_tables"),
    migration!(12, "0012_calendar"),
    migration!(13, "0013_demands"),
    migration!(14, "0014_batches"),
    migration!(15, "0015_evidence"),
    migration!(16, "0016_receivers"),
    migration!(17, "0017_mail"),
    migration!(18, "0018_live"),
    migration!(19, "0019_annual"),
    migration!(20, "0020_light_limits"),
    migration!(21, "0021_delegations"),
    migration!(22, "0022_names_of_the_day"),
    migration!(23, "0023_posts"),
    migration!(24, "0024_hands"),
    migration!(25, "0025_bulletins"),
    migration!(26, "0026_evaluation"),
];

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    #[test]
    fn versions_count_from_one_without_gaps() {
        let versions: Vec<i32> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        let expected: Vec<i32> = (1..).take(MIGRATIONS.len()).collect();
        assert_eq!(versions, expected);
    }

    #[test]
    fn a_folder_carries_the_number_of_its_migration() {
        for migration in MIGRATIONS {
            let number = format!("{:04}_", migration.version);
            assert!(migration.name.starts_with(&number), "{}", migration.name);
        }
    }

    #[test]
    fn every_migration_can_be_taken_back() {
        for migration in MIGRATIONS {
            assert!(!migration.down.trim().is_empty(), "{} has an empty down.sql", migration.name);
        }
    }
}
