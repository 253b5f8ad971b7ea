//! Somebody goes to a provider and comes back: who they are, which user that is, and with which roles.
//!
//! No transaction is open while a provider is asked. What becomes of each visit is kept for the administrator.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    db::{Db, Tx},
    error::{Error, Result},
    event::Event,
    http::{App, Directory},
    text::Email,
};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    providers::{
        api::{Departed, Departure, GroupMapping, Return},
        queries::{self, ATTEMPTS, BEFORE_SIGN_IN},
        relying::{Away, Documents, Line, Somebody, Trouble, leave},
        rules::{given, is_tried_out, own_path},
        tables::identity_provider,
    },
    staff::{
        self, StaffDirectory,
        commands::{
            Browser, Let, SignedIn, end_password, enter, follow, in_person, join,
            ticket::{self, For},
        },
        queries::Found,
        tables::user,
    },
};

/// How long what a provider says of itself is believed without asking again.
const DOCUMENT_MINUTES: i64 = 60;
/// The most characters of a user's name.
const MAX_NAME: usize = 60;

/// Somebody who came back and is signed in.
pub struct Arrival {
    /// What the browser keeps.
    pub signed_in: SignedIn,
    /// Where they wanted to go.
    pub next: String,
}

/// Why somebody is not let in, as a stable code, and what the administrator is told beside.
#[derive(Debug)]
pub struct Refusal {
    /// The code.
    pub code: &'static str,
    detail: Option<String>,
}

impl Refusal {
    fn new(code: &'static str) -> Self {
        Self { code, detail: None }
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Unreachable(why) => Self { code: "provider_unreachable", detail: Some(why) },
            Trouble::Untrusted(why) => Self { code: "provider_untrusted", detail: Some(why) },
        }
    }
}

/// Sends somebody to a provider. Returns its page, and the secret by which the browser is known when it comes back.
pub async fn depart(app: &App, provider: Uuid, departure: &Departure) -> Result<(Departed, String)> {
    let (db, provider) = (app.db(), queries::open(app.db(), provider).await?);
    let Some(home) = app.address() else {
        return Err(Error::conflict("no_public_address", "Whoever runs Guanxi must say at which address it is reached: --public-url."));
    };
    let line = Line::open(is_tried_out(Some(home)))?;
    let left = match documents(db, &line, &provider).await? {
        Ok(documents) => leave(&provider, &documents, home, own_path(departure.next.as_deref())),
        Err(trouble) => Err(trouble),
    };
    match left {
        Ok((url, away)) => {
            let (secret, _) = ticket::give(db, For::Provider, None, &away).await?;
            Ok((Departed { url }, secret))
        }
        Err(trouble) => {
            note(db, &provider, None, Some(&Refusal::from(trouble))).await?;
            Err(Error::conflict("provider_unreachable", "The other house does not answer as it should; ask an administrator."))
        }
    }
}

