//! What is kept of backups, how they are called, and what somebody should look at. Pure functions.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc};

use super::api::{Disk, HealthWarning, WarningCode};

/// How a backup's folder is called: the moment it was made, in UTC.
const NAME: &str = "%Y%m%d-%H%M%S";

/// What a backup needs besides its own size, so that the database can go on.
const RESERVE_BYTES: u64 = 64 * 1024 * 1024;

/// The name of a backup that is made now.
#[must_use]
pub fn name_of(at: DateTime<Utc>) -> String {
    at.format(NAME).to_string()
}

/// When the backup of this name was made; nothing where it is no name of a backup.
#[must_use]
pub fn made_at(name: &str) -> Option<DateTime<Utc>> {
    let at = NaiveDateTime::parse_from_str(name, NAME).ok()?.and_utc();
    (name_of(at) == name).then_some(at)
}

/// Which of these backups go, given the day of each: kept is the last one of each of the last so many days that have one,
/// and of each of the last so many weeks that have one. The newest is never among those that go.
#[must_use]
pub fn outlived<'a>(made: &[(&'a str, NaiveDate)], daily: usize, weekly: usize) -> BTreeSet<&'a str> {
    let mut newest_first = made.to_vec();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let mut gone = BTreeSet::new();
    for (n, (name, day)) in newest_first.into_iter().enumerate() {
        let week = day.iso_week();
        let is_of_day = days.len() < daily && days.insert(day);
        let is_of_week = weeks.len() < weekly && weeks.insert((week.year(), week.week()));
        if n > 0 && !is_of_day && !is_of_week {
            gone.insert(name);
        }
    }
    gone
}

/// How much room a backup needs.
#[must_use]
pub fn room_needed(database_bytes: u64, files_bytes: u64) -> u64 {
    database_bytes.saturating_add(files_bytes).saturating_add(RESERVE_BYTES)
}

/// Whether a backup should have been made. Who has only begun has had no night yet.
#[must_use]
pub fn is_overdue(last: Option<DateTime<Utc>>, since: DateTime<Utc>, hours: i64, now: DateTime<Utc>) -> bool {
    now - last.unwrap_or(since) > Duration::hours(hours)
}

/// What is looked at to say whether all is well.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Since when the oldest job waits.
    pub waiting_since: Option<DateTime<Utc>>,
    /// How many jobs have failed lately.
    pub failed_jobs: i64,
    /// Of the installation; only its oldest workspace knows.
    pub installation: Option<InstallationFacts>,
}

/// What is looked at of the installation.
#[derive(Clone, Debug, Default)]
pub struct InstallationFacts {
    /// When it was first used.
    pub since: DateTime<Utc>,
    /// Whether backups are made by themselves.
    pub is_scheduled: bool,
    /// When the last one was made.
    pub last_backup: Option<DateTime<Utc>>,
    /// Whether the last try to make one failed.
    pub backup_failed: bool,
    /// When one was last rehearsed, and whether that went well; nothing where the product cannot rehearse.
    pub rehearsal: Option<Option<(DateTime<Utc>, bool)>>,
    /// The disks.
    pub disks: Vec<Disk>,
}

/// From when on something is to be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Hours that a backup may be old.
    pub backup_hours: i64,
    /// Days since the last rehearsal.
    pub rehearsal_days: i64,
    /// Minutes that a job may wait.
    pub queue_minutes: i64,
    /// The share of a disk that must be free, in basis points.
    pub free_share: i64,
}

