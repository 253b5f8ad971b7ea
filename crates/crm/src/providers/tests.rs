//! Signing in through another house, over HTTP: Guanxi as it is, and a house on this machine that says what the test wants.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::State,
    http::{Method, StatusCode},
    routing::{get, post},
};
use guanxi_kernel::testkit::{Answer, Client};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use crate::testing::{BOSS, Done, PASSWORD, TestApp, id, path, session_of, version};

/// A key that signs nothing but the tokens of these tests.
const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHYwnnEykEn1Ry0w0bz9MtmDlaYz+hYqOKbfwXXum6IG
-----END PRIVATE KEY-----";
const HOME: &str = "http://127.0.0.1:8080";

/// What the house says, and what it was asked.
#[derive(Clone, Default)]
struct Says {
    claims: Value,
    info: Value,
    nonce: String,
    asked: BTreeMap<String, String>,
}

/// A house of the test's own, on a port of its own.
struct House {
    issuer: String,
    says: Arc<Mutex<Says>>,
}

impl House {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let says = Arc::new(Mutex::new(Says::default()));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/info", get(info))
            .with_state((issuer.clone(), says.clone()));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, says }
    }

    /// What it says from now on of whoever comes.
    fn says(&self, claims: Value, info: Value) {
        let mut says = self.says.lock().unwrap();
        (says.claims, says.info) = (claims, info);
    }
}

type Shared = State<(String, Arc<Mutex<Says>>)>;

fn key() -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(KEY, Some(JsonWebKeyId::new("one".to_owned()))).unwrap()
}

async fn document(State((issuer, _)): Shared) -> Json<Value> {
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/info"), "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn keys() -> Json<Value> {
    Json(json!({"keys": [key().as_verification_key()]}))
}

async fn token(State((issuer, says)): Shared, form: String) -> Json<Value> {
    use base64_of as coded;
    let mut says = says.lock().unwrap();
    says.asked = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    let now = 4_000_000_000_i64;
    let mut claims = json!({"iss": issuer, "aud": "guanxi", "exp": now, "iat": 1_700_000_000, "nonce": says.nonce});
    for (name, value) in says.claims.as_object().into_iter().flatten() {
        claims[name] = value.clone();
    }
    let head = coded(json!({"alg": "EdDSA", "kid": "one"}).to_string().as_bytes());
    let signed = format!("{head}.{}", coded(claims.to_string().as_bytes()));
    let signature = key().sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes()).unwrap();
    Json(json!({"access_token": "access", "token_type": "Bearer", "id_token": format!("{signed}.{}", coded(&signature))}))
}

async fn info(State((_, says)): Shared) -> (StatusCode, Json<Value>) {
    (StatusCode::OK, Json(says.lock().unwrap().info.clone()))
}

fn base64_of(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(LETTERS[usize::try_from(bits >> (18 - 6 * place) & 63).unwrap()]));
        }
    }
    text
}

/// Guanxi where it says where it is reached.
fn at_home(app: &TestApp) -> Client {
    Client::new(guanxi_kernel::http::router(app.app.clone().at(HOME), Router::new()))
}

async fn provider(app: &TestApp, house: &House, wish: Value) -> Value {
    let mut body = json!({"name": "集团账号", "issuer": house.issuer, "client_id": "guanxi", "client_secret": "secret", "active": true});
    for (name, value) in wish.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    app.admin().post("/identity-providers", &body).await.ok()
}

async fn role(app: &TestApp, key: &str) -> Value {
    let roles = app.admin().get("/roles").await.ok();
    roles.as_array().unwrap().iter().find(|role| role["key"] == key).unwrap()["id"].clone()
}

