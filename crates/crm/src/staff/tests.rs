//! Staff through HTTP.

mod access;
mod columns;
mod fields;
mod links;
mod people;
mod reach;
mod roles;
mod second_step;
mod viewing;
