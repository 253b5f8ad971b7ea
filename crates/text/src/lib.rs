//! Value types for text that comes from people and their spreadsheets.
//!
//! Everything here is parse-don't-validate: a value that exists is a value that is well formed. It is
//! not a form validator and knows nothing of fields, languages or storage. Typed text ([`Email`],
//! [`Phone`], [`CreditCode`], [`Website`]) says why it refuses; the loose readers ([`parse_date`] and its
//! neighbours) answer `None`, because the caller knows best how to name the cell.

mod clean;
mod company;
mod credit_code;
mod date;
mod email;
mod error;
mod formula;
mod loose;
mod mask;
mod number;
mod phone;
mod time;
pub mod tokens;
mod website;

pub use clean::{clean, clean_lines, fold_width, plain};
pub use company::{city, city_in_front, core_name};
pub use credit_code::CreditCode;
pub use date::{date_from_serial, parse_date, parse_moment};
pub use email::Email;
pub use error::TextError;
pub use formula::{Formula, FormulaError};
pub use loose::parse_bool;
pub use mask::Mask;
pub use number::{is_finer_than_minor, parse_integer, parse_money_minor, parse_scaled};
pub use phone::{Phone, PhoneKind, split_phones};
pub use website::Website;

/// Serde as a string, `FromStr`, `TryFrom<String>` and `AsRef<str>` for a type with `parse` and `as_str`.
macro_rules! text_type {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = $crate::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::TextError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
use text_type;