/// What somebody should look at, the gravest first.
#[must_use]
pub fn warnings(facts: &Facts, limits: Limits, now: DateTime<Utc>) -> Vec<HealthWarning> {
    let mut found = Vec::new();
    let mut look = |is_so: bool, code: WarningCode, grave: bool| {
        if is_so {
            found.push(HealthWarning { code, grave });
        }
    };
    let is_stuck = facts.waiting_since.is_some_and(|since| now - since > Duration::minutes(limits.queue_minutes));
    look(is_stuck, WarningCode::QueueStuck, true);
    look(facts.failed_jobs > 0, WarningCode::JobsFailed, false);
    if let Some(installation) = &facts.installation {
        look(installation.backup_failed, WarningCode::BackupFailed, true);
        let is_old = is_overdue(installation.last_backup, installation.since, limits.backup_hours, now);
        look(is_old, WarningCode::BackupOverdue, true);
        look(!installation.is_scheduled && !is_old, WarningCode::BackupOff, false);
        if let Some(rehearsal) = installation.rehearsal {
            look(rehearsal.is_some_and(|(_, went_well)| !went_well), WarningCode::RehearsalFailed, true);
            let last = rehearsal.map_or(installation.since, |(at, _)| at);
            look(now - last > Duration::days(limits.rehearsal_days), WarningCode::RehearsalDue, false);
        }
        look(installation.disks.iter().any(|disk| is_low(*disk, limits.free_share)), WarningCode::DiskLow, true);
    }
    found.sort_unstable_by_key(|warning| warning.code);
    found
}

