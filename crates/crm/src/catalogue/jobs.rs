//! Background work of the catalogue.

use guanxi_kernel::{bulk, job::JobKind};

use super::{commands, tables::Product};

/// Gives the products of a filter a family, or takes it away.
pub(super) const BULK: JobKind = JobKind {
    name: "products.bulk",
    about: "Changes all products of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| {
        Box::pin(bulk::run::<Product, _>(run, "products.bulk_changed", |tx, ids, asked| Box::pin(commands::bulk_many(tx, ids, asked))))
    },
};
