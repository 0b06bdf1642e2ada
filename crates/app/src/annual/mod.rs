//! The annual book (折子工程): drawn up in November, issued by the head of the office, closed item by item, rolled over.
//!
//! The rules stand in [`luoshi_domain::annual`]; [`book`] makes books and their items, [`steps`] is the way of an item,
//! [`follow`] ends the items of a task that ended itself.

pub mod book;
mod follow;
pub mod queries;
pub mod steps;
pub mod views;

pub(crate) use follow::ended;
