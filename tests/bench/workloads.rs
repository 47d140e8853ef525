//! What is measured: types, their readers, valid documents and invalid ones.

use isotype_bench::objects::many_constraints::Parcel;
use provider_types::{pipedream::ConfigurableProp, workos::DataIntegrationAccessTokenResponse};

use crate::documents::{self, Tag};
use crate::readers::{by_bytes, by_serde, common, Reader};
#[cfg(feature = "typify")]
use crate::stock;
use crate::{derived, DERIVED};

pub struct Workload {
    pub name: &'static str,
    pub valid: Vec<String>,
    pub invalid: Vec<String>,
    pub readers: Vec<Reader>,
}

const SERDE: &str = "isotype, serde";
#[cfg(feature = "typify")]
const STOCK: &str = "typify";

/// Texts whose replacement makes a document invalid.
const ANSWERS: [(&str, &str); 12] = [
    (r#""active":true"#, r#""active":false"#),
    (r#""active":false"#, r#""active":true"#),
    (r#""active":true"#, r#""active":1"#),
    (r#""active":"#, r#""inactive":"#),
    (r#""object":"access_token""#, r#""object":"token""#),
    (r#""expires_at":null"#, r#""expires_at":false"#),
    (r#""expires_at":"#, r#""expired_at":"#),
    (r#""scopes":[""#, r#""scopes":[7,""#),
    (r#""scopes":[]"#, r#""scopes":null"#),
    (r#""missing_scopes":"#, r#""missing":"#),
    (r#""error":"n"#, r#""error":"N"#),
    (r#""error":"#, r#""reason":"#),
];

const PROPS: [(&str, &str); 12] = [
    (r#""name":"#, r#""title":"#),
    (r#""name":""#, r#""name":7,"n":""#),
    (r#""type":"#, r#""kind":"#),
    (r#""type":""#, r#""type":"no "#),
    (r#""label":""#, r#""label":[],"n":""#),
    (r#""hidden":true"#, r#""hidden":"yes""#),
    (r#""useQuery":null"#, r#""useQuery":0"#),
    (r#""app":"calendar""#, r#""app":null"#),
    (r#""accessMode":"read-write""#, r#""accessMode":"append""#),
    (r#""sync":true"#, r#""sync":null"#),
    (r#""content":"#, r#""contents":"#),
    (r#""min":0"#, r#""min":"0""#),
];

const PARCELS: [(&str, &str); 16] = [
    (r#""prc_"#, r#""PRC_"#),
    (r#""prc_"#, r#""prc_0"#),
    (r#""economy""#, r#""express""#),
    (r#""express""#, r#""freight""#),
    (".example", ".example1"),
    (r#""grams":"#, r#""grams":9999"#),
    (r#""grams":"#, r#""grams":-"#),
    (r#""worth":"#, r#""worth":-"#),
    (r#""marks":["#, r#""marks":["alder","#),
    (r#""marks":["#, r#""marks":["","#),
    (r#""insured_until":"#, r#""insured":"#),
    (r#""account":""#, r#""account":"fourteen more "#),
    (r#""zip":""#, r#""zip":"A-"#),
    (r#""code":"KLM"#, r#""code":"klm"#),
    (r#""count":"#, r#""count":1000"#),
    (r#""height":"#, r#""height":-1"#),
];

/// All workloads, in the order of the table.
pub fn all() -> Vec<Workload> {
    let answer = || {
        vec![
            by_serde::<DataIntegrationAccessTokenResponse>(SERDE),
            by_bytes!(DataIntegrationAccessTokenResponse, provider_types::runtime),
            by_serde::<derived::Answer>(DERIVED),
            #[cfg(feature = "typify")]
            by_serde::<stock::workos::DataIntegrationAccessTokenResponse>(STOCK),
        ]
    };
    let prop = vec![
        by_serde::<ConfigurableProp>(SERDE),
        by_bytes!(ConfigurableProp, provider_types::runtime),
        by_serde::<derived::ConfigurableProp>(DERIVED),
        #[cfg(feature = "typify")]
        by_serde::<stock::pipedream::ConfigurableProp>(STOCK),
    ];
    let parcel = vec![
        by_serde::<Parcel>(SERDE),
        by_bytes!(Parcel, isotype_bench::runtime),
        by_serde::<derived::Parcel>(DERIVED),
        #[cfg(feature = "typify")]
        by_serde::<stock::parcel::Parcel>(STOCK),
    ];
    vec![
        workload("WorkOS answer, tag first", documents::answers(Tag::First), &ANSWERS, answer()),
        workload("WorkOS answer, tag last", documents::answers(Tag::Last), &ANSWERS, answer()),
        workload("Pipedream property", documents::props(), &PROPS, prop),
        workload("many constraints", documents::parcels(), &PARCELS, parcel),
    ]
}

fn workload(
    name: &'static str,
    valid: Vec<String>,
    replacements: &[(&str, &str)],
    own: Vec<Reader>,
) -> Workload {
    let invalid = documents::spoilt(&valid, replacements);
    Workload { name, valid, invalid, readers: own.into_iter().chain(common()).collect() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn our_types_accept_what_is_valid_and_nothing_else() {
        for workload in super::all() {
            for reader in workload.readers.iter().filter(|it| it.name.starts_with("isotype")) {
                let refused: Vec<_> =
                    workload.valid.iter().filter(|it| (reader.read)(std::slice::from_ref(it)) == 0).collect();
                let taken: Vec<_> = workload
                    .invalid
                    .iter()
                    .filter(|it| (reader.read)(std::slice::from_ref(it)) > 0)
                    .collect();
                assert!(refused.is_empty(), "{} refuses {refused:#?}", reader.name);
                assert!(taken.is_empty(), "{} takes {taken:#?}", reader.name);
            }
        }
    }
}
