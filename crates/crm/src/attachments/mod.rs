//! Files on records: contracts, price lists, photographs of shelves. Who may see a record sees its files; the files
//! themselves lie in the store of the kernel.
//!
//! Rules and defaults: docs/domain/attachments.md. What files can be attached to stands in [`holders`]; other
//! capabilities join there. What is in a file is not searched and not looked through for viruses.

pub mod api;
pub mod commands;
mod holders;
mod jobs;
mod migrations;
mod pictures;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    event::Audience,
    parameter::{Kind, Parameter},
    slice::{Reference, Slice, Then},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "attachments",
    about: "Files on accounts and contacts, with small pictures of images.",
    uses: &["staff", "customers", "contacts"],
    routes: routes::routes,
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::PICTURE, jobs::DISCARD, jobs::SWEEP],
    audiences: &[
        ("account_attachment", Audience::ReadersOf("account")),
        ("contact_attachment", Audience::ReadersThrough("contact", "account")),
    ],
    titles: &[("account_attachment", queries::list_names), ("contact_attachment", queries::list_names)],
    steps: &["attachment.pictured"],
    parameters: &[MOST_FILES, IMAGE_MB, DOCUMENT_MB, MEDIA_MB, ARCHIVE_MB, OWN_HOURS],
    references: &[
        Reference { to: "account", table: "attachments", column: "about_id", then: Then::Remove },
        Reference { to: "contact", table: "attachments", column: "about_id", then: Then::Remove },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How many files a record may have.
pub const MOST_FILES: Parameter = Parameter {
    key: "attachments.most_files",
    kind: Kind::Integer,
    default: 200,
    min: 1,
    max: 10_000,
    unit: "files",
    source: "design default",
    about: "A customer or a contact has at most so many files.",
};

/// How large an image may be.
pub const IMAGE_MB: Parameter =
    Parameter { key: "attachments.image_mb", about: "A photograph or another image has at most so many megabytes; 0 takes none.", ..SIZE };

/// How large a document may be.
pub const DOCUMENT_MB: Parameter = Parameter {
    key: "attachments.document_mb",
    about: "A document, a table, a presentation, a text or a message has at most so many megabytes; 0 takes none.",
    ..SIZE
};

/// How large a recording may be.
pub const MEDIA_MB: Parameter =
    Parameter { key: "attachments.media_mb", about: "A recording or a film has at most so many megabytes; 0 takes none.", ..SIZE };

/// How large an archive may be.
pub const ARCHIVE_MB: Parameter =
    Parameter { key: "attachments.archive_mb", about: "An archive such as ZIP has at most so many megabytes; 0 takes none.", ..SIZE };

/// What the sizes of all families have in common.
const SIZE: Parameter = Parameter {
    key: "",
    kind: Kind::Integer,
    default: 20,
    min: 0,
    max: rules::MOST_MB,
    unit: "megabytes",
    source: "design default",
    about: "",
};

/// How long whoever has added a file may take it back.
pub const OWN_HOURS: Parameter = Parameter {
    key: "attachments.own_hours",
    kind: Kind::Integer,
    default: 24,
    min: 0,
    max: 8760,
    unit: "hours",
    source: "design default",
    about: "Whoever has added a file may remove it this long, also without the right to change the record.",
};
