//! Every write of interactions.

mod bulk;
mod comment;
mod episode;
mod followed;
mod interaction;
mod many;
mod notification;
mod preference;
mod task;

pub(super) use self::{
    bulk::bulk_tasks,
    followed::{Told, tell_followers},
    interaction::refresh_contact,
    notification::{notify_many, tell_given, tell_shared},
};
pub use self::{
    bulk::queue_bulk_tasks,
    comment::{add_comment, change_comment, remove_comment},
    episode::{change_episode, open_episode, remove_episode},
    interaction::{change, log, remove, settle_promise},
    many::{NewRow, insert_many},
    notification::{Notice, erase_notifications, forget_notifications, mark_read, notify},
    preference::choose_notifications,
    task::{Visit, add_task, change_task, complete_task, hand_over_tasks, plan_visits, refresh_steps, remove_task, reopen_task},
};