fn is_low(disk: Disk, free_share: i64) -> bool {
    i128::from(disk.free_bytes) * 10_000 < i128::from(disk.total_bytes) * i128::from(free_share)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("the test writes a moment")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("the test writes a day")
    }

    #[test]
    fn a_name_tells_when_and_nothing_else_is_a_name() {
        let made = at("2026-11-30T18:05:09Z");
        assert_eq!(name_of(made), "20261130-180509");
        for (name, expected) in [
            ("20261130-180509", Some(made)),
            ("20261130-180509.part", None),
            ("2026113-180509", None),
            ("20261330-180509", None),
            ("rehearsal.part", None),
            ("", None),
        ] {
            assert_eq!(made_at(name), expected, "{name}");
        }
    }

    #[test]
    fn the_last_of_each_day_and_of_each_week_are_kept() {
        // Monday is the 30th of November; its week is the 49th.
        let made = [
            ("20261130-200000", "2026-11-30"),
            ("20261130-020000", "2026-11-30"),
            ("20261129-020000", "2026-11-29"),
            ("20261128-020000", "2026-11-28"),
            ("20261122-020000", "2026-11-22"),
            ("20261120-020000", "2026-11-20"),
            ("20261001-020000", "2026-10-01"),
        ]
        .map(|(name, on)| (name, day(on)));
        for (daily, weekly, gone) in [
            (7, 4, vec!["20261130-020000"]),
            (2, 1, vec!["20261001-020000", "20261120-020000", "20261122-020000", "20261128-020000", "20261130-020000"]),
            (1, 3, vec!["20261001-020000", "20261120-020000", "20261128-020000", "20261130-020000"]),
            (0, 0, made.iter().skip(1).map(|(name, _)| *name).collect()),
            (10, 0, vec!["20261130-020000"]),
        ] {
            let expected: BTreeSet<&str> = gone.into_iter().collect();
            assert_eq!(outlived(&made, daily, weekly), expected, "{daily} daily, {weekly} weekly");
        }
    }

    #[test]
    fn a_backup_every_night_leaves_a_week_and_the_last_of_the_weeks_before() {
        let monday = day("2026-11-30");
        let nights: Vec<(String, NaiveDate)> =
            (0..60).map(|ago| monday - Duration::days(ago)).map(|on| (on.format("%Y%m%d-183000").to_string(), on)).collect();
        let made: Vec<(&str, NaiveDate)> = nights.iter().map(|(name, on)| (name.as_str(), *on)).collect();
        let gone = outlived(&made, 7, 4);
        let kept: Vec<String> = made.iter().filter(|(name, _)| !gone.contains(name)).map(|(_, on)| on.format("%d").to_string()).collect();
        assert_eq!(kept, ["30", "29", "28", "27", "26", "25", "24", "22", "15"]);
    }

    proptest! {
        #[test]
        fn the_newest_stays_and_not_more_than_asked_for(days in prop::collection::vec(0_i64..400, 1..60), daily in 0_usize..10, weekly in 0_usize..10) {
            let first = day("2026-01-01");
            let named: Vec<(String, NaiveDate)> = days.iter().enumerate()
                .map(|(n, after)| { let on = first + Duration::days(*after); (format!("{}-{n:06}", on.format("%Y%m%d")), on) })
                .collect();
            let made: Vec<(&str, NaiveDate)> = named.iter().map(|(name, on)| (name.as_str(), *on)).collect();
            let gone = outlived(&made, daily, weekly);
            let newest = made.iter().map(|(name, _)| *name).max().expect("there is one");
            prop_assert!(!gone.contains(newest));
            prop_assert!(made.len() - gone.len() <= (daily + weekly).max(1));
            let left: Vec<(&str, NaiveDate)> = made.iter().filter(|(name, _)| !gone.contains(name)).copied().collect();
            prop_assert!(outlived(&left, daily, weekly).is_empty(), "a second look removes nothing more");
        }
    }

    #[test]
    fn what_is_wrong_is_told_the_gravest_first() {
        use WarningCode::{BackupFailed, BackupOff, BackupOverdue, DiskLow, JobsFailed, QueueStuck, RehearsalDue, RehearsalFailed};
        let now = at("2026-11-30T12:00:00Z");
        let limits = Limits { backup_hours: 36, rehearsal_days: 90, queue_minutes: 15, free_share: 1000 };
        let well = InstallationFacts {
            since: at("2026-01-01T00:00:00Z"),
            is_scheduled: true,
            last_backup: Some(at("2026-11-30T02:30:00Z")),
            backup_failed: false,
            rehearsal: Some(Some((at("2026-11-01T00:00:00Z"), true))),
            disks: vec![Disk { free_bytes: 10, total_bytes: 100 }],
        };
        let of = |change: &dyn Fn(&mut InstallationFacts)| {
            let mut installation = well.clone();
            change(&mut installation);
            let facts = Facts { waiting_since: None, failed_jobs: 0, installation: Some(installation) };
            warnings(&facts, limits, now).iter().map(|warning| warning.code).collect::<Vec<_>>()
        };
        assert_eq!(of(&|_| ()), []);
        assert_eq!(of(&|facts| facts.last_backup = Some(now - Duration::hours(36))), []);
        assert_eq!(of(&|facts| facts.last_backup = Some(now - Duration::hours(37))), [BackupOverdue]);
        assert_eq!(of(&|facts| facts.last_backup = None), [BackupOverdue]);
        assert_eq!(of(&|facts| (facts.last_backup, facts.since) = (None, now - Duration::hours(20))), []);
        assert_eq!(of(&|facts| facts.is_scheduled = false), [BackupOff]);
        assert_eq!(of(&|facts| facts.backup_failed = true), [BackupFailed]);
        assert_eq!(of(&|facts| facts.rehearsal = Some(Some((now, false)))), [RehearsalFailed]);
        assert_eq!(of(&|facts| facts.rehearsal = Some(Some((now - Duration::days(91), true)))), [RehearsalDue]);
        assert_eq!(of(&|facts| facts.rehearsal = Some(None)), [RehearsalDue]);
        assert_eq!(of(&|facts| facts.rehearsal = None), []);
        assert_eq!(of(&|facts| facts.disks.push(Disk { free_bytes: 9, total_bytes: 100 })), [DiskLow]);
        let facts = Facts { waiting_since: Some(now - Duration::minutes(16)), failed_jobs: 1, installation: None };
        let told = warnings(&facts, limits, now);
        assert_eq!(told.iter().map(|warning| (warning.code, warning.grave)).collect::<Vec<_>>(), [(QueueStuck, true), (JobsFailed, false)]);
    }
}
