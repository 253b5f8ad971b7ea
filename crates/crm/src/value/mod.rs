//! What a customer is worth: in three parts, after what it costs to serve, over the coming years; and the classes that follow.
//!
//! Rules and defaults: docs/domain/value.md. The figures stand in a table beside the accounts, as fields of their list; they
//! are reckoned for everybody at night and for an account when something of it changes, and each day's are kept for trends.
//! Everything is made of what other capabilities record; what none records yet is said ([`queries::value_report`]).

pub mod api;
mod band;
mod basis;
mod classes;
pub mod commands;
pub mod delivered;
mod demand;
mod facts;
mod goods;
mod jobs;
mod migrations;
mod model;
mod objectives;
mod parameters;
mod portfolio;
pub mod queries;
mod reckon;
mod routes;
pub mod rules;
mod show;
pub mod tables;
#[cfg(test)]
mod tests;
mod thinned;
pub mod types;

use guanxi_kernel::{
    actor::Action,
    event::{Audience, Reaction},
    slice::{Keep, Permission, Reference, Slice, Then},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "value",
    about: "What customers are worth, cost, and could become.",
    uses: &["staff", "admin", "customers", "interactions", "catalogue", "orders"],
    routes: routes::routes,
    offered: &["account_value", "account_types", "account_demand", "delivered_value", "customer_objectives", "portfolio", "value_report"],
    jobs: || vec![jobs::NIGHT, jobs::RECKON, jobs::REFRESH, jobs::AFTER_IMPORT],
    reactions: || {
        let changed = [
            "order.entered",
            "order.changed",
            "order.left",
            "order.removed",
            "interaction.logged",
            "interaction.changed",
            "interaction.removed",
            "account.changed",
            "account.trashed",
            "account.restored",
            "account.merged",
            "account.unmerged",
        ];
        let refresh = changed.map(|on| Reaction { on, job: jobs::REFRESH.name });
        let imported = Reaction { on: "import.finished", job: jobs::AFTER_IMPORT.name };
        let undone = Reaction { on: "import.undone", job: jobs::AFTER_IMPORT.name };
        let loaded = Reaction { on: "demo.loaded", job: jobs::RECKON.name };
        refresh.into_iter().chain([imported, undone, loaded]).collect()
    },
    permissions: &[Permission { object: tables::OBJECT, actions: &[Action::Read] }],
    audiences: &[("delivered_value", Audience::ReadersOf("account"))],
    steps: &["value.step", "value.refreshed"],
    keeps: &[Keep { to: "account", table: "delivered_values", column: "account_id" }],
    references: &[
        Reference { to: "account", table: "account_values", column: "record_id", then: Then::Forget },
        Reference { to: "account", table: "account_value_days", column: "record_id", then: Then::Forget },
        Reference { to: "account", table: "account_types", column: "record_id", then: Then::Forget },
        Reference { to: "account", table: "delivered_values", column: "account_id", then: Then::Remove },
    ],
    beside: &[tables::BESIDE, goods::BESIDE],
    parameters: parameters::ALL,
    accords: parameters::ACCORDS,
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};
