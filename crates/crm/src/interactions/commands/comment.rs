//! Comments with mentions.

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::notification::notify;
use crate::{
    customers::tables::{Account, account},
    interactions::{
        api::{Comment, CommentPatch, NewComment},
        queries,
        tables::{self, comment},
    },
    staff,
};

const MAX_MENTIONS: usize = 20;

/// Says something about an account; those mentioned are notified. Who may not see the account cannot be mentioned on it.
pub async fn add_comment(tx: &mut Tx, input: NewComment) -> Result<Recorded<Comment>> {
    let leave = tx.leave_under::<tables::Comment>("interaction", Action::Create)?;
    let account = tx.reader().narrowed("interaction", Action::Create).get(Id::<Account>::from(input.account_id)).await?;
    let body = checked(tx, &account, input.body, &input.mentions).await?;
    let row =
        comment::ActiveModel { account_id: Set(account.id), body: Set(body), mentions: Set(json!(input.mentions)), ..Default::default() };
    let row = tx.insert::<tables::Comment>(leave, row).await?;
    tell(tx, &row, &account, &input.mentions).await?;
    told(tx, "comment.added", row, &account).await
}

/// Puts one's own comment in other words; those are notified who were not mentioned before.
pub async fn change_comment(tx: &mut Tx, id: Id<tables::Comment>, expected: i64, input: CommentPatch) -> Result<Recorded<Comment>> {
    let row = tx.to_change(id).await?;
    let wire = async { queries::comment_wires(tx.reader(), vec![(*row).clone()]).await?.pop().ok_or(Error::NotFound) };
    unchanged(expected, row.version, wire).await?;
    let account = tx.reader().get(Id::<Account>::from(row.account_id)).await?;
    let before: Vec<Uuid> = serde_json::from_value(row.mentions.clone()).unwrap_or_default();
    let body = checked(tx, &account, input.body, &input.mentions).await?;
    let change = comment::ActiveModel { body: Set(body), mentions: Set(json!(input.mentions)), ..Default::default() };
    let row = tx.update::<tables::Comment>(row, change).await?;
    let new: Vec<Uuid> = input.mentions.into_iter().filter(|user| !before.contains(user)).collect();
    tell(tx, &row, &account, &new).await?;
    told(tx, "comment.changed", row, &account).await
}

/// What is said, if it can be said of this account to those who are mentioned.
async fn checked(tx: &Tx, account: &account::Model, body: String, mentions: &[Uuid]) -> Result<String> {
    let mut check = Check::new();
    let body = check.long("/body", Some(body), 5000).unwrap_or_else(|| {
        check.wrong("/body", "required", "This must be filled in.");
        String::new()
    });
    if mentions.len() > MAX_MENTIONS {
        check.add(too_many("/mentions", MAX_MENTIONS));
    }
    let mentioned = &mentions[..mentions.len().min(MAX_MENTIONS)];
    let who_see = staff::queries::who_reach(tx.reader(), mentioned, "account", Action::Read, account.owner_id).await?;
    for (n, _) in mentioned.iter().enumerate().filter(|(_, user)| !who_see.contains(user)) {
        check.wrong(&format!("/mentions/{n}"), "cannot_see", "There is no such colleague, or not one who may see this account.");
    }
    check.done()?;
    Ok(body)
}

/// Tells colleagues that they are mentioned, but nobody of their own words.
async fn tell(tx: &mut Tx, row: &comment::Model, account: &account::Model, mentions: &[Uuid]) -> Result<()> {
    let beginning: String = row.body.chars().take(80).collect();
    let me = tx.actor().user();
    for user in mentions.iter().filter(|user| Some(**user) != me) {
        let data = json!({"account": account.name, "text": beginning});
        notify(tx, *user, "mentioned", "comment", row.id, Some(account.id), &data).await?;
    }
    Ok(())
}

async fn told(tx: &mut Tx, name: &'static str, row: comment::Model, account: &account::Model) -> Result<Recorded<Comment>> {
    let event = Event::new(name, "comment", row.id).about(Some(account.id)).owned_by(account.owner_id);
    let wire = queries::comment_wires(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Takes one's own comment back.
pub async fn remove_comment(tx: &mut Tx, id: Id<tables::Comment>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let owner = tx.reader().get(Id::<Account>::from(row.account_id)).await?.owner_id;
    let event = Event::new("comment.removed", "comment", row.id).about(Some(row.account_id)).owned_by(owner);
    tx.remove::<tables::Comment>(row).await?;
    Ok(tx.record(event, ()))
}
