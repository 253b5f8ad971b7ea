//! Who comes in, and what is answered to those who do not speak as they should.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Assistant, stranger};
use crate::testing::{BOSS, PASSWORD, TestApp, session_of};

const HELLO: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;

#[tokio::test]
async fn a_program_shakes_hands_and_is_offered_tools() {
    let app = TestApp::new().await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    let hello = assistant.send(&serde_json::from_str(HELLO).unwrap()).await;
    assert!(!hello.headers.contains_key("mcp-session-id"), "nothing is kept between two requests");
    assert_eq!(hello.headers["cache-control"], "no-store");
    let hello = hello.ok()["result"].clone();
    assert_eq!((&hello["protocolVersion"], &hello["serverInfo"]["name"]), (&json!("2025-06-18"), &json!("guanxi")));
    assert!(hello["capabilities"]["tools"].is_object());
    assert!(hello["instructions"].as_str().unwrap().contains("Begin with whoami"));
    let heard = assistant.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
    assert_eq!(heard.status, StatusCode::ACCEPTED);
    assert!(assistant.ask("ping", json!({})).await["result"].is_object());
    let told = assistant.ask("tools/list", json!({})).await;
    let names = ["whoami", "list_lists", "describe_list", "query_list", "sum_list", "search", "get_record", "list_pages", "read_page"];
    for tool in told["result"]["tools"].as_array().unwrap() {
        let name = tool["name"].as_str().unwrap();
        let only_looks = names.contains(&name);
        assert_eq!(tool["annotations"]["readOnlyHint"], only_looks, "{name}");
        assert!(only_looks || tool["annotations"]["destructiveHint"] == false, "{name}");
        assert!(tool["description"].as_str().unwrap().len() > 30 && tool["inputSchema"]["type"] == "object", "{tool}");
        assert!(!tool.to_string().contains("$ref"), "{name} is described whole");
    }
    assert_eq!(assistant.tools().await, [&names[..], &["add_task", "log_interaction"]].concat());
}

#[tokio::test]
async fn only_a_token_opens() {
    let app = TestApp::new().await;
    let stranger = stranger(&app.app);
    let knock = async |client: &guanxi_kernel::testkit::Client| client.knock(Method::POST, "/mcp", HELLO.into()).await;
    let nobody = knock(&stranger).await;
    assert_eq!(nobody.problem(), (401, "unauthenticated".to_owned()));
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
    assert_eq!(knock(&stranger.clone().with_header("authorization", "Bearer gx_wrong")).await.problem().0, 401);
    // A browser that is signed in is nobody here, so that no page can use its cookie; and its secret is no token.
    let signed_in = app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await;
    let session = session_of(&signed_in);
    assert_eq!(knock(&stranger.clone().with_session(session.clone())).await.problem().0, 401);
    assert_eq!(knock(&stranger.with_header("authorization", format!("Bearer {session}"))).await.problem().0, 401);
    let assistant = Assistant::of(&app, &app.admin()).await;
    let elsewhere = assistant.client.clone().with_header("origin", "https://evil.example");
    assert_eq!(knock(&elsewhere).await.problem(), (403, "cross_site".to_owned()));
    let deployed = assistant.client.clone().with_header("origin", "https://crm.example.com");
    assert_eq!(knock(&deployed).await.status, 200, "any name that the server is reached by is right");
    // A token that has ended opens nothing any more.
    let tokens = app.admin().get("/tokens").await.ok();
    for token in tokens.as_array().unwrap() {
        app.admin().send(Method::DELETE, &format!("/tokens/{}", token["id"].as_str().unwrap()), None).await;
    }
    assert_eq!(knock(&assistant.client).await.problem().0, 401);
}

#[tokio::test]
async fn what_is_no_message_is_told_so() {
    let app = TestApp::new().await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    for (body, code) in [
        ("{", -32_700),
        ("", -32_700),
        ("\u{0}", -32_700),
        ("[]", -32_600),
        ("7", -32_600),
        ("{}", -32_600),
        (r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32_600),
    ] {
        let answer = assistant.client.knock(Method::POST, "/mcp", body.into()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (400, &json!(code)), "{body}: {}", answer.text());
        assert!(answer.json()["error"]["message"].as_str().is_some_and(|text| text.len() > 10), "{}", answer.text());
    }
    let long = json!({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"text": "x".repeat(2_000_000)}});
    assert_eq!(assistant.send(&long).await.problem(), (413, "too_large".to_owned()));
    for method in [Method::GET, Method::DELETE] {
        let answer = assistant.client.knock(method.clone(), "/mcp", Vec::new()).await;
        assert_eq!((answer.status.as_u16(), answer.headers["allow"].to_str().unwrap()), (405, "POST"), "{method}");
    }
    let deaf = assistant.client.clone().with_header("mcp-protocol-version", "1999-01-01");
    assert_eq!(deaf.knock(Method::POST, "/mcp", r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.into()).await.status, 400);
    let error = async |method: &str, params: Value| assistant.ask(method, params).await["error"].clone();
    let unknown = error("tools/call", json!({"name": "drop_everything", "arguments": {}})).await;
    assert_eq!(unknown["code"], -32_602);
    assert!(unknown["message"].as_str().unwrap().contains("drop_everything"));
    assert_eq!(error("tools/call", json!({"name": 7})).await["code"], -32_602);
    assert_eq!(error("tools/call", json!({"name": "search", "arguments": "all"})).await["code"], -32_602);
    for method in ["no/such/method", "resources/list"] {
        assert_eq!(error(method, json!({})).await["code"], -32_601, "{method}");
    }
}