/// Lets somebody in who comes back from a provider, or says why not.
pub async fn arrive(app: &App, back: Return, shown: Option<&str>, browser: Browser<'_>) -> Result<Result<Arrival, Refusal>> {
    let db = app.db();
    let ticket = match ticket::shown(db, shown.unwrap_or_default(), &[For::Provider]).await {
        Ok(ticket) => ticket,
        Err(Error::Conflict { .. }) => return Ok(Err(Refusal::new("provider_state"))),
        Err(error) => return Err(error),
    };
    let away: Away = ticket.data()?;
    if back.state.as_deref() != Some(away.state.as_str()) {
        return Ok(Err(Refusal::new("provider_state")));
    }
    ticket::tear(db, db.unscoped(BEFORE_SIGN_IN), &ticket).await?;
    let provider = queries::open(db, away.provider).await?;
    let somebody = match identified(app, &provider, &away, back).await? {
        Ok(somebody) => somebody,
        Err(refusal) => {
            note(db, &provider, None, Some(&refusal)).await?;
            return Ok(Err(refusal));
        }
    };
    let admitted = admit(db, &provider, &somebody).await?;
    note(db, &provider, Some(&somebody), admitted.as_ref().err()).await?;
    let user = match admitted {
        Ok(user) => user,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let actor = in_person(db, Found { workspace: provider.workspace_id, user }).await?;
    let mut tx = db.write(&actor).await?;
    let signed_in = enter(&mut tx, user, browser, Let::elsewhere("provider")).await?;
    Ok(Ok(Arrival { signed_in: tx.commit(signed_in).await?, next: away.next }))
}

/// Who the provider says that it is.
async fn identified(app: &App, provider: &identity_provider::Model, away: &Away, back: Return) -> Result<Result<Somebody, Refusal>> {
    if let Some(error) = back.error {
        return Ok(Err(Refusal { code: "provider_denied", detail: Some(error.chars().take(200).collect()) }));
    }
    if back.iss.is_some_and(|iss| iss != provider.issuer) {
        return Ok(Err(Refusal { code: "provider_untrusted", detail: Some("the answer comes from another issuer".to_owned()) }));
    }
    let (Some(code), Some(home)) = (back.code, app.address()) else { return Ok(Err(Refusal::new("provider_state"))) };
    let line = Line::open(is_tried_out(Some(home)))?;
    let documents = match documents(app.db(), &line, provider).await? {
        Ok(documents) => documents,
        Err(trouble) => return Ok(Err(trouble.into())),
    };
    let now = app.db().clock().now();
    Ok(line.identify(provider, &documents, home, (away, code), now).await.map_err(Refusal::from))
}

/// The user whom a provider means, with the roles of their groups; they may have become one just now.
async fn admit(db: &Db, provider: &identity_provider::Model, somebody: &Somebody) -> Result<Result<Uuid, Refusal>> {
    let system = StaffDirectory.for_job(db, provider.workspace_id, None, Uuid::now_v7()).await?;
    let mapping: Vec<GroupMapping> = serde_json::from_value(provider.mapping.clone())?;
    let given = given(&mapping, &somebody.groups);
    let managed: BTreeSet<Uuid> = mapping.iter().map(|mapping| mapping.role_id).collect();
    let mut tx = db.write(&system).await?;
    let known = queries::known(tx.reader(), provider.id, &somebody.subject).await?;
    let user = match known {
        Some(user) => user,
        None => match first_visit(&mut tx, provider, somebody, given.roles.is_empty()).await? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    let row = tx.reader().in_workspace::<staff::tables::User>().with_id(user).one().await?.ok_or(Error::NotFound)?;
    if !row.active {
        return Ok(Err(Refusal::new("provider_user_inactive")));
    }
    let followed = follow(&mut tx, user, &managed, &given.roles, given.org_unit).await?;
    let roles = staff::queries::roles_of(tx.reader(), user).await?;
    let ends = provider.ends_passwords && row.password_hash.is_some() && !roles.iter().any(|role| role.everything);
    if ends {
        end_password(&mut tx, user).await?;
    }
    if known.is_none() || followed || ends {
        let event = Event::new("identity.followed", "user", user).owned_by(Some(user));
        let done = tx.record(event.with(json!({"provider": provider.name, "groups": somebody.groups})), ());
        tx.commit(done).await?;
    }
    Ok(if roles.is_empty() { Err(Refusal::new("provider_no_role")) } else { Ok(user) })
}

/// Finds or makes the user of somebody whom nobody here knows yet, and remembers who it is.
async fn first_visit(
    tx: &mut Tx,
    provider: &identity_provider::Model,
    somebody: &Somebody,
    without_roles: bool,
) -> Result<Result<Uuid, Refusal>> {
    let email = somebody.email.as_deref().and_then(|email| Email::parse(email).ok()).map(|email| email.normalised());
    let Some(email) = email else { return Ok(Err(Refusal::new("provider_no_email"))) };
    let theirs = |select: sea_orm::Select<user::Entity>| select.filter(user::Column::Email.eq(&email));
    let same = tx.reader().in_workspace::<staff::tables::User>().with(theirs).one().await?;
    let user = match same {
        Some(user) if provider.links_by_email && somebody.email_verified => user.id,
        Some(_) => return Ok(Err(Refusal::new("provider_email_taken"))),
        None if !provider.makes_users => return Ok(Err(Refusal::new("provider_unknown_user"))),
        None if without_roles => return Ok(Err(Refusal::new("provider_no_role"))),
        None => {
            let name = somebody.name.as_deref().unwrap_or(&email).trim();
            join(tx, name.chars().take(MAX_NAME).collect(), email.clone()).await?
        }
    };
    let sql = "INSERT INTO identities (workspace_id, provider_id, subject, user_id) VALUES (?, ?, ?, ?)";
    let values = vec![provider.workspace_id.into(), provider.id.into(), somebody.subject.as_str().into(), user.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(Ok(user))
}

/// What a provider says of itself: as it was read within the last hour, or anew.
async fn documents(db: &Db, line: &Line, provider: &identity_provider::Model) -> Result<Result<Documents, Trouble>> {
    #[derive(FromQueryResult)]
    struct Kept {
        document: Value,
        keys: Value,
    }
    let now: DateTime<Utc> = db.clock().now();
    let sql = "SELECT document, keys FROM provider_documents WHERE workspace_id = ? AND provider_id = ? AND read_at > ?";
    let since = now - Duration::minutes(DOCUMENT_MINUTES);
    let values = vec![provider.workspace_id.into(), provider.id.into(), since.into()];
    let kept = Kept::find_by_statement(db.dialect().statement(sql, values)).one(db.unscoped_read(BEFORE_SIGN_IN)).await?;
    if let Some(kept) = kept {
        return Ok(Ok(Documents { document: kept.document, keys: kept.keys }));
    }
    let read = match line.read(&provider.issuer).await {
        Ok(read) => read,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let sql = "INSERT INTO provider_documents (workspace_id, provider_id, document, keys, read_at) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, provider_id) DO UPDATE SET document = excluded.document, keys = excluded.keys, \
               read_at = excluded.read_at";
    let values = vec![provider.workspace_id.into(), provider.id.into(), read.document.clone().into(), read.keys.clone().into(), now.into()];
    db.unscoped(BEFORE_SIGN_IN).execute_raw(db.dialect().statement(sql, values)).await?;
    Ok(Ok(read))
}

/// Forgets what a provider said of itself: it may be another one now.
pub(super) async fn forget_documents(tx: &Tx, provider: Uuid) -> Result<()> {
    let sql = "DELETE FROM provider_documents WHERE workspace_id = ? AND provider_id = ?";
    let values = vec![tx.actor().workspace.into(), provider.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(())
}

/// Keeps what became of a visit, and forgets the oldest when there are very many.
async fn note(db: &Db, provider: &identity_provider::Model, who: Option<&Somebody>, refusal: Option<&Refusal>) -> Result<()> {
    let who = who.map(|somebody| somebody.email.clone().unwrap_or_else(|| somebody.subject.clone()));
    let sql = "INSERT INTO provider_attempts (workspace_id, id, provider_id, at, outcome, who, detail) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let (outcome, detail) = refusal.map_or(("signed_in", None), |refusal| (refusal.code, refusal.detail.clone()));
    let values = vec![
        provider.workspace_id.into(),
        Uuid::now_v7().into(),
        provider.id.into(),
        db.clock().now().into(),
        outcome.into(),
        who.into(),
        detail.into(),
    ];
    let connection = db.unscoped(BEFORE_SIGN_IN);
    connection.execute_raw(db.dialect().statement(sql, values)).await?;
    let sql = "DELETE FROM provider_attempts WHERE workspace_id = ? AND provider_id = ? AND id NOT IN \
               (SELECT id FROM provider_attempts WHERE workspace_id = ? AND provider_id = ? ORDER BY id DESC LIMIT ?)";
    let (workspace, provider) = (provider.workspace_id, provider.id);
    let values = vec![workspace.into(), provider.into(), workspace.into(), provider.into(), ATTEMPTS.into()];
    connection.execute_raw(db.dialect().statement(sql, values)).await?;
    Ok(())
}
