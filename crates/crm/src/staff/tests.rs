//! Staff through HTTP.

mod access;
mod columns;
mod device;
mod fields;
mod links;
mod passkeys;
mod people;
mod reach;
mod roles;
mod second_step;
mod viewing;
