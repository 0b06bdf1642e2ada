//! What people are told: messages made in the very transaction of the event that causes them, reminders of due days made
//! by the worker, and the centre in which each person reads their own.
//!
//! [`follow`] is called by [`crate::tx`] for everything that was recorded; who is told what is decided by
//! [`luoshi_domain::notifications`] alone.

mod commands;
mod follow;
mod queries;
mod reminders;
mod views;

pub use commands::{NotificationsRead, mark_read};
pub(crate) use follow::follow;
pub(crate) use queries::rights;
pub use queries::{NotificationQuery, NotificationState, list};
pub(crate) use reminders::remind;
pub use views::{Notification, NotificationAuthor, Unread};
