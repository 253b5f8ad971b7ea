//! Why a typed text was refused. Not a list of field errors: one value, one reason.

use thiserror::Error;

/// Why a text is not the value it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing but white space.
    #[error("This is empty.")]
    Empty,
    /// Not an e-mail address.
    #[error("This is not an e-mail address; it should look like name@example.com.")]
    Email,
    /// Not a telephone number.
    #[error(
        "This is not a telephone number; give a mobile (138 0013 8000), a landline with area code (0571-88886666) or an international number (+852 9123 4567)."
    )]
    Phone,
    /// A spreadsheet showed the number as 1.38E+10 and the last digits are gone.
    #[error("The spreadsheet shortened this telephone number and its last digits are lost; format the column as text and enter it again.")]
    PhoneShortened,
    /// Not the address of a website.
    #[error("This is not the address of a website; it should look like www.example.com.")]
    Website,
    /// A credit code of the wrong length.
    #[error("A unified social credit code has 18 characters; this has {found}.")]
    CreditCodeLength {
        /// How many characters there are.
        found: usize,
    },
    /// A credit code with a character it cannot have.
    #[error(
        "A unified social credit code cannot contain “{found}” (character {position}); it uses digits and capital letters without I, O, S, V and Z."
    )]
    CreditCodeCharacter {
        /// The character.
        found: char,
        /// Where it is, counted from 1.
        position: usize,
    },
    /// A credit code whose last character does not fit the others.
    #[error("The last character of this unified social credit code should be “{expected}”; one of its characters is mistyped.")]
    CreditCodeCheck {
        /// The character that would fit.
        expected: char,
    },
}

impl TextError {
    /// The stable name of this reason, for clients to translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PhoneShortened => "phone_shortened",
            Self::Website => "website",
            Self::CreditCodeLength { .. } => "credit_code_length",
            Self::CreditCodeCharacter { .. } => "credit_code_character",
            Self::CreditCodeCheck { .. } => "credit_code_check",
        }
    }
}