/// Goes to the house and comes back with what it gives; `change` may spoil what is brought back.
async fn visit(app: &TestApp, house: &House, provider: &Value, change: impl Fn(&mut BTreeMap<String, String>)) -> Answer {
    let home = at_home(app);
    let left = home.post(&path(provider, "/sign-in/providers"), &json!({"next": "/accounts"})).await;
    let url = Url::parse(left.ok()["url"].as_str().unwrap()).unwrap();
    let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!((asked["code_challenge_method"].as_str(), asked["response_type"].as_str()), ("S256", "code"));
    assert_eq!(asked["redirect_uri"], format!("{HOME}/api/v1/sign-in/return"));
    house.says.lock().unwrap().nonce = asked["nonce"].clone();
    let cookie = left.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/api/v1/sign-in"), "{cookie}");
    let mut back = BTreeMap::from([
        ("state".to_owned(), asked["state"].clone()),
        ("code".to_owned(), "the code".to_owned()),
        ("cookie".to_owned(), cookie.split(';').next().unwrap().to_owned()),
    ]);
    change(&mut back);
    let cookie = back.remove("cookie").unwrap_or_default();
    let query: String = back.iter().map(|(name, value)| format!("{name}={}&", crate::testing::escaped(value))).collect();
    home.with_header("cookie", cookie).get(&format!("/sign-in/return?{query}")).await
}

fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.headers["location"].to_str().unwrap().to_owned()
}

async fn attempts(app: &TestApp, provider: &Value) -> Vec<String> {
    let told = app.admin().get(&format!("{}/attempts", path(provider, "/identity-providers"))).await.ok();
    told["attempts"].as_array().unwrap().iter().map(|attempt| attempt["outcome"].as_str().unwrap().to_owned()).collect()
}

fn anna(groups: &[&str]) -> (Value, Value) {
    let info = json!({"sub": "anna", "email": "Anna@Example.com", "email_verified": true, "name": "安娜", "groups": groups});
    (json!({"sub": "anna"}), info)
}

#[tokio::test]
async fn who_comes_for_the_first_time_becomes_a_user_and_roles_follow_the_groups() {
    let (app, house) = (TestApp::new().await, House::open().await);
    let (seller, manager) = (role(&app, "salesperson").await, role(&app, "manager").await);
    let team = app.unit("华东组", "team", None).await;
    let mapping = json!([{"group": "sales", "role_id": seller, "org_unit_id": team["id"]}, {"group": "leads", "role_id": manager}]);
    let provider = provider(&app, &house, json!({"mapping": mapping, "makes_users": true})).await;
    assert!(!provider.to_string().contains("\"secret\""), "the secret is never shown: {provider}");
    let offered = app.anonymous().get("/sign-in/providers").await.ok();
    assert_eq!(offered, json!([{"id": provider["id"], "name": "集团账号"}]));
    let (claims, info) = anna(&["sales", "everybody"]);
    house.says(claims, info);
    let arrived = visit(&app, &house, &provider, |_| ()).await;
    assert_eq!(leads_to(&arrived), "/accounts");
    assert_eq!(house.says.lock().unwrap().asked["code"], "the code");
    assert!(house.says.lock().unwrap().asked.contains_key("code_verifier"));
    let me = app.anonymous().with_session(session_of(&arrived)).get("/me").await.ok();
    assert_eq!((&me["user"]["name"], &me["user"]["email"]), (&json!("安娜"), &json!("anna@example.com")));
    let user = app.admin().get(&format!("/users/{}", id(&me["user"]))).await.ok();
    assert_eq!((&user["roles"][0]["id"], &user["org_unit"]["id"]), (&seller, &team["id"]));
    // The next time they lead: one role goes and another comes; what was given by hand stays.
    let inspector = role(&app, "inspector").await;
    let path = format!("/users/{}", id(&user));
    app.admin().patch(&path, version(&user), &json!({"roles": [seller, inspector]})).await.done();
    let (claims, info) = anna(&["leads"]);
    house.says(claims, info);
    visit(&app, &house, &provider, |_| ()).await;
    let roles = app.admin().get(&path).await.ok()["roles"].clone();
    let mut roles: Vec<&Value> = roles.as_array().unwrap().iter().map(|role| &role["id"]).collect();
    roles.sort_by_key(ToString::to_string);
    let mut expected = [&inspector, &manager];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(roles, expected);
    let audit = app.admin().get("/audit?name=identity.followed").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
    assert_eq!(attempts(&app, &provider).await, ["signed_in", "signed_in"]);
}

