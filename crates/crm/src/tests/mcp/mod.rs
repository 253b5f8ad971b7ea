//! The door of assistants, through HTTP, as programs that speak its protocol knock.

mod door;
mod lists;
mod pages;
mod rights;

use axum::http::Method;
use guanxi_kernel::{
    http::{App, router},
    testkit::{Answer, Client},
};
use guanxi_mcp::{Labels, door};
use serde_json::{Value, json};

use crate::{testing::TestApp, words::Words};

/// What every program of the protocol says that it takes.
const TAKES: &str = "application/json, text/event-stream";

/// An assistant that somebody has given a token.
struct Assistant {
    client: Client,
    bearer: String,
}

fn labels(locale: &str) -> Labels {
    let words = Words::of(locale);
    Box::new(move |key| words.label(key))
}

/// Somebody at the doors who has shown nothing yet.
fn stranger(app: &App) -> Client {
    let assistants = door(app, labels);
    Client::new(router(app.clone(), assistants)).with_header("accept", TAKES).with_header("host", "crm.example.com")
}

impl Assistant {
    /// The assistant of somebody, with all their rights.
    async fn of(app: &TestApp, person: &Client) -> Self {
        Self::with(app, person, json!({})).await
    }

    /// The assistant of somebody, whose token has these limits.
    async fn with(app: &TestApp, person: &Client, limits: Value) -> Self {
        let mut wish = json!({"name": "助手", "days": 10});
        wish.as_object_mut().unwrap().extend(limits.as_object().unwrap().clone());
        let made = person.post("/tokens", &wish).await.ok();
        let bearer = format!("Bearer {}", made["secret"].as_str().expect("a token is shown once"));
        Self { client: stranger(&app.app).with_header("authorization", &bearer), bearer }
    }

    /// The same assistant at the doors of another application over the same database.
    fn at(&self, app: &App) -> Self {
        Self { client: stranger(app).with_header("authorization", &self.bearer), bearer: self.bearer.clone() }
    }

    /// Sends one message.
    async fn send(&self, message: &Value) -> Answer {
        self.client.knock(Method::POST, "/mcp", message.to_string().into_bytes()).await
    }

    /// Asks something of the protocol. Returns the whole answer.
    async fn ask(&self, method: &str, params: Value) -> Value {
        self.send(&json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params})).await.ok()
    }

    /// Calls a tool: what it answers, or the problem that it refuses with.
    async fn call(&self, tool: &str, arguments: Value) -> Result<Value, Value> {
        let answer = self.ask("tools/call", json!({"name": tool, "arguments": arguments})).await;
        let result = &answer["result"];
        assert!(result.is_object(), "{tool} is answered by an error of the protocol: {answer}");
        let (told, text) = (&result["structuredContent"], result["content"][0]["text"].as_str().expect("there is text"));
        assert_eq!(told, &serde_json::from_str::<Value>(text).expect("the text is JSON"), "data and text say the same");
        if result["isError"] == true {
            let problem = told["detail"].as_str().is_some_and(|detail| detail.contains(' ')) && told["code"].is_string();
            assert!(problem && told["status"].as_u64().is_some_and(|status| status < 500), "{tool}: {told}");
            return Err(told.clone());
        }
        Ok(told.clone())
    }

    /// What a tool answers that must answer.
    async fn told(&self, tool: &str, arguments: Value) -> Value {
        let shown = arguments.to_string();
        self.call(tool, arguments).await.unwrap_or_else(|problem| panic!("{tool} {shown}: {problem}"))
    }

    /// The code that a tool refuses with, and where, which must refuse.
    async fn refusal(&self, tool: &str, arguments: Value) -> (String, String) {
        let shown = arguments.to_string();
        let problem = self.call(tool, arguments).await.err().unwrap_or_else(|| panic!("{tool} should have refused {shown}"));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let wrong = &problem["errors"][0];
        if wrong.is_object() { (text(&wrong["code"]), text(&wrong["pointer"])) } else { (text(&problem["code"]), String::new()) }
    }

    /// The names of the tools that it is offered.
    async fn tools(&self) -> Vec<String> {
        let told = self.ask("tools/list", json!({})).await;
        let tools = told["result"]["tools"].as_array().expect("there are tools").iter();
        tools.map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    }
}

/// The texts under a key of rows.
fn column(page: &Value, key: &str) -> Vec<String> {
    page["items"].as_array().expect("there are rows").iter().map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect()
}
