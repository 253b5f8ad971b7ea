//! The description of the whole API, made from the handlers themselves.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    app::{App, SESSION_COOKIE},
    lists, live,
    problem::Problem,
};
use crate::{
    actor::{Action, Actor},
    custom::{Custom, schema},
    slice::Slice,
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Guanxi", description = "The whole API of Guanxi. Conventions: docs/api-design.md.", license(name = "Apache-2.0")),
    components(schemas(Problem)),
    security(("session" = []), ("token" = [])),
    modifiers(&Security)
)]
struct Api;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
        components.add_security_scheme("session", cookie);
        components.add_security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    }
}

/// All routes with their descriptions.
pub(super) fn described(slices: &[Slice]) -> OpenApiRouter<App> {
    let kernel =
        OpenApiRouter::with_openapi(Api::openapi()).routes(routes!(lists::lists)).routes(routes!(lists::list)).routes(routes!(lists::find));
    slices.iter().fold(kernel, |router, slice| router.merge((slice.routes)()))
}

/// The live stream stands outside the layers that would buffer or end it.
pub(super) fn streaming() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live::listen))
}

/// The OpenAPI document, as committed in `openapi.json`.
#[must_use]
pub fn document(slices: &[Slice]) -> utoipa::openapi::OpenApi {
    let mut document = described(slices).merge(streaming()).into_openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    document
}

/// Writes into the document what the actor's workspace has added to the records that the actor sees.
pub(super) fn describe_own(document: &mut serde_json::Value, slices: &[Slice], actor: &Actor) {
    for list in slices.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()) {
        let seen = list.of(actor);
        let fields: Vec<&Custom> =
            seen.fields.iter().filter(|field| field.is_shown_to(actor, list)).filter_map(|field| field.custom.as_deref()).collect();
        if !fields.is_empty() && actor.may(list.kind, Action::Read) {
            schema::describe(document, list.kind, &fields);
        }
    }
}
