//! The first visit: a workspace, its seeded roles, its first administrator.

use guanxi_kernel::{
    actor::{Action, Scope},
    check::Check,
    db::{Db, Recorded, Tx, batches},
    error::{Error, Result},
    event::Event,
    secret,
    text::Email,
};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    org::new_unit,
    sign_in::{SignedIn, first_session},
};
use crate::staff::{
    api::{Grant, Setup},
    directory::founder,
    rules::{ADMINISTRATOR, SEEDED_ROLES, Whose, check_password, seeded_grants},
    tables::{self, role, user},
};

/// The trades that choose templates.
pub(crate) const TRADES: &[&str] = &["liquor_maker", "liquor_dealer", "hotel", "mall", "generic_b2b"];
/// The languages of the product.
pub(crate) const LOCALES: &[&str] = &["zh-CN", "zh-TW", "en"];
const CURRENCY: &str = "CNY";

/// Whether there is no workspace yet.
pub async fn setup_is_open(db: &Db) -> Result<bool> {
    let statement = db.dialect().statement("SELECT 1 FROM workspaces LIMIT 1", vec![]);
    Ok(db.unscoped_read("before the first workspace there is nothing to be scoped to").query_one_raw(statement).await?.is_none())
}

/// Makes the workspace and signs the administrator in. Works once; `more` allows further workspaces from the command line.
pub async fn set_up(db: &Db, input: Setup, user_agent: &str, more: bool) -> Result<SignedIn> {
    if !more && !setup_is_open(db).await? {
        return Err(closed());
    }
    let mut check = Check::new();
    let company = check.required("/workspace_name", &input.workspace_name, 100);
    let name = check.required("/name", &input.name, 60);
    let email = check.parsed("/email", Email::parse(&input.email));
    let whose = Whose { name: &name, email: &input.email, company: &company };
    check_password(&mut check, "/password", &input.password, whose);
    check.one_of("/locale", &input.locale, LOCALES);
    check.one_of("/trade", &input.trade, TRADES);
    let zone = input.time_zone.parse::<chrono_tz::Tz>();
    if zone.is_err() {
        check.wrong("/time_zone", "unknown_choice", "This is an IANA time zone such as Asia/Shanghai.");
    }
    check.done()?;
    let (Some(email), Ok(zone)) = (email, zone) else { return Err(anyhow::anyhow!("checked above").into()) };
    let password_hash = secret::hash_password(input.password.clone()).await?;

    let workspace = Uuid::now_v7();
    let mut tx = db.write(&founder(workspace, zone, CURRENCY)).await?;
    open_workspace(&tx, workspace, &company, &input, more).await?;
    let root = new_unit(None, company, "hq".to_owned());
    let unit = tx.insert::<tables::OrgUnit>(tx.to_create()?, root).await?.id;
    let roles = seed_roles(&mut tx).await?;
    let leave = tx.to_create()?;
    let administrator = user::ActiveModel {
        name: Set(name),
        email: Set(email.normalised()),
        org_unit_id: Set(Some(unit)),
        password_hash: Set(Some(password_hash)),
        locale: Set(input.locale),
        theme: Set("system".to_owned()),
        time_zone: Set(input.time_zone),
        active: Set(true),
        last_seen_at: Set(None),
        ..Default::default()
    };
    let administrator = tx.insert::<tables::User>(leave, administrator).await?;
    for (key, role) in roles {
        if key == ADMINISTRATOR {
            give_role(&tx, administrator.id, role).await?;
        }
    }
    let signed_in = first_session(&tx, administrator.id, user_agent).await?;
    let done: Recorded<()> = tx.record(Event::new("workspace.opened", "workspace", workspace).with(json!({"trade": input.trade})), ());
    tx.commit(done).await?;
    Ok(signed_in)
}

fn closed() -> Error {
    Error::conflict("setup_closed", "This installation is set up already; sign in.")
}

async fn open_workspace(tx: &Tx, workspace: Uuid, company: &str, input: &Setup, more: bool) -> Result<()> {
    let reader = tx.reader();
    if let Some(lock) = reader.dialect().migration_lock() {
        reader.source().execute_unprepared(lock).await?;
    }
    // Two first visits at the same moment: the one that waited for the lock sees the other's workspace.
    let taken = reader.source().query_one_raw(reader.dialect().statement("SELECT 1 FROM workspaces LIMIT 1", vec![])).await?;
    if taken.is_some() && !more {
        return Err(closed());
    }
    let sql = "INSERT INTO workspaces (id, version, name, trade, time_zone, currency, locale, created_at) VALUES (?, 1, ?, ?, ?, ?, ?, ?)";
    let values = vec![
        workspace.into(),
        company.into(),
        input.trade.clone().into(),
        input.time_zone.clone().into(),
        CURRENCY.into(),
        input.locale.clone().into(),
        tx.now().into(),
    ];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

async fn seed_roles(tx: &mut Tx) -> Result<Vec<(&'static str, Uuid)>> {
    let mut made = Vec::new();
    for seeded in SEEDED_ROLES {
        let leave = tx.to_create()?;
        let row = role::ActiveModel { key: Set(seeded.key.to_owned()), name: Set(seeded.name.to_owned()), ..Default::default() };
        let row = tx.insert::<tables::Role>(leave, row).await?;
        for Grant { object, action, scope } in seeded_grants(seeded) {
            grant(tx, row.id, &object, action, scope).await?;
        }
        made.push((seeded.key, row.id));
    }
    Ok(made)
}

/// Gives a role a right.
pub(super) async fn grant(tx: &Tx, role: Uuid, object: &str, action: Action, scope: Scope) -> Result<()> {
    let (reader, action, scope) = (tx.reader(), json!(action), json!(scope));
    let sql = "INSERT INTO role_grants (workspace_id, role_id, object, action, scope) VALUES (?, ?, ?, ?, ?)";
    let values = vec![tx.actor().workspace.into(), role.into(), object.into(), action.as_str().into(), scope.as_str().into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}

/// Gives a user a role.
pub async fn give_role(tx: &Tx, user: Uuid, role: Uuid) -> Result<()> {
    give_roles(tx, &[(user, role)]).await
}

/// Gives users roles, one each time they are named.
pub(super) async fn give_roles(tx: &Tx, given: &[(Uuid, Uuid)]) -> Result<()> {
    let reader = tx.reader();
    for piece in batches(given) {
        let places = vec!["(?, ?, ?)"; piece.len()].join(", ");
        let sql = format!(
            "INSERT INTO user_roles (workspace_id, user_id, role_id) VALUES {places} ON CONFLICT (workspace_id, user_id, role_id) DO NOTHING"
        );
        let values = piece.iter().flat_map(|(user, role)| [tx.actor().workspace.into(), (*user).into(), (*role).into()]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}
