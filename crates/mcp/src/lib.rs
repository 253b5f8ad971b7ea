//! The door of assistants: a program of somebody's own, such as Claude or Cursor, asks in their name and with their rights,
//! by the Model Context Protocol at `POST /mcp`.
//!
//! A tool is as thin as a route: it sends the API of the same process what a script would send it, for the actor that its
//! token stands for ([`room`], docs/decisions/0023). This crate knows no capability: lists, pages and what may be written are
//! those that the slices declare. It keeps nothing between two requests, so that any process may answer any of them.

mod answer;
mod describe;
mod door;
mod lists;
mod operations;
mod records;
mod room;
mod tools;

pub use self::{
    door::door,
    room::{Labels, Words},
};
