//! Any text is read without panic, and clauses put together are the text of their measure.
#![no_main]

use libfuzzer_sys::fuzz_target;
use luoshi_domain::plan_text::{Measure, parse};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let plan = parse(&text);
    plan.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.measures).for_each(check);
});

fn check(measure: &Measure) {
    assert_eq!(measure.clauses.concat(), measure.text);
    assert!(measure.clause_offsets.iter().flatten().is_sorted());
    measure.items.iter().for_each(check);
}
