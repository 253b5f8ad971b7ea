//! What a folder of files needs beside reading and writing: its copies, and what writers that died have left.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::Path,
};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::{FileError, Result};

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// How many files.
    pub files: u64,
    /// How large they are together.
    pub size_bytes: u64,
}

/// Copies all files of a folder to another one, which is made, and reads each copy back. A file that goes meanwhile was
/// removed by somebody, and is left out.
pub fn copy(from: &Path, to: &Path) -> Result<Copied> {
    copy_each(from, to, copy_one)
}

/// Like [`copy`], but what an earlier copy has already is one file under two names and takes no room: files never change.
pub fn copy_after(earlier: &Path, from: &Path, to: &Path) -> Result<Copied> {
    copy_each(from, to, |file, target| {
        let size_bytes = fs::metadata(file)?.len();
        let known = file.strip_prefix(from).ok().map(|within| earlier.join(within));
        let known = known.filter(|known| fs::metadata(known).is_ok_and(|data| data.len() == size_bytes));
        match known {
            Some(known) if link(&known, target).is_ok() => Ok(size_bytes),
            _ => copy_one(file, target),
        }
    })
}

/// Gives a file another name, where the file system can.
fn link(file: &Path, name: &Path) -> std::io::Result<()> {
    if let Some(folder) = name.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(file, name)
}

/// How many files a folder has, and how large they are together.
pub fn measure(folder: &Path) -> Copied {
    let mut found = Copied::default();
    for entry in WalkDir::new(folder).into_iter().filter_map(std::result::Result::ok) {
        if entry.file_type().is_file() && !is_unfinished(entry.path()) {
            found.files += 1;
            found.size_bytes += entry.metadata().map_or(0, |data| data.len());
        }
    }
    found
}

/// The room on the disk of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What may still be written.
    pub free_bytes: u64,
    /// All of it.
    pub total_bytes: u64,
}

/// The room on the disk of a folder; `None` where that cannot be asked.
#[cfg(unix)]
#[must_use]
pub fn room(folder: &Path) -> Option<Room> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(Room { free_bytes: found.f_bavail * found.f_frsize, total_bytes: found.f_blocks * found.f_frsize })
}

/// The room on the disk of a folder; `None` where that cannot be asked.
#[cfg(not(unix))]
#[must_use]
pub fn room(_: &Path) -> Option<Room> {
    None
}

/// What a file's SHA-256 is, in hexadecimal digits.
pub fn digest(file: &Path) -> Result<String> {
    let (_, digest) = digested(&mut File::open(file)?, |_| Ok(()))?;
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn copy_each(from: &Path, to: &Path, copy_file: impl Fn(&Path, &Path) -> std::io::Result<u64>) -> Result<Copied> {
    let mut copied = Copied::default();
    fs::create_dir_all(to)?;
    for entry in WalkDir::new(from) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => continue,
            Err(error) => return Err(FileError::Store(error.to_string())),
        };
        if !entry.file_type().is_file() || is_unfinished(entry.path()) {
            continue;
        }
        let Ok(within) = entry.path().strip_prefix(from) else { continue };
        let target = to.join(within);
        match copy_file(entry.path(), &target) {
            Ok(size_bytes) => {
                copied.files += 1;
                copied.size_bytes += size_bytes;
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !entry.path().exists() => {}
            Err(error) => return Err(FileError::Store(format!("{} could not be copied: {error}", entry.path().display()))),
        }
    }
    Ok(copied)
}

/// Copies one file and compares what is read back with what was written.
fn copy_one(from: &Path, to: &Path) -> std::io::Result<u64> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let (mut source, mut target) = (File::open(from)?, File::create(to)?);
    let (size_bytes, written) = digested(&mut source, |bytes| target.write_all(bytes))?;
    target.sync_all()?;
    let (_, read) = digested(&mut File::open(to)?, |_| Ok(()))?;
    if written == read { Ok(size_bytes) } else { Err(std::io::Error::other("the copy differs from the file")) }
}

/// Reads to the end, hands everything on, and says how much it was and what its SHA-256 is.
fn digested(file: &mut File, mut hand_on: impl FnMut(&[u8]) -> std::io::Result<()>) -> std::io::Result<(u64, [u8; 32])> {
    let (mut digest, mut size_bytes, mut buffer) = (Sha256::new(), 0, vec![0; 256 * 1024]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size_bytes, digest.finalize().into()));
        }
        digest.update(&buffer[..read]);
        hand_on(&buffer[..read])?;
        size_bytes += read as u64;
    }
}

/// Removes what writers left before this instant. Returns how many.
pub(crate) fn remove_unfinished(folder: &Path, before: DateTime<Utc>) -> u64 {
    let mut removed = 0;
    // A folder that is not there yet has nothing in it.
    for entry in WalkDir::new(folder).into_iter().filter_map(std::result::Result::ok) {
        let is_old = || entry.metadata().ok().and_then(|data| data.modified().ok()).is_some_and(|at| DateTime::<Utc>::from(at) < before);
        if entry.file_type().is_file() && is_unfinished(entry.path()) && is_old() && fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    removed
}

/// The store writes to `key#1` and renames at the end; no key of ours has this sign.
fn is_unfinished(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains('#'))
}
