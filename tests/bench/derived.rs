//! What one writes by hand for the same documents: serde's derives, and nothing that they can't do in a line.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// serde has no boolean tags; most write this.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum Answer {
    Active { active: bool, access_token: AccessToken },
    NotActive { active: bool, error: NotActiveError },
}

#[derive(Deserialize, Serialize)]
pub struct AccessToken {
    pub object: Object,
    pub access_token: String,
    pub expires_at: Option<String>,
    pub scopes: Vec<String>,
    pub missing_scopes: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    AccessToken,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotActiveError {
    NeedsReauthorization,
    NotInstalled,
}

/// A struct a kind with the members that all have, and the enum over them.
macro_rules! props {
    ($($tag:literal $name:ident { $($field:ident: $ty:ty,)* $(? $may:ident: $may_ty:ty,)* })*) => {
        #[derive(Deserialize, Serialize)]
        #[serde(tag = "type")]
        pub enum ConfigurableProp {
            $(#[serde(rename = $tag)] $name($name),)*
        }
        $(
            #[derive(Deserialize, Serialize)]
            #[serde(rename_all = "camelCase")]
            pub struct $name {
                pub name: String,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub label: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub description: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub optional: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub disabled: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub read_only: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub hidden: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub remote_options: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub use_query: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub reload_props: Option<bool>,
                #[serde(skip_serializing_if = "Option::is_none")]
                pub with_label: Option<bool>,
                $(pub $field: $ty,)*
                $(#[serde(skip_serializing_if = "Option::is_none")] pub $may: Option<$may_ty>,)*
            }
        )*
    };
}

props! {
    "alert" Alert { content: String, ? alert_type: AlertType, }
    "any" Any { ? default: Value, ? options: Vec<PropOption>, }
    "app" App { app: String, }
    "boolean" Boolean { ? default: bool, ? options: Vec<PropOption>, }
    "data_store" DataStore {}
    "dir" Dir { ? access_mode: AccessMode, ? sync: bool, }
    "$.interface.timer" Timer { ? r#static: When, ? default: When, ? options: Vec<When>, }
    "$.interface.apphook" Apphook { app_prop: String, ? event_names: Vec<String>, ? remote: bool, ? r#static: Vec<Value>, }
    "integer[]" IntegerArray { ? min: i64, ? max: i64, ? default: Vec<i64>, ? options: Vec<PropOption>, }
    "$.interface.http" Http { ? custom_response: bool, }
    "http_request" HttpRequest { ? default: Value, }
    "$.service.db" Db {}
    "sql" Sql { ? auth: SqlAuth, ? default: Value, ? options: Vec<PropOption>, }
    "$.airtable.baseId" AirtableBaseId { app_prop: String, }
    "$.airtable.tableId" AirtableTableId { base_id_prop: String, }
    "$.airtable.viewId" AirtableViewId { table_id_prop: String, }
    "$.airtable.fieldId" AirtableFieldId { table_id_prop: String, }
    "$.discord.channel" Discord { ? app_prop: String, }
    "$.discord.channel[]" DiscordArray { ? app_prop: String, }
    "integer" Integer { ? min: i64, ? max: i64, ? default: i64, ? options: Vec<PropOption>, }
    "object" Object_ { ? default: Value, ? options: Vec<PropOption>, }
    "string" Text { ? secret: bool, ? format: Format, ? default: String, ? options: Vec<PropOption>, }
    "string[]" TextArray { ? secret: bool, ? format: Format, ? default: Vec<String>, ? options: Vec<PropOption>, }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AlertType {
    Info,
    Neutral,
    Warning,
    Error,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessMode {
    Read,
    Write,
    ReadWrite,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    FileRef,
}

#[derive(Deserialize, Serialize)]
pub struct SqlAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum When {
    Interval {
        #[serde(rename = "intervalSeconds")]
        interval_seconds: i64,
    },
    Cron {
        cron: String,
    },
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum PropOption {
    Labelled { label: String, value: Option<PropValue> },
    Value(PropValue),
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum PropValue {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Parcel {
    pub id: String,
    pub service: Service,
    pub contact: String,
    pub country: Country,
    pub grams: i64,
    pub worth: f64,
    pub marks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    pub recipient: Recipient,
    pub pieces: Vec<Piece>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    Economy,
    Express,
    Freight,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Country {
    At,
    Be,
    Ch,
    De,
    Dk,
    Es,
    Fi,
    Fr,
    It,
    Nl,
    Pl,
    Se,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub street: String,
    pub zip: String,
    pub city: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    pub code: String,
    pub count: i64,
    pub height: f64,
}
