//! Admin through HTTP.

mod exports;
mod imports;
mod settings;
