//! What a user of generated types can't write.
//!
//! Each example that must not compile follows its like that does, so that it fails for the reason given.
//!
//! # A checked newtype is made by its check
//!
//! ```
//! use provider_types::pipedream::ConnectToken;
//! let token: Result<ConnectToken, _> = "ctok_".parse();
//! assert!(token.is_err());
//! ```
//!
//! Its text is private (E0423: cannot initialize a tuple struct which contains private fields):
//!
//! ```compile_fail,E0423
//! use provider_types::pipedream::ConnectToken;
//! let token = ConnectToken("ctok_".to_owned());
//! ```
//!
//! ```compile_fail,E0616
//! use provider_types::pipedream::ConnectToken;
//! fn text(token: ConnectToken) -> String {
//!     token.0
//! }
//! ```
//!
//! # An open object may get more members
//!
//! ```
//! use provider_types::workos::AccessToken;
//! let token = AccessToken::new("gho_16C7", Vec::new(), Vec::new());
//! let AccessToken { scopes, missing_scopes, .. } = token;
//! ```
//!
//! So it can't be built as a literal (E0639: cannot create non-exhaustive struct using struct expression):
//!
//! ```compile_fail,E0639
//! use provider_types::workos::AccessToken;
//! let token = AccessToken {
//!     access_token: "gho_16C7".to_owned(),
//!     expires_at: None,
//!     scopes: Vec::new(),
//!     missing_scopes: Vec::new(),
//!     extra: Default::default(),
//! };
//! ```
//!
//! nor taken apart completely (E0638: `..` required with struct marked as non-exhaustive):
//!
//! ```compile_fail,E0638
//! use provider_types::workos::AccessToken;
//! fn scopes(token: AccessToken) -> Vec<String> {
//!     let AccessToken { access_token, expires_at, scopes, missing_scopes, extra } = token;
//!     scopes
//! }
//! ```
//!
//! # A constant can't be set
//!
//! ```
//! use provider_types::workos::AccessToken;
//! assert_eq!(AccessToken::OBJECT, "access_token");
//! ```
//!
//! ```compile_fail,E0609
//! use provider_types::workos::AccessToken;
//! let mut token = AccessToken::new("gho_16C7", Vec::new(), Vec::new());
//! token.object = "token";
//! ```
