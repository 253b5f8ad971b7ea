//! Classes that a column has as a word and the memory as a byte: those of a million accounts are looked at together.

/// Makes kinds of classes. What `none` means comes first, then each class with its word.
macro_rules! codes {
    ($($(#[$about:meta])* $kind:ident, $none:literal { $($class:ident = $code:literal, $what:literal;)+ })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind {
            #[doc = $none]
            #[default]
            None,
            $(#[doc = $what] $class,)+
        }

        impl $kind {
            /// All of them, as the column has them.
            pub const ALL: &'static [&'static str] = &["none", $($code),+];
            const CLASSES: &'static [Self] = &[Self::None, $(Self::$class),+];

            /// As the column has it.
            #[must_use]
            pub fn code(self) -> &'static str {
                Self::ALL[self as usize]
            }

            /// The class of a code; what is unknown is `none`.
            #[must_use]
            pub fn from_code(code: &str) -> Self {
                Self::ALL.iter().position(|known| *known == code).map_or(Self::None, |at| Self::CLASSES[at])
            }
        }
    )+};
}

pub(super) use codes;

#[cfg(test)]
mod tests {
    use crate::value::rules::{Bcg, Pyramid};

    #[test]
    fn a_code_tells_its_class_and_what_is_unknown_is_none() {
        for code in Bcg::ALL {
            assert_eq!(Bcg::from_code(code).code(), *code);
        }
        assert_eq!((Pyramid::from_code("unheard of"), Bcg::CashCow.code()), (Pyramid::None, "cash_cow"));
    }
}
