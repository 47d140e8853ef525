//! Stock typify's types for the workloads, as `cargo xtask bench` has them drawn.
#![allow(warnings, clippy::all, clippy::pedantic, reason = "not our code")]

macro_rules! drawn {
    ($($module:ident)*) => {$(
        pub mod $module {
            include!(concat!(env!("ISOTYPE_BENCH_TYPIFY"), "/", stringify!($module), ".rs"));
        }
    )*};
}

drawn! { workos pipedream parcel }
