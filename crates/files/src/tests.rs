//! The store, in a folder, and in a bucket where `GUANXI_TEST_S3` names the address of a service (`scripts/weed.sh`).

use std::{fs, path::PathBuf};

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::*;

/// A store of its own for each test, which goes with it.
struct Store {
    files: Files,
    folder: PathBuf,
}

impl Store {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("guanxi-files-{}", Uuid::now_v7()));
        let files = match std::env::var("GUANXI_TEST_S3") {
            Ok(endpoint) => Files::in_bucket(&bucket(endpoint)).unwrap(),
            Err(_) => Files::in_folder(folder.join("files")).unwrap(),
        };
        Self { files, folder }
    }

    async fn write(&self, key: &str, bytes: &[u8]) -> Stored {
        let mut incoming = self.files.begin(key, u64::MAX);
        for piece in bytes.chunks(100_000) {
            incoming.write(Bytes::copy_from_slice(piece)).await.unwrap();
        }
        incoming.finish().await.unwrap()
    }

    async fn read(&self, key: &str, part: Option<Part>) -> Result<Vec<u8>> {
        let outgoing = self.files.read(key, part).await?;
        let expected = outgoing.range.end - outgoing.range.start;
        let read = outgoing.bytes.try_fold(Vec::new(), |all, piece| async move { Ok([all, piece.to_vec()].concat()) }).await?;
        assert_eq!(read.len() as u64, expected);
        Ok(read)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The bucket of the tests; each has a prefix of its own.
fn bucket(endpoint: String) -> Bucket {
    Bucket {
        name: "guanxi".to_owned(),
        endpoint: Some(endpoint),
        region: Some("us-east-1".to_owned()),
        prefix: Some(Uuid::now_v7().to_string()),
        name_in_host: false,
    }
}

/// Long enough that a service gets it in three pieces.
fn long() -> Vec<u8> {
    (0..11 * 1024 * 1024_u32).flat_map(|n| [n.to_le_bytes()[(n % 4) as usize]]).collect()
}

#[tokio::test]
async fn what_was_written_is_read_whole_and_in_parts() {
    let store = Store::new();
    for bytes in [Vec::new(), b"one".to_vec(), long()] {
        let key = format!("a/{}", Uuid::now_v7());
        let stored = store.write(&key, &bytes).await;
        assert_eq!(stored.size_bytes, bytes.len() as u64);
        assert_eq!(stored.sha256, incoming::hexadecimal(&<sha2::Sha256 as sha2::Digest>::digest(&bytes)));
        assert!(store.read(&key, None).await.unwrap() == bytes);
        assert!(store.files.whole(&key).await.unwrap() == bytes);
        if let Some(last) = bytes.len().checked_sub(1) {
            assert_eq!(store.read(&key, Some(Part::Within(1, 1))).await.unwrap(), bytes[1..2]);
            assert_eq!(store.read(&key, Some(Part::Last(1))).await.unwrap(), bytes[last..]);
            assert!(store.read(&key, Some(Part::From(1))).await.unwrap() == bytes[1..]);
        }
        let beyond = store.read(&key, Some(Part::From(bytes.len() as u64))).await;
        assert!(matches!(beyond, Err(FileError::NoSuchPart { size_bytes }) if size_bytes == bytes.len() as u64));
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_missing() {
    let store = Store::new();
    for part in [None, Some(Part::From(0))] {
        assert!(matches!(store.read("a/b", part).await, Err(FileError::Missing)));
    }
    assert!(matches!(store.files.whole("a/b").await, Err(FileError::Missing)));
    store.files.remove("a/b").await.unwrap();
}

#[tokio::test]
async fn what_is_too_large_or_given_up_is_not_there() {
    let store = Store::new();
    let mut incoming = store.files.begin("a/large", 10);
    incoming.write(Bytes::from_static(b"0123456789")).await.unwrap();
    let refused = incoming.write(Bytes::from_static(b"!")).await;
    assert!(matches!(refused, Err(FileError::TooLarge { most_bytes: 10 })));
    incoming.abandon().await;
    for given_up in [true, false] {
        let mut incoming = store.files.begin("a/dropped", u64::MAX);
        incoming.write(long().into()).await.unwrap();
        if given_up {
            incoming.abandon().await;
        }
    }
    assert_eq!(keys(store.files.list("a")).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_listing_holds_what_is_beneath_its_words() {
    let store = Store::new();
    let began = store.write("a/1/x", b"x").await;
    assert_eq!(began.size_bytes, 1);
    store.files.put("a/2/y", b"yy".to_vec()).await.unwrap();
    store.files.put("ab/z", b"zzz".to_vec()).await.unwrap();
    assert_eq!(keys(store.files.list("a")).await.unwrap(), ["a/1/x", "a/2/y"]);
    let listed: Vec<Listed> = store.files.list("ab").try_collect().await.unwrap();
    assert_eq!((listed[0].key.as_str(), listed[0].size_bytes), ("ab/z", 3));
    let age = listed[0].written_at.signed_duration_since(now()).abs();
    assert!(age < Duration::minutes(10), "{age}");
    store.files.remove("a/1/x").await.unwrap();
    assert_eq!(keys(store.files.list("a")).await.unwrap(), ["a/2/y"]);
    assert_eq!(keys(store.files.list("none")).await.unwrap(), Vec::<String>::new());
    store.files.try_out("probe").await.unwrap();
}

/// Now, as the file system has it.
fn now() -> DateTime<Utc> {
    let file = std::env::temp_dir().join(format!("guanxi-now-{}", Uuid::now_v7()));
    fs::write(&file, "").unwrap();
    let at = fs::metadata(&file).and_then(|data| data.modified()).unwrap();
    fs::remove_file(file).unwrap();
    at.into()
}

#[tokio::test]
async fn what_a_dead_writer_left_goes_after_its_time() {
    let folder = std::env::temp_dir().join(format!("guanxi-files-{}", Uuid::now_v7()));
    let files = Files::in_folder(&folder).unwrap();
    files.put("a/whole", b"whole".to_vec()).await.unwrap();
    fs::write(folder.join("a/half#1"), "ha").unwrap();
    assert_eq!(files.remove_unfinished("a", now() - Duration::hours(1)).await.unwrap(), 0, "it may still be written");
    assert_eq!(files.remove_unfinished("a", now() + Duration::hours(1)).await.unwrap(), 1);
    assert_eq!(files.remove_unfinished("none", now()).await.unwrap(), 0);
    assert_eq!(keys(files.list("a")).await.unwrap(), ["a/whole"]);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_folder_is_copied_without_what_is_unfinished() {
    let folder = std::env::temp_dir().join(format!("guanxi-files-{}", Uuid::now_v7()));
    let files = Files::in_folder(folder.join("from")).unwrap();
    files.put("a/one", b"one".to_vec()).await.unwrap();
    files.put("b/c/two", b"two!".to_vec()).await.unwrap();
    fs::write(folder.join("from/a/half#1"), "ha").unwrap();
    let copied = copy(&folder.join("from"), &folder.join("to")).unwrap();
    assert_eq!(copied, Copied { files: 2, size_bytes: 7 });
    let copies = Files::in_folder(folder.join("to")).unwrap();
    assert_eq!(keys(copies.list("")).await.unwrap(), ["a/one", "b/c/two"]);
    assert_eq!(copies.whole("b/c/two").await.unwrap(), b"two!".as_slice());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_place_that_cannot_be_used_says_so() {
    let file = std::env::temp_dir().join(format!("guanxi-files-{}", Uuid::now_v7()));
    fs::write(&file, "").unwrap();
    let told = Files::in_folder(&file).unwrap_err().to_string();
    assert!(told.contains("cannot be used") && told.contains(file.to_str().unwrap()), "{told}");
    fs::remove_file(file).unwrap();
    let bucket = Bucket { name: "crm".to_owned(), endpoint: Some("s3.example.com".to_owned()), ..Bucket::default() };
    assert!(Files::in_bucket(&bucket).unwrap_err().to_string().contains("https://"));
}
