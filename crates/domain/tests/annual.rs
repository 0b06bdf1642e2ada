//! Properties of the annual book (domain.md 2.2), over any plan of a task and any way of an item.

use chrono::{Datelike, NaiveDate, TimeDelta};
use luoshi_domain::annual::{ItemAction, ItemState, WORKFLOW, check_drawing_up, propose, rolls_over, year_to_draw_up};
use proptest::prelude::*;
use sea_orm::Iterable;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_i64..1826).prop_map(|days| NaiveDate::default() + TimeDelta::days(19_723 + days))
}

proptest! {
    /// Whatever the plan of the task says, an item is due within its year, on a day that the plan names or at its end.
    #[test]
    fn an_item_is_due_within_its_year(
        year in 2024..2028,
        days in prop::collection::vec(any_day(), 0..8),
        due_on in any_day(),
    ) {
        let milestones: Vec<(String, NaiveDate)> = days.iter().map(|day| (day.to_string(), *day)).collect();
        let proposed = propose(year, &milestones, due_on, "成果");
        prop_assert_eq!(proposed.due_on.year(), year);
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        prop_assert!(days.contains(&proposed.due_on) || proposed.due_on == due_on || proposed.due_on == end);
        let named = days.iter().any(|day| day.year() == year) || due_on.year() == year;
        prop_assert_eq!(proposed.target.is_empty(), !named);
        for day in days.iter().filter(|day| day.year() == year) {
            prop_assert!(proposed.target.contains(&day.to_string()) && *day <= proposed.due_on);
        }
    }

    /// Whatever people try, what has ended stays ended, nothing becomes a draft again, and only open items roll over,
    /// never within their year.
    #[test]
    fn no_way_leads_back(tries in prop::collection::vec(0_usize..5, 0..40), today in any_day(), year in 2024..2028) {
        let actions: Vec<ItemAction> = <ItemAction as Iterable>::iter().collect();
        let mut state = ItemState::Draft;
        for at in tries {
            let Ok(row) = WORKFLOW.apply(state, actions[at]) else { continue };
            prop_assert!(!matches!(state, ItemState::Closed | ItemState::Cancelled));
            prop_assert_ne!(row.to, ItemState::Draft);
            state = row.to;
        }
        prop_assert!(!rolls_over(year, state, today) || today.year() > year && state == ItemState::InProgress);
    }

    /// The book that the house draws up by itself is one that a person might draw up on that day.
    #[test]
    fn what_the_clock_draws_up_is_not_too_early(today in any_day()) {
        if let Some(year) = year_to_draw_up(today) {
            prop_assert_eq!(check_drawing_up(year, today), Ok(()));
            prop_assert!(check_drawing_up(year + 1, today).is_err());
        } else {
            prop_assert!(check_drawing_up(today.year() + 1, today).is_err());
        }
    }
}
