//! What undo decides, without the database: whether an import can be undone now, and for which records it is too late.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::error::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a record was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LeftBecause)]
pub enum Why {
    /// It is not there any more: merged into another, or removed for good.
    Gone,
    /// Somebody, or a later import, has changed it since.
    ChangedSince,
    /// Something has been put at it since: an order, a task, a note.
    InUse,
    /// What it would get back, another record has by now.
    Taken,
    /// The one who undoes may not change or remove it.
    NotAllowed,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Gone, Self::ChangedSince, Self::InUse, Self::Taken, Self::NotAllowed];

    /// As it is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::ChangedSince => "changed_since",
            Self::InUse => "in_use",
            Self::Taken => "taken",
            Self::NotAllowed => "not_allowed",
        }
    }

    /// The one that is stored like this.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == text)
    }
}

/// What became of the records of an import so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New records that went.
    pub removed: i64,
    /// Changed records that are what they were.
    pub restored: i64,
    /// Records that stay as they are.
    pub left: i64,
}

/// What is known of an import and of its undo.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// When it wrote last.
    pub ended_at: DateTime<Utc>,
    /// For so many days it can be undone.
    pub days: i64,
    /// Rows of it are still on their way in.
    pub is_running: bool,
    /// How many records it has written, as far as that is remembered.
    pub written: i64,
    /// It is being undone.
    pub is_undoing: bool,
    /// It has been undone.
    pub is_undone: bool,
}

impl Standing {
    /// Until when it can be undone.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.ended_at + Duration::days(self.days)
    }

    /// Refuses an undo that cannot be.
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let refused = |code, detail| Err(Error::conflict(code, detail));
        match self {
            _ if self.is_undone => refused("import_undone", "This import has been undone already."),
            _ if self.is_running => refused("import_running", "This import is still running; stop it first."),
            _ if self.is_undoing => refused("import_undoing", "This import is being undone."),
            _ if now > self.until() => refused("import_undo_late", "This was imported too long ago to be undone."),
            _ if self.written == 0 => refused("import_wrote_nothing", "Nothing of this import is there to be undone."),
            _ => Ok(()),
        }
    }
}

/// What is to become of a record, as far as its own row says: the version that the import left it with, and the one that it
/// has now.
#[must_use]
pub fn unless_changed(left_with: i64, now: Option<i64>) -> Option<Why> {
    match now {
        None => Some(Why::Gone),
        Some(now) if now != left_with => Some(Why::ChangedSince),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn an_import_is_undone_within_its_days_once_and_not_while_something_runs() {
        let ended_at = Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap();
        let good = Standing { ended_at, days: 7, is_running: false, written: 5, is_undoing: false, is_undone: false };
        let verdict = |standing: Standing, hours: i64| match standing.check(ended_at + Duration::hours(hours)) {
            Ok(()) => "ok",
            Err(Error::Conflict { code, .. }) => code,
            Err(_) => "another error",
        };
        for (standing, hours, expected) in [
            (good, 0, "ok"),
            (good, 7 * 24, "ok"),
            (good, 7 * 24 + 1, "import_undo_late"),
            (Standing { days: 8, ..good }, 7 * 24 + 1, "ok"),
            (Standing { is_running: true, ..good }, 1, "import_running"),
            (Standing { is_undoing: true, ..good }, 1, "import_undoing"),
            (Standing { is_undone: true, ..good }, 1, "import_undone"),
            (Standing { is_undone: true, ..good }, 999, "import_undone"),
            (Standing { written: 0, ..good }, 1, "import_wrote_nothing"),
        ] {
            assert_eq!(verdict(standing, hours), expected, "{standing:?} after {hours} hours");
        }
    }

    #[test]
    fn a_record_is_left_when_its_version_is_another() {
        assert_eq!(unless_changed(3, Some(3)), None);
        assert_eq!(unless_changed(3, Some(4)), Some(Why::ChangedSince));
        assert_eq!(unless_changed(1, None), Some(Why::Gone));
        for why in Why::ALL {
            assert_eq!(Why::named(why.as_str()), Some(why));
        }
    }
}
