//! Reporting cycles and progress reports: who may read which, writing a draft, the way through two reviews.
//!
//! The rules stand in [`luoshi_domain::reports`]; start with [`commands`] for writing and [`steps`] for the way a report
//! takes. What a milestone or piece of evidence becomes on that way is in `effects`.

pub mod bulk;
pub mod burden;
pub mod calls;
pub mod claims;
pub mod commands;
pub mod contributions;
mod corrections;
pub mod cycle_page;
pub mod cycles;
pub mod deadlines;
pub mod demands;
mod effects;
pub mod entity;
pub mod opening;
pub mod preview;
pub mod queries;
pub mod review_times;
pub mod rhythm;
pub mod steps;
pub mod stored;
pub mod submissions;
pub mod views;
pub mod visible;
pub mod waivers;
