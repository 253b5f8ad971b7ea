//! Guanxi as a relying party: what is asked of a provider over HTTP, and what of its answers is believed (`OpenID` Connect Core
//! 3.1, with PKCE). Knows neither users nor tables.

use std::time::Duration;

use axum::http;
use chrono::{DateTime, Utc};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IdTokenFields, IssuerUrl, JsonWebKeySet, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::{
    rules::{groups_in, may_be_asked},
    tables::identity_provider,
};

/// How long a provider may take. Somebody is waiting.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that is read of an answer.
const MAX_BYTES: usize = 1024 * 1024;

/// Every claim that is not one of the standard ones.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Others {
    #[serde(flatten)]
    all: Map<String, Value>,
}
impl AdditionalClaims for Others {}

type Tokens = StandardTokenResponse<
    IdTokenFields<Others, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>,
    CoreTokenType,
>;
type RelyingParty = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What a provider says of itself, and its keys: read once and kept for a while.
#[derive(Clone)]
pub(super) struct Documents {
    /// The discovery document.
    pub(super) document: Value,
    /// The keys with which it signs.
    pub(super) keys: Value,
}

/// What is remembered while somebody is at the provider.
#[derive(Serialize, Deserialize)]
pub(super) struct Away {
    /// The provider.
    pub(super) provider: uuid::Uuid,
    /// What the provider gives back unchanged.
    pub(super) state: String,
    /// What stands in the token that is meant for this visit.
    nonce: String,
    /// Shows that who brings the code is who asked for it.
    verifier: String,
    /// Where they wanted to go.
    pub(super) next: String,
}

/// Who a provider says that somebody is.
#[derive(Debug)]
pub(super) struct Somebody {
    /// Their name at the provider, which never changes.
    pub(super) subject: String,
    /// The address.
    pub(super) email: Option<String>,
    /// Whether the provider knows that the address is theirs.
    pub(super) email_verified: bool,
    /// The name.
    pub(super) name: Option<String>,
    /// The groups.
    pub(super) groups: Vec<String>,
}

/// Why nobody could be told by a provider.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It does not answer, or not as a provider does.
    Unreachable(String),
    /// What it says cannot be believed.
    Untrusted(String),
}

/// An answer that did not come, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NoAnswer(String);

/// What speaks with providers: follows no redirection, so that no answer leads it elsewhere.
#[derive(Clone)]
pub(super) struct Line {
    client: reqwest::Client,
    tried_out: bool,
}

impl Line {
    /// `tried_out` is whether providers on this machine may be asked without TLS.
    pub(super) fn open(tried_out: bool) -> anyhow::Result<Self> {
        // Whoever was first has chosen the same: there is one implementation in the program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build()?;
        Ok(Self { client, tried_out })
    }

    async fn ask(self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let failed = |error: reqwest::Error| NoAnswer(told(&error));
        let address = Url::parse(&request.uri().to_string()).map_err(|error| NoAnswer(error.to_string()))?;
        if !may_be_asked(&address, self.tried_out) {
            return Err(NoAnswer(format!("{address} is not asked, because it is not reached over TLS")));
        }
        let mut answer = self.client.execute(request.try_into().map_err(failed)?).await.map_err(failed)?;
        let mut made = http::Response::new(Vec::new());
        *made.status_mut() = answer.status();
        *made.headers_mut() = answer.headers().clone();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if made.body().len() + part.len() > MAX_BYTES {
                return Err(NoAnswer(format!("{address} answers with more than {MAX_BYTES} bytes")));
            }
            made.body_mut().extend_from_slice(&part);
        }
        Ok(made)
    }

    /// Reads what a provider says of itself, and its keys.
    pub(super) async fn read(&self, issuer: &str) -> Result<Documents, Trouble> {
        let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|error| Trouble::Unreachable(told(&error)))?;
        let http = |request| self.clone().ask(request);
        let document = CoreProviderMetadata::discover_async(issuer, &http).await.map_err(|error| Trouble::Unreachable(told(&error)))?;
        let unreadable = |error: serde_json::Error| Trouble::Unreachable(error.to_string());
        let keys = serde_json::to_value(document.jwks()).map_err(unreadable)?;
        Ok(Documents { document: serde_json::to_value(document).map_err(unreadable)?, keys })
    }

    /// Takes the tokens for the code that somebody has brought, and reads in them who it is.
    pub(super) async fn identify(
        &self,
        provider: &identity_provider::Model,
        documents: &Documents,
        home: &str,
        (away, code): (&Away, String),
        now: DateTime<Utc>,
    ) -> Result<Somebody, Trouble> {
        let party = party(provider, documents, home)?;
        let http = |request| self.clone().ask(request);
        let unreachable = |error: String| Trouble::Unreachable(error);
        let tokens: Tokens = party
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| unreachable(told(&error)))?
            .set_pkce_verifier(PkceCodeVerifier::new(away.verifier.clone()))
            .request_async(&http)
            .await
            .map_err(|error| unreachable(told(&error)))?;
        let known = match believed(&party, &tokens, away, now) {
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                // The provider may have new keys since they were read.
                let party = self::party(provider, &self.read(&provider.issuer).await?, home)?;
                believed(&party, &tokens, away, now).cloned()
            }
            other => other.cloned(),
        };
        let known = known.map_err(|error| Trouble::Untrusted(told(&error)))?;
        let info = match party.user_info(tokens.access_token().clone(), Some(known.subject().clone())) {
            // It has no page for it: what stands in the token is all there is.
            Err(_) => None,
            Ok(request) => {
                let info: UserInfoClaims<Others, CoreGenderClaim> =
                    request.request_async(&http).await.map_err(|error| Trouble::Unreachable(told(&error)))?;
                Some(info)
            }
        };
        let more = info.as_ref();
        let email = more.and_then(|info| info.email()).or(known.email()).map(|email| email.as_str().to_owned());
        let name = more.and_then(|info| info.name()).or(known.name()).and_then(|name| name.get(None));
        let claim = |others: &Others| others.all.get(&provider.groups_claim).cloned();
        let groups = more.and_then(|info| claim(info.additional_claims())).or_else(|| claim(known.additional_claims()));
        Ok(Somebody {
            subject: known.subject().as_str().to_owned(),
            email,
            email_verified: more.and_then(UserInfoClaims::email_verified).or(known.email_verified()).unwrap_or(false),
            name: name.map(|name| name.as_str().to_owned()),
            groups: groups_in(groups.as_ref()),
        })
    }
}

