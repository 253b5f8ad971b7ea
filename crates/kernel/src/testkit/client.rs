//! A client of the router: sends requests without a network and reads the answers.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::http::SESSION_COOKIE;

/// A caller, signed in or not.
#[derive(Clone)]
pub struct Client {
    router: Router,
    session: Option<String>,
    headers: Vec<(&'static str, String)>,
    address: Option<IpAddr>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Client {
    /// A caller who is nobody yet.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self { router, session: None, headers: Vec::new(), address: None }
    }

    /// The same caller with a session's secret.
    #[must_use]
    pub fn with_session(mut self, secret: String) -> Self {
        self.session = Some(secret);
        self
    }

    /// The same caller with a header on every request.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same caller, connected from this address.
    #[must_use]
    pub fn from_address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Sends a request; a JSON body where there is one.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let bytes = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let kind = body.map(|_| "application/json");
        self.send_bytes(method, path, kind, bytes).await
    }

    /// Sends a request with any body.
    pub async fn send_bytes(&self, method: Method, path: &str, kind: Option<&str>, bytes: Vec<u8>) -> Answer {
        Answer::of(self.ask(method, path, kind, bytes).await).await
    }

    /// Sends JSON to a door that is not the API's.
    pub async fn knock(&self, method: Method, uri: &str, bytes: Vec<u8>) -> Answer {
        Answer::of(self.ask_at(method, uri, Some("application/json"), bytes).await).await
    }

    /// Opens a stream of server-sent events.
    pub async fn listen(&self, path: &str) -> Stream {
        let response = self.ask(Method::GET, path, None, Vec::new()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path} is a stream");
        Stream { body: response.into_body(), text: String::new() }
    }

    async fn ask(&self, method: Method, path: &str, kind: Option<&str>, bytes: Vec<u8>) -> Response {
        self.ask_at(method, &format!("/api/v1{path}"), kind, bytes).await
    }

    async fn ask_at(&self, method: Method, uri: &str, kind: Option<&str>, bytes: Vec<u8>) -> Response {
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(session) = &self.session {
            request = request.header(header::COOKIE, format!("{SESSION_COOKIE}={session}"));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(SocketAddr::new(address, 40_000)));
        }
        let request = request.body(Body::from(bytes)).expect("the test's request is well-formed");
        self.router.clone().oneshot(request).await.expect("the router always answers")
    }

    /// Gets.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Posts.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Puts.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Patches a record of this version.
    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.clone().with_header("if-match", format!("\"{version}\"")).send(Method::PATCH, path, Some(body)).await
    }

    /// Deletes a record of this version.
    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        self.clone().with_header("if-match", format!("\"{version}\"")).send(Method::DELETE, path, None).await
    }

    /// Uploads a file as a form would.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file_name: &str, file: &[u8]) -> Answer {
        let boundary = "guanxi-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\r\n").bytes());
        body.extend(file);
        body.extend(format!("\r\n--{boundary}--\r\n").bytes());
        self.send_bytes(Method::POST, path, Some(&format!("multipart/form-data; boundary={boundary}")), body).await
    }
}

/// An open stream of server-sent events.
pub struct Stream {
    body: Body,
    text: String,
}

/// Longer than anything is on its way.
const PATIENCE: Duration = Duration::from_secs(30);

impl Stream {
    /// The data of the next event, waited for; what only keeps the connection open is passed over.
    pub async fn next(&mut self) -> Value {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                match event.lines().find_map(|line| line.strip_prefix("data:")) {
                    Some(data) => return serde_json::from_str(data.trim()).expect("the data of an event are JSON"),
                    None => continue,
                }
            }
            assert!(self.more().await, "the stream stays open");
        }
    }

    /// Waits until the server ends the stream. Returns what it still said, as it was sent.
    pub async fn end(mut self) -> String {
        while self.more().await {}
        self.text
    }

    /// Reads on. Says whether there was more.
    async fn more(&mut self) -> bool {
        let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("an event comes, or the end");
        let Some(frame) = frame else { return false };
        let frame = frame.expect("the stream can be read");
        self.text.push_str(&String::from_utf8_lossy(frame.data_ref().map_or(&[], |bytes| bytes.as_ref())));
        true
    }
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the body ends").to_bytes().to_vec();
        Self { status: parts.status, headers: parts.headers, bytes }
    }

    /// The body as JSON; null when there is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The JSON body of a request that must have succeeded.
    #[must_use]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        self.json()
    }

    /// The status and code of a request that must have failed.
    #[must_use]
    pub fn problem(&self) -> (u16, String) {
        assert!(!self.status.is_success(), "this should have been refused: {}", self.text());
        let json = self.json();
        assert_eq!(
            self.headers.get(header::CONTENT_TYPE).map(axum::http::HeaderValue::as_bytes),
            Some(&b"application/problem+json"[..]),
            "{}",
            self.text()
        );
        (self.status.as_u16(), json["code"].as_str().unwrap_or_default().to_owned())
    }

    /// The pointers and codes of the wrong fields.
    #[must_use]
    pub fn wrong_fields(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.json()["errors"].as_array().into_iter().flatten().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
