//! Tests of the whole product, over lists that are derived and not written: the OpenAPI document, the source tree,
//! the schema.

mod foreign;
mod heard;
mod hidden;
mod isolation;
mod matrix;
mod mcp;
mod openapi;
mod records;
mod roles;
mod schema;
mod search;
mod sorting;
mod tidy;