/// Where a provider sends people back to.
pub(super) fn redirect_url(home: &str) -> String {
    format!("{home}/api/v1/sign-in/return")
}

fn party(provider: &identity_provider::Model, documents: &Documents, home: &str) -> Result<RelyingParty, Trouble> {
    let unreadable = |error: serde_json::Error| Trouble::Unreachable(error.to_string());
    let keys: JsonWebKeySet<CoreJsonWebKey> = serde_json::from_value(documents.keys.clone()).map_err(unreadable)?;
    let document: CoreProviderMetadata = serde_json::from_value(documents.document.clone()).map_err(unreadable)?;
    let methods = document.token_endpoint_auth_methods_supported();
    let in_body = methods.is_some_and(|methods| !methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
    let secret = provider.client_secret.clone().map(ClientSecret::new);
    let back = RedirectUrl::new(redirect_url(home)).map_err(|error| Trouble::Unreachable(told(&error)))?;
    let party = Client::from_provider_metadata(document.set_jwks(keys), ClientId::new(provider.client_id.clone()), secret);
    let party = if in_body { party.set_auth_type(AuthType::RequestBody) } else { party };
    Ok(party.set_redirect_uri(back))
}

/// The provider's page for somebody, and what is to be remembered until they come back.
pub(super) fn leave(provider: &identity_provider::Model, documents: &Documents, home: &str, next: &str) -> Result<(String, Away), Trouble> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let party = party(provider, documents, home)?;
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let asked = provider.scopes.split_whitespace().filter(|scope| *scope != "openid").map(|scope| Scope::new(scope.to_owned()));
    let request = party.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).add_scopes(asked);
    let (url, state, nonce) = request.set_pkce_challenge(challenge).url();
    let away = Away {
        provider: provider.id,
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next: next.to_owned(),
    };
    Ok((url.into(), away))
}

/// The claims of a token that this provider has signed for Guanxi and for this visit, and that belongs to the access token.
fn believed<'a>(
    party: &RelyingParty,
    tokens: &'a Tokens,
    away: &Away,
    now: DateTime<Utc>,
) -> Result<&'a openidconnect::IdTokenClaims<Others, CoreGenderClaim>, ClaimsVerificationError> {
    let other = |why: String| ClaimsVerificationError::Other(why);
    let token = tokens.id_token().ok_or_else(|| other("there is no ID token in the answer".to_owned()))?;
    let verifier = party.id_token_verifier().set_time_fn(move || now);
    let claims = token.claims(&verifier, &Nonce::new(away.nonce.clone()))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| other(error.to_string()))?;
        let key = token.signing_key(&verifier).map_err(|error| other(error.to_string()))?;
        let own = AccessTokenHash::from_token(tokens.access_token(), algorithm, key).map_err(|error| other(error.to_string()))?;
        if own != *expected {
            return Err(other("the access token is another one than the ID token says".to_owned()));
        }
    }
    Ok(claims)
}

/// An error with its causes.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += ": ";
        text += &error.to_string();
        cause = error.source();
    }
    text.chars().take(500).collect()
}
