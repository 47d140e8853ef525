//! Reading keeps no copy of the document where the tag stands first or the JSON type decides.
//!
//! A copy is an allocation, and those are counted.

use std::alloc::System;
use std::sync::Mutex;

use provider_types::pipedream::PropOptionValue;
use provider_types::workos::{
    DataIntegrationAccessTokenResponse as Response, DataIntegrationAccessTokenResponseActive as Active,
};
use serde::de::DeserializeOwned;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test counts at a time.
static COUNTING: Mutex<()> = Mutex::new(());

const MEMBER: &str = r#""access_token":{"object":"access_token","access_token":"t","expires_at":null,"scopes":["a","b"],"missing_scopes":[]}"#;

#[test]
fn a_tag_that_stands_first_costs_no_copy() {
    let text = format!(r#"{{"active":true,{MEMBER}}}"#);
    assert_eq!(cost::<Response>(&text), cost::<Active>(&text));
}

#[test]
fn unknown_members_after_the_tag_cost_no_copy() {
    let text = format!(r#"{{"active":true,"x":{{"y":[1,"2"]}},{MEMBER}}}"#);
    assert_eq!(cost::<Response>(&text), cost::<Active>(&text));
}

#[test]
fn a_tag_that_stands_last_costs_a_copy() {
    let text = format!(r#"{{{MEMBER},"active":true}}"#);
    assert!(cost::<Response>(&text) > cost::<Active>(&text));
}

#[test]
fn a_value_whose_json_type_decides_costs_no_copy() {
    assert_eq!(cost::<PropOptionValue>(r#""text""#), cost::<String>(r#""text""#));
    assert_eq!(cost::<PropOptionValue>("1"), (0, 0));
    assert_eq!(cost::<PropOptionValue>("true"), (0, 0));
}

/// Allocations and their bytes while a text is read: the least of some runs, since the test
/// harness allocates too.
fn cost<T: DeserializeOwned>(text: &str) -> (usize, usize) {
    let _alone = COUNTING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let runs = (0..20).map(|_| {
        let region = Region::new(ALLOCATOR);
        let value: T = serde_json::from_str(text).expect("the text is valid");
        let change = region.change();
        drop(value);
        (change.allocations + change.reallocations, change.bytes_allocated)
    });
    runs.min().expect("there are runs")
}
