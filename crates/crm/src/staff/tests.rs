//! Staff through HTTP.

mod access;
mod people;
mod reach;
