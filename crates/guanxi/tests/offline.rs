//! The command line as a person at a terminal has it: what it says, and what it does to files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("guanxi-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn guanxi(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
        for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("GUANXI_") || key == "RUST_LOG") {
            command.env_remove(key);
        }
        command.arg("--data").arg(self.path("data")).args(arguments).output().expect("the program runs")
    }

    fn does(&self, arguments: &[&str]) -> String {
        let done = self.guanxi(arguments);
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        said(&done)
    }

    fn refuses(&self, arguments: &[&str]) -> String {
        let done = self.guanxi(arguments);
        assert!(!done.status.success(), "{arguments:?}: {}", said(&done));
        said(&done)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is text")
}

#[test]
fn a_backup_is_made_and_put_back_without_a_bar_where_nobody_looks() {
    let folder = Folder::new("round");
    folder.does(&["migrate"]);
    let backup = folder.path("backup.db");
    let made = folder.does(&["backup", text(&backup)]);
    assert!(made.contains("was read back whole"), "{made}");
    let database = folder.path("data/guanxi.db");
    fs::remove_file(&database).expect("the database can be removed");
    let restored = folder.does(&["restore", text(&backup)]);
    assert!(restored.contains("is in place"), "{restored}");
    for text in [made, restored, folder.does(&["migrate"])] {
        assert!(!text.contains(['⠁', '\u{1b}', '\r', '█', '░']), "nothing is drawn for a program that reads: {text:?}");
    }
}

#[test]
fn what_fails_says_what_to_do() {
    let folder = Folder::new("wrong");
    let backup = folder.path("backup.db");
    assert!(folder.refuses(&["backup", text(&backup)]).contains("say with --data"));
    assert!(!folder.path("data/guanxi.db").exists(), "looking for a database makes none");
    folder.does(&["migrate"]);
    assert!(folder.refuses(&["backup", text(&folder.path("none/backup.db"))]).contains("make it, or choose another place"));
    folder.does(&["backup", text(&backup)]);
    assert!(folder.refuses(&["backup", text(&backup)]).contains("choose another name"));
    assert!(backup.exists(), "a backup that is there stays");
    assert!(folder.refuses(&["restore", text(&folder.path("nothing.db"))]).contains("`guanxi backup` has written"));
    let other = folder.path("other.db");
    fs::write(&other, b"this is no database at all, but long enough to be read as one").expect("a file can be written");
    let told = folder.refuses(&["restore", text(&other)]);
    assert!(told.contains("the database is as it was") && told.contains("other.db"), "{told}");
    assert!(folder.path("data/guanxi.db").exists());
}
