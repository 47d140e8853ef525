//! The types that the build script made, in use.

use example_build_script::shop::{Customer, Line, Order};

#[test]
fn an_order_is_built_written_and_read() {
    let customer = Customer::new("Ada".parse().unwrap()).with_null_note();
    let lines = vec![Line::new("tea").with_count(2u64.try_into().unwrap())];
    let order = Order::new("ord_1".parse().unwrap(), customer, lines.try_into().unwrap());
    let text = serde_json::to_string(&order).unwrap();
    assert_eq!(
        text,
        r#"{"id":"ord_1","customer":{"name":"Ada","note":null},"lines":[{"article":"tea","count":2}]}"#
    );
    assert_eq!(serde_json::from_str::<Order>(&text).unwrap(), order);
}

#[test]
fn what_the_schemas_refuse_is_refused() {
    let text = r#"{"id":"ord_1","customer":{"name":""},"lines":[{"article":"tea"}]}"#;
    let error = serde_json::from_str::<Order>(text).unwrap_err().to_string();
    assert!(error.contains("/customer/name"), "{error}");
}
