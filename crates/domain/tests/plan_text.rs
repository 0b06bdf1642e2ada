//! The five real plans, cleaned and as received, small documents of other forms, and what holds for any text at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod plan_text {
    mod damage;
    mod documents;
    mod forms;
    pub mod reading;
}
