//! The room behind all doors, as this one enters it: the routes of the API, asked in this process for an actor who has been let
//! in. Rights, hidden fields, limits and sentences are theirs, so there is nothing here that could forget one.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use guanxi_kernel::{
    actor::{Action, Actor},
    error::Error,
    http::{App, inside, parse, problem::Problem},
    list::List,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::ServiceExt;
use url::form_urlencoded;
use uuid::Uuid;

use crate::operations::Operations;

/// No answer of the API is longer.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What things are called in one language: the text of a key such as `accounts.fields.name`.
pub type Labels = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;
/// Finds the labels of a locale such as `zh-CN`.
pub type Words = fn(locale: &str) -> Labels;

/// What every request needs.
pub(crate) struct Room {
    pub(crate) app: App,
    api: Router,
    pub(crate) operations: Operations,
    pub(crate) words: Words,
}

/// One call of a tool.
pub(crate) struct Call<'a> {
    pub(crate) room: &'a Room,
    pub(crate) actor: Actor,
}

/// Why something was not done: the body of a problem, with its code and its sentence.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Value);

pub(crate) type Answer<T = Value> = Result<T, Refused>;

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        if matches!(error, Error::Database(_) | Error::Unexpected(_)) {
            tracing::error!(%error, "A tool failed unexpectedly");
        }
        Self(json!(Problem::from(error)))
    }
}

impl Room {
    pub(crate) fn new(app: &App, words: Words) -> Self {
        Self { api: inside(app), operations: Operations::of(app.slices()), app: app.clone(), words }
    }
}

impl Call<'_> {
    /// Gets what stands at a path of the API.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, None).await
    }

    /// Posts to a path of the API; what is made with a key is made once.
    pub(crate) async fn post(&self, path: &str, body: &Value, key: Option<&str>) -> Answer {
        self.ask(Method::POST, path, Some(body), key).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>, key: Option<&str>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).extension(self.actor.clone());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        // What cannot stand in a header or an address is not ours to make sense of.
        let request = request.body(body).map_err(|_| Error::NotFound)?;
        let Ok(response) = self.room.api.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, MOST_BYTES).await.map_err(|error| Error::Unexpected(error.into()))?;
        let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if parts.status.is_success() { Ok(json) } else { Err(Refused(json)) }
    }

    /// The list of this name, or of the records of this kind, if the actor may read it.
    pub(crate) fn list(&self, name: &str, pointer: &str) -> Answer<&'static List> {
        let readable = || self.readable_lists();
        let found = readable().find(|list| list.name == name).or_else(|| readable().find(|list| list.kind == name));
        found.ok_or_else(|| {
            let names: Vec<&str> = readable().map(|list| list.name).collect();
            let detail = format!("There is no list “{name}” for you. There are: {}.", names.join(", "));
            Error::field(pointer, "unknown_list", detail).into()
        })
    }

    /// The lists that the actor may read.
    pub(crate) fn readable_lists(&self) -> impl Iterator<Item = &'static List> {
        let doors = self.room.app.slices().iter().flat_map(|slice| (slice.lists)());
        doors.map(|door| (door.list)()).filter(|list| self.actor.may(list.kind, Action::Read))
    }

    /// Where the web app shows a record, if it does: in full where the server knows its own address, else the path there.
    pub(crate) fn link(&self, kind: &str, id: &Value) -> Option<String> {
        let mut pages = self.room.app.slices().iter().flat_map(|slice| slice.pages);
        let (_, page) = pages.find(|(of, _)| *of == kind)?;
        let home = self.room.app.address().unwrap_or_default();
        Some(format!("{home}{}", page.replace("{id}", id.as_str()?)))
    }
}

/// A path with what is asked of it.
pub(crate) fn with_query(path: &str, pairs: &[(&str, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}

/// Reads the arguments of a tool, and says precisely what is wrong with them.
pub(crate) fn read<T: DeserializeOwned>(arguments: &Value) -> Answer<T> {
    Ok(parse(arguments.to_string().as_bytes())?)
}

/// The id of a record.
pub(crate) fn id(text: &str, pointer: &str) -> Answer<Uuid> {
    let wrong = || Error::field(pointer, "wrong_value", "This is no id. Ids look like 01890a5d-ac96-774b-bcce-b302099a8057.");
    text.trim().parse().map_err(|_| wrong().into())
}