#[tokio::test]
async fn wrong_arguments_are_refused_in_words() {
    let app = TestApp::new().await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    let refused = async |tool: &str, arguments: Value| {
        let (code, pointer) = assistant.refusal(tool, arguments).await;
        format!("{code} {pointer}")
    };
    let on = |more: Value| {
        let mut arguments = json!({"list": "accounts"});
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        arguments
    };
    for (tool, arguments, expected) in [
        ("query_list", json!({}), "required /list"),
        ("query_list", json!({"list": 7}), "wrong_type /list"),
        ("query_list", json!({"list": "nothing"}), "unknown_list /list"),
        ("query_list", on(json!({"colour": "red"})), "unknown_field /colour"),
        ("query_list", on(json!({"limit": 101})), "out_of_range /limit"),
        ("query_list", on(json!({"limit": 0})), "out_of_range /limit"),
        ("query_list", on(json!({"limit": 18_446_744_073_709_551_615_u64})), "out_of_range /limit"),
        ("query_list", on(json!({"limit": -1})), "wrong_type /limit"),
        ("query_list", on(json!({"filter": "{"})), "malformed /filter"),
        ("query_list", on(json!({"filter": {"field": "nothing", "op": "eq", "value": 1}})), "unknown_field /filter"),
        ("query_list", on(json!({"filter": {"field": "name", "op": "gt", "value": 1}})), "unknown_operator /filter"),
        ("query_list", on(json!({"filter": {"field": "name", "op": "eq", "value": 1}})), "wrong_value /filter"),
        ("query_list", on(json!({"filter": 7})), "malformed /filter"),
        ("query_list", on(json!({"sort": ["nothing"]})), "unknown_field /sort"),
        ("query_list", on(json!({"sort": {"name": 1}})), "wrong_type /sort"),
        ("query_list", on(json!({"columns": ["nothing"]})), "unknown_field /columns"),
        ("query_list", on(json!({"cursor": "nonsense"})), "stale_cursor /cursor"),
        ("query_list", on(json!({"count": "all"})), "wrong_type /count"),
        ("query_list", on(json!({"q": "\u{0}"})), "nul "),
        ("sum_list", on(json!({"sums": ["name"]})), "not_possible /sums"),
        ("sum_list", on(json!({"group_by": "name"})), "not_possible /group_by"),
        ("sum_list", on(json!({"group_by": "nothing"})), "not_possible /group_by"),
        ("sum_list", on(json!({"group_by": "kind", "filter": "{"})), "malformed /filter"),
        ("describe_list", json!({"list": "nothing"}), "unknown_list /list"),
        ("search", json!({}), "required /q"),
        ("search", json!({"q": ["a"]}), "wrong_type /q"),
        ("get_record", json!({"kind": "account", "id": "7"}), "wrong_value /id"),
        ("get_record", json!({"kind": "account", "id": "../tokens"}), "wrong_value /id"),
        ("get_record", json!({"kind": "spaceship", "id": uuid::Uuid::now_v7()}), "unknown_list /kind"),
        ("get_record", json!({"kind": "account", "id": uuid::Uuid::now_v7()}), "not_found "),
        ("get_record", json!({"kind": "pooled", "id": uuid::Uuid::now_v7()}), "not_possible /kind"),
        ("read_page", json!({"page": "tokens"}), "unknown_page /page"),
        ("read_page", json!({"page": "personal"}), "unknown_page /page"),
        ("read_page", json!({"page": "account_value"}), "required /parameters/id"),
        ("read_page", json!({"page": "account_value", "parameters": {"id": "x/../../tokens"}}), "wrong_value /parameters/id"),
        ("read_page", json!({"page": "portfolio", "parameters": {"colour": 1}}), "unknown_field /parameters/colour"),
        ("read_page", json!({"page": "portfolio", "parameters": {"view": "shapiro", "filter": "{"}}), "malformed /filter"),
        ("add_task", json!({"subject": "回访", "due_on": "2027-01-05"}), "required /idempotency_key"),
        ("add_task", json!({"subject": "回访", "idempotency_key": "a"}), "required /due_on"),
        ("add_task", json!({"subject": "回访", "due_on": "2027-01-05", "idempotency_key": "长".repeat(201)}), "too_long /idempotency_key"),
        ("log_interaction", json!({"account_id": "7", "channel": "phone", "idempotency_key": "b"}), "wrong_type /account_id"),
    ] {
        let shown = format!("{tool} {arguments}");
        assert_eq!(refused(tool, arguments).await, expected, "{shown}");
    }
}