#[tokio::test]
async fn what_cannot_be_believed_lets_nobody_in() {
    let (app, house) = (TestApp::new().await, House::open().await);
    let mapping = json!([{"group": "sales", "role_id": role(&app, "salesperson").await}]);
    let provider = provider(&app, &house, json!({"mapping": mapping, "makes_users": true})).await;
    let info = anna(&["sales"]).1;
    for (wrong, outcome) in [
        (json!({"sub": "anna", "iss": "https://elsewhere.example"}), "provider_untrusted"),
        (json!({"sub": "anna", "aud": "another"}), "provider_untrusted"),
        (json!({"sub": "anna", "nonce": "another"}), "provider_untrusted"),
        (json!({"sub": "anna", "exp": 1_700_000_001}), "provider_untrusted"),
        (json!({"sub": "anna", "at_hash": "bm90IHRoaXMgb25l"}), "provider_untrusted"),
        // The page of the user is somebody else's.
        (json!({"sub": "bob"}), "provider_unreachable"),
    ] {
        house.says(wrong.clone(), info.clone());
        let answer = visit(&app, &house, &provider, |_| ()).await;
        assert_eq!(leads_to(&answer), format!("/login#problem={outcome}"), "{wrong}");
        assert_eq!(attempts(&app, &provider).await[0], outcome);
    }
    house.says(json!({"sub": "anna"}), info);
    let spoil = |name: &'static str, value: Option<&'static str>| {
        move |back: &mut BTreeMap<String, String>| {
            back.remove(name);
            if let Some(value) = value {
                back.insert(name.to_owned(), value.to_owned());
            }
        }
    };
    for (name, value, outcome) in [
        ("state", Some("another"), "provider_state"),
        ("state", None, "provider_state"),
        ("cookie", None, "provider_state"),
        ("cookie", Some("guanxi_away=another"), "provider_state"),
        ("code", None, "provider_state"),
        ("error", Some("access_denied"), "provider_denied"),
        ("iss", Some("https://elsewhere.example"), "provider_untrusted"),
    ] {
        let answer = visit(&app, &house, &provider, spoil(name, value)).await;
        assert_eq!(leads_to(&answer), format!("/login#problem={outcome}"), "{name}");
        assert!(!answer.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().unwrap().contains("guanxi_session")));
    }
    let users = app.admin().get("/users?count=exact").await.ok();
    assert_eq!(users["count"]["value"], 1, "nobody was made a user");
}

#[tokio::test]
async fn users_are_found_by_a_verified_address_only_where_that_is_allowed() {
    let (app, house) = (TestApp::new().await, House::open().await);
    let boss = |verified: bool| json!({"sub": "boss", "email": BOSS, "email_verified": verified});
    let provider = provider(&app, &house, json!({"ends_passwords": true})).await;
    let go = async || leads_to(&visit(&app, &house, &provider, |_| ()).await);
    house.says(json!({"sub": "boss"}), boss(true));
    assert_eq!(go().await, "/login#problem=provider_email_taken");
    let at = path(&provider, "/identity-providers");
    app.admin().patch(&at, 1, &json!({"links_by_email": true})).await.done();
    house.says(json!({"sub": "boss"}), boss(false));
    assert_eq!(go().await, "/login#problem=provider_email_taken", "anybody can write any address");
    house.says(json!({"sub": "boss"}), boss(true));
    assert_eq!(go().await, "/accounts");
    // From now on the address may change; an administrator keeps the password.
    house.says(json!({"sub": "boss"}), json!({"sub": "boss"}));
    assert_eq!(go().await, "/accounts");
    assert_eq!(app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await.status, 204);
    // Strangers, and those without an address.
    house.says(json!({"sub": "eve"}), json!({"sub": "eve", "email": "eve@example.com"}));
    assert_eq!(go().await, "/login#problem=provider_unknown_user");
    house.says(json!({"sub": "eve"}), json!({"sub": "eve"}));
    assert_eq!(go().await, "/login#problem=provider_no_email");
    app.admin().patch(&at, 2, &json!({"makes_users": true})).await.done();
    house.says(json!({"sub": "eve"}), json!({"sub": "eve", "email": "eve@example.com"}));
    assert_eq!(go().await, "/login#problem=provider_no_role");
}

