//! The HTTP door of providers.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use guanxi_kernel::{
    error::Result,
    http::{App, Checked, ClientAddress, Created, IfMatch, InPerson, OverTls, Path, Query, Versioned, cookie, problem::Problem},
    id::Id,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    api::{
        Departed, Departure, IdentityProvider, IdentityProviderPatch, NewIdentityProvider, Offered, OfferedProvider, ProviderAttempts,
        Return,
    },
    commands::{self, Arrival},
    queries,
    rules::is_tried_out,
    tables,
};
use crate::staff::{commands::Browser, set_cookie, signed_in, user_agent};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(identity_providers, add_identity_provider))
        .routes(routes!(identity_provider, change_identity_provider, remove_identity_provider))
        .routes(routes!(provider_attempts))
        .routes(routes!(offered_providers))
        .routes(routes!(depart))
        .routes(routes!(arrive))
}

/// The cookie by which a browser is known that comes back from a provider. The provider sends it back by a link, so it is Lax.
const AWAY_COOKIE: &str = "guanxi_away";
const AWAY_PATH: &str = "Path=/api/v1/sign-in; HttpOnly; SameSite=Lax";

/// The identity providers.
#[utoipa::path(get, path = "/api/v1/identity-providers", tag = "providers", operation_id = "identity_providers",
    responses((status = 200, body = Vec<IdentityProvider>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn identity_providers(State(app): State<App>, InPerson(actor): InPerson) -> Result<Json<Vec<IdentityProvider>>> {
    queries::providers(&app.db().read(&actor)).await.map(Json)
}

/// Adds an identity provider.
#[utoipa::path(post, path = "/api/v1/identity-providers", tag = "providers", operation_id = "add_identity_provider",
    request_body = NewIdentityProvider,
    responses((status = 201, body = IdentityProvider), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn add_identity_provider(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Checked(input): Checked<NewIdentityProvider>,
) -> Result<Created<IdentityProvider>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::add(&mut tx, input, is_tried_out(app.address())).await?;
    let record = tx.commit(done).await?;
    Ok(Created { location: format!("/api/v1/identity-providers/{}", record.id), version: record.version, record })
}

/// One identity provider.
#[utoipa::path(get, path = "/api/v1/identity-providers/{id}", tag = "providers", operation_id = "identity_provider",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = IdentityProvider), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn identity_provider(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::IdentityProvider>>,
) -> Result<Versioned<IdentityProvider>> {
    let provider = queries::provider(&app.db().read(&actor), id).await?;
    Ok(Versioned(provider.version, provider))
}

/// Changes an identity provider.
#[utoipa::path(patch, path = "/api/v1/identity-providers/{id}", tag = "providers", operation_id = "change_identity_provider",
    request_body = IdentityProviderPatch, params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = IdentityProvider), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_identity_provider(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::IdentityProvider>>,
    IfMatch(version): IfMatch,
    Checked(input): Checked<IdentityProviderPatch>,
) -> Result<Versioned<IdentityProvider>> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::change(&mut tx, id, version, input, is_tried_out(app.address())).await?;
    let provider = tx.commit(done).await?;
    Ok(Versioned(provider.version, provider))
}

/// Removes an identity provider. Its users stay.
#[utoipa::path(delete, path = "/api/v1/identity-providers/{id}", tag = "providers", operation_id = "remove_identity_provider",
    params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove_identity_provider(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::IdentityProvider>>,
) -> Result<StatusCode> {
    let mut tx = app.db().write(&actor).await?;
    let done = commands::remove(&mut tx, id).await?;
    tx.commit(done).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The latest who came from a provider and what became of it, and what the provider must be told of Guanxi.
#[utoipa::path(get, path = "/api/v1/identity-providers/{id}/attempts", tag = "providers", operation_id = "provider_attempts",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ProviderAttempts), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn provider_attempts(
    State(app): State<App>,
    InPerson(actor): InPerson,
    Path(id): Path<Id<tables::IdentityProvider>>,
) -> Result<Json<ProviderAttempts>> {
    queries::attempts(&app.db().read(&actor), app.address(), id).await.map(Json)
}

/// The providers that are offered for signing in.
#[utoipa::path(get, path = "/api/v1/sign-in/providers", tag = "providers", operation_id = "offered_providers", security(()), params(Offered),
    responses((status = 200, body = Vec<OfferedProvider>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn offered_providers(State(app): State<App>, Query(offered): Query<Offered>) -> Result<Json<Vec<OfferedProvider>>> {
    queries::offered(app.db(), offered.provider).await.map(Json)
}

/// Says where the browser goes to sign in by a provider.
#[utoipa::path(post, path = "/api/v1/sign-in/providers/{id}", tag = "providers", operation_id = "depart", security(()),
    params(("id" = Uuid, Path)), request_body = Departure,
    responses((status = 200, body = Departed), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn depart(State(app): State<App>, tls: OverTls, Path(id): Path<Uuid>, Checked(departure): Checked<Departure>) -> Result<Response> {
    let (departed, secret) = commands::depart(&app, id, &departure).await?;
    Ok(set_cookie(tls, &format!("{AWAY_COOKIE}={secret}; {AWAY_PATH}; Max-Age=600"), Json(departed).into_response()))
}

/// Where a provider sends the browser back to: signs in and leads on, or leads back to the page for signing in.
#[utoipa::path(get, path = "/api/v1/sign-in/return", tag = "providers", operation_id = "arrive", security(()), params(Return),
    responses((status = 303), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn arrive(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    tls: OverTls,
    headers: HeaderMap,
    Query(back): Query<Return>,
) -> Response {
    let away = cookie(&headers, AWAY_COOKIE);
    let browser = Browser { user_agent: user_agent(&headers), address, device: None, home: None };
    let response = match commands::arrive(&app, back, away.as_deref(), browser).await {
        Ok(Ok(Arrival { signed_in: made, next })) => signed_in(tls, &made, Redirect::to(&next).into_response()),
        Ok(Err(refusal)) => Redirect::to(&format!("/login#problem={}", refusal.code)).into_response(),
        Err(error) => {
            tracing::error!(%error, "Somebody who came from an identity provider could not be let in");
            Redirect::to("/login#problem=unexpected").into_response()
        }
    };
    set_cookie(tls, &format!("{AWAY_COOKIE}=; {AWAY_PATH}; Max-Age=0"), response)
}
