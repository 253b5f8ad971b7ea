//! The door itself: one address, bearer tokens only, no sessions, an answer for each request.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::any,
};
use guanxi_kernel::{
    actor::Actor,
    error::Error,
    http::{App, ByToken},
};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CustomRequest, CustomResult, ErrorCode, Implementation, ListToolsResult,
        PaginatedRequestParams, ServerCapabilities, ServerConfig,
    },
    service::RequestContext,
    transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager},
};
use serde_json::{Value, json};

use crate::{
    answer, describe, lists, operations, records,
    room::{Answer, Call, Room, Words},
    tools,
};

/// The longest request, in bytes.
const MOST_BYTES: usize = 1024 * 1024;
/// The longest that a request takes, as at the API.
const LONGEST: Duration = Duration::from_mins(1);

/// `POST /mcp` of this application. `words` finds what lists, fields and choices are called.
pub fn door(app: &App, words: Words) -> Router<App> {
    let server = Server { room: Arc::new(Room::new(app, words)) };
    // Nothing is kept between two requests. The host needs no look: a page that was led astray has no token to show, and pages of
    // other sites are refused with the caller.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .disable_allowed_hosts()
        .with_max_request_body_bytes(MOST_BYTES)
        .with_cancellation_token(app.stopping().clone());
    let service = StreamableHttpService::new(move || Ok(server.clone()), Arc::new(NeverSessionManager::default()), config);
    let answer = async move |ByToken(actor): ByToken, request: Request| answered(&service, actor, request).await;
    Router::new().route("/mcp", any(answer))
}

type Service = StreamableHttpService<Server, NeverSessionManager>;

/// Answers a request of somebody who has been let in.
async fn answered(service: &Service, actor: Actor, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
        return Error::TooLarge("The body is larger than this address takes.".to_owned()).into_response();
    };
    if parts.method == axum::http::Method::POST
        && let Err(error) = serde_json::from_slice::<Value>(&bytes)
    {
        return wrong(StatusCode::BAD_REQUEST, -32_700, &format!("The body is not JSON: {error}."));
    }
    parts.extensions.insert(actor);
    let request = Request::from_parts(parts, Body::from(bytes));
    match tokio::time::timeout(LONGEST, service.handle(request)).await {
        Ok(response) => in_words(response.map(Body::new)).await,
        Err(_) => Error::Busy.into_response(),
    }
}

/// What the protocol's own library refuses in plain text is said as an error of the protocol.
async fn in_words(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !response.status().is_client_error() || is_json {
        return response;
    }
    let (parts, body) = response.into_parts();
    let text = to_bytes(body, MOST_BYTES).await.unwrap_or_else(|_| Bytes::new());
    let text = String::from_utf8_lossy(&text);
    let text = if text.is_empty() { "This address takes POST." } else { &text };
    // A message that cannot be understood is no question of its type.
    let status = if parts.status == StatusCode::UNSUPPORTED_MEDIA_TYPE { StatusCode::BAD_REQUEST } else { parts.status };
    let mut said = wrong(status, -32_600, text);
    said.headers_mut().extend(parts.headers.into_iter().filter(|(name, _)| name.as_ref() == Some(&header::ALLOW)));
    said
}

fn wrong(status: StatusCode, code: i64, text: &str) -> Response {
    (status, Json(json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": text}}))).into_response()
}

/// What answers the messages of the protocol.
#[derive(Clone)]
struct Server {
    room: Arc<Room>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let named = Implementation::new("guanxi", env!("CARGO_PKG_VERSION")).with_title("Guanxi 关系");
        let able = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(able).with_server_info(named).with_instructions(tools::INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let may_write = !actor(&context)?.grants.read_only;
        Ok(ListToolsResult::with_all_items(tools::tools(&self.room, may_write)))
    }

    async fn call_tool(&self, asked: CallToolRequestParams, context: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let call = Call { room: &self.room, actor: actor(&context)? };
        let arguments = Value::Object(asked.arguments.unwrap_or_default());
        // Who has gone away wants no answer.
        let answer = tokio::select! {
            answer = told(&call, &asked.name, &arguments) => answer,
            () = context.ct.cancelled() => return Err(ErrorData::internal_error("Nobody waits for this any more.", None)),
        };
        let no_such = || ErrorData::invalid_params(format!("There is no tool “{}”; tools/list names them.", asked.name), None);
        Ok(answer::result(answer.ok_or_else(no_such)?).into())
    }

    async fn on_custom_request(&self, request: CustomRequest, _: RequestContext<RoleServer>) -> Result<CustomResult, ErrorData> {
        // A known method comes here when what it was sent with cannot be read.
        Err(if request.method == "tools/call" {
            ErrorData::invalid_params("A tool is called by a name and an object of arguments.", None)
        } else {
            ErrorData::new(ErrorCode::METHOD_NOT_FOUND, format!("There is no method {}.", request.method), None)
        })
    }
}

/// What a tool answers; `None` when there is no such tool.
async fn told(call: &Call<'_>, tool: &str, arguments: &Value) -> Option<Answer> {
    Some(match tool {
        "whoami" => describe::whoami(call).await,
        "list_lists" => describe::lists(call).await,
        "describe_list" => describe::list(call, arguments).await,
        "query_list" => lists::query(call, arguments).await,
        "sum_list" => lists::sum(call, arguments).await,
        "search" => records::search(call, arguments).await,
        "get_record" => records::get(call, arguments).await,
        "list_pages" => Ok(operations::pages(call)),
        "read_page" => operations::page(call, arguments).await,
        addition => return operations::add(call, addition, arguments).await,
    })
}

/// The actor that the door has let in.
fn actor(context: &RequestContext<RoleServer>) -> Result<Actor, ErrorData> {
    let parts = context.extensions.get::<Parts>();
    let actor = parts.and_then(|parts| parts.extensions.get::<Actor>()).cloned();
    actor.ok_or_else(|| ErrorData::internal_error("Nobody was let in.", None))
}
