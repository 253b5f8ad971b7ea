//! Customers through HTTP.

mod accounts;
mod bulk;
mod chain;
mod changes;
mod classes;
mod doors;
mod lists;
mod paging;
mod relations;
mod team;
mod timeline;