#[tokio::test]
async fn passwords_end_and_who_is_deactivated_or_in_no_group_stays_out() {
    let (app, house) = (TestApp::new().await, House::open().await);
    let (_, rep) = app.rep().await;
    crate::staff::commands::set_password(app.app.db(), &app.system().await, rep.into(), PASSWORD.to_owned()).await.unwrap();
    let user = app.admin().get(&format!("/users/{rep}")).await.ok();
    let mapping = json!([{"group": "sales", "role_id": user["roles"][0]["id"]}]);
    let provider = provider(&app, &house, json!({"mapping": mapping, "links_by_email": true, "ends_passwords": true})).await;
    let info = |groups: Value| json!({"sub": "rep", "email": user["email"], "email_verified": true, "groups": groups});
    let go = async || visit(&app, &house, &provider, |_| ()).await;
    house.says(json!({"sub": "rep"}), info(json!("sales")));
    let arrived = go().await;
    assert_eq!(leads_to(&arrived), "/accounts");
    let rep_client = app.anonymous().with_session(session_of(&arrived));
    assert_eq!(rep_client.get("/me/second-step").await.ok()["has_password"], false);
    let password = json!({"email": user["email"], "password": PASSWORD});
    assert_eq!(app.anonymous().post("/sessions", &password).await.problem().0, 422, "the password has ended");
    house.says(json!({"sub": "rep"}), info(json!(["other"])));
    assert_eq!(leads_to(&go().await), "/login#problem=provider_no_role");
    assert_eq!(app.admin().get(&format!("/users/{rep}")).await.ok()["roles"], json!([]), "and the role is gone");
    house.says(json!({"sub": "rep"}), info(json!(["sales"])));
    assert_eq!(leads_to(&go().await), "/accounts");
    let boss = app.admin().get("/me").await.ok()["user"]["id"].clone();
    app.admin().post(&format!("/users/{rep}/deactivate"), &json!({"successor_id": boss})).await.done();
    assert_eq!(leads_to(&go().await), "/login#problem=provider_user_inactive");
}

#[tokio::test]
async fn only_administrators_look_after_providers_and_only_at_safe_addresses() {
    let (app, house) = (TestApp::new().await, House::open().await);
    let provider = provider(&app, &house, json!({})).await;
    let at = path(&provider, "/identity-providers");
    let (manager, _) = app.person("manager", "一组").await;
    assert_eq!(manager.get("/identity-providers").await.ok(), json!([]));
    assert_eq!(manager.get(&at).await.problem().0, 404);
    let wish = json!({"name": "x", "issuer": "https://login.example.com", "client_id": "x"});
    assert_eq!(manager.post("/identity-providers", &wish).await.problem().0, 403);
    let script = app.with_token(&app.admin(), false).await;
    assert_eq!(script.post("/identity-providers", &wish).await.problem(), (403, "not_by_token".to_owned()));
    for issuer in
        ["http://10.0.0.1", "ftp://login.example.com", "https://a@login.example.com", "login.example.com", "https://x.example?a=b"]
    {
        let wrong = app.admin().post("/identity-providers", &json!({"name": "x", "issuer": issuer, "client_id": "x"})).await;
        assert_eq!(wrong.wrong_fields(), [("/issuer".to_owned(), "provider_address".to_owned())], "{issuer}");
    }
    // Once Guanxi is reached from outside, a provider on this machine is asked no more.
    let outside = Client::new(guanxi_kernel::http::router(app.app.clone().at("https://crm.example.com"), Router::new()));
    let left = outside.post(&path(&provider, "/sign-in/providers"), &json!({})).await;
    assert_eq!(left.problem(), (409, "provider_unreachable".to_owned()));
    assert_eq!(attempts(&app, &provider).await, ["provider_unreachable"]);
    let nowhere = app.anonymous().post(&path(&provider, "/sign-in/providers"), &json!({})).await;
    assert_eq!(nowhere.problem(), (409, "no_public_address".to_owned()));
    app.admin().patch(&at, 1, &json!({"active": false})).await.done();
    assert_eq!(app.anonymous().get("/sign-in/providers").await.ok(), json!([]));
    assert_eq!(at_home(&app).post(&path(&provider, "/sign-in/providers"), &json!({})).await.problem().0, 404);
    // Where several companies share an installation, each is offered by its own link only.
    app.admin().patch(&at, 2, &json!({"active": true})).await.done();
    app.other_workspace().await;
    assert_eq!(app.anonymous().get("/sign-in/providers").await.ok(), json!([]));
    let linked = app.anonymous().get(&format!("/sign-in/providers?provider={}", id(&provider))).await.ok();
    assert_eq!(linked[0]["name"], "集团账号");
    assert_eq!(app.admin().clone().with_header("if-match", "\"3\"").send(Method::DELETE, &at, None).await.status, 204);
}
