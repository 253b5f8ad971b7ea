//! Comments with mentions.

use guanxi_kernel::{
    actor::Action,
    check::{Check, too_many},
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::Set;
use serde_json::json;

use super::notification::notify;
use crate::{
    customers::tables::Account,
    interactions::{
        api::{Comment, NewComment},
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
    let mut check = Check::new();
    let body = check.long("/body", Some(input.body), 5000).unwrap_or_else(|| {
        check.wrong("/body", "required", "This must be filled in.");
        String::new()
    });
    if input.mentions.len() > MAX_MENTIONS {
        check.add(too_many("/mentions", MAX_MENTIONS));
    }
    let mentioned = &input.mentions[..input.mentions.len().min(MAX_MENTIONS)];
    let who_see = staff::queries::who_reach(tx.reader(), mentioned, "account", Action::Read, account.owner_id).await?;
    for (n, _) in mentioned.iter().enumerate().filter(|(_, user)| !who_see.contains(user)) {
        check.wrong(&format!("/mentions/{n}"), "cannot_see", "There is no such colleague, or not one who may see this account.");
    }
    check.done()?;
    let row =
        comment::ActiveModel { account_id: Set(account.id), body: Set(body), mentions: Set(json!(input.mentions)), ..Default::default() };
    let row = tx.insert::<tables::Comment>(leave, row).await?;
    let beginning: String = row.body.chars().take(80).collect();
    let me = tx.actor().user();
    for user in input.mentions.iter().filter(|user| Some(**user) != me) {
        let data = json!({"account": account.name, "text": beginning});
        notify(tx, *user, "mentioned", "comment", row.id, Some(account.id), &data).await?;
    }
    let event = Event::new("comment.added", "comment", row.id).about(Some(account.id)).owned_by(account.owner_id);
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
