//! Duplicates through HTTP: found while entering and in what is there, merged, parted again.

mod entering;
mod merging;
mod scanning;
mod undoing;
