//! The command line as a person at a terminal has it: what it says, and what it does to files.

mod clv;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
        for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("GUANXI_") || key == "RUST_LOG") {
            command.env_remove(key);
        }
        command.arg("--data").arg(self.path("data")).args(arguments);
        command
    }

    fn guanxi(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn does(&self, arguments: &[&str]) -> String {
        let done = self.guanxi(arguments);
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        said(&done)
    }

    /// With a workspace whose administrator is boss@example.com.
    fn with_workspace(self) -> Self {
        let arguments = ["workspace", "create", "--name", "金源酒业", "--admin", "王", "--email", "boss@example.com"];
        let made = self.command(&arguments).env("GUANXI_PASSWORD", "correct horse battery").output().expect("the program runs");
        assert!(made.status.success(), "{}", said(&made));
        self
    }

    fn refuses(&self, arguments: &[&str]) -> String {
        let done = self.guanxi(arguments);
        assert!(!done.status.success(), "{arguments:?}: {}", said(&done));
        said(&done)
    }
}

/// A server that ends with the test.
struct Server(Child);

impl Server {
    /// Starts one on a free port and waits until it answers.
    fn start(folder: &Folder) -> Self {
        Self::start_with(folder, &[]).0
    }

    /// One with these options, and where it answers.
    fn start_with(folder: &Folder, options: &[&str]) -> (Self, String) {
        let mut command = folder.command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let log = BufReader::new(child.stderr.take().expect("it has been asked for"));
        let server = Self(child);
        let mut lines = log.lines();
        let answers = lines.find_map(|line| Some(line.ok()?.split_once("Guanxi answers at http://")?.1.trim().to_owned()));
        let address = answers.expect("the server ended before it answered");
        // What it says later must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        (server, address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
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
fn the_files_of_customers_are_in_a_backup_and_come_back() {
    let folder = Folder::new("files");
    folder.does(&["migrate"]);
    let kept = folder.path("data/files/attachments/w/00/one");
    fs::create_dir_all(kept.parent().expect("it lies in a folder")).expect("a folder can be made");
    fs::write(&kept, "one").expect("a file can be written");
    let backup = folder.path("backup.db");
    let made = folder.does(&["backup", text(&backup)]);
    assert!(made.contains("holds 1 files of customers, 3 bytes, and was read back whole"), "{made}");
    fs::write(&kept, "spoilt").expect("a file can be written");
    fs::write(folder.path("data/files/later"), "later").expect("a file can be written");
    let restored = folder.does(&["restore", text(&backup)]);
    assert!(restored.contains("1 files of customers are in place"), "{restored}");
    assert_eq!(fs::read_to_string(&kept).expect("it is back"), "one");
    assert!(!folder.path("data/files/later").exists(), "what the backup does not know is not there");
    let aside =
        fs::read_dir(folder.path("data")).expect("the folder is there").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let aside: Vec<String> = aside.filter(|name| name.starts_with("files.")).collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(folder.path("data").join(&aside[0]).join("later").exists(), "and not lost");
    assert!(folder.refuses(&["backup", text(&folder.path("backup"))]).contains("backup.files exists already"));
    // A backup without files leaves those that are there.
    fs::remove_dir_all(folder.path("backup.files")).expect("it can be removed");
    let restored = folder.does(&["restore", text(&backup)]);
    assert!(restored.contains("no files of customers beside the backup"), "{restored}");
    assert_eq!(fs::read_to_string(&kept).expect("it stays"), "one");
}

#[test]
fn files_in_a_bucket_are_backed_up_by_its_own_means() {
    let folder = Folder::new("bucket");
    let bucket = ["--s3-bucket", "crm", "--s3-endpoint", "http://127.0.0.1:9"];
    folder.does(&[&bucket[..], &["migrate"]].concat());
    let backup = folder.path("backup.db");
    let made = folder.does(&[&bucket[..], &["backup", text(&backup)]].concat());
    assert!(made.contains("the bucket crm at http://127.0.0.1:9 and not in this backup"), "{made}");
    assert!(!folder.path("data/files").exists() && !folder.path("backup.files").exists());
    assert!(folder.refuses(&["migrate", "--s3-endpoint", "http://127.0.0.1:9"]).contains("name it with --s3-bucket"));
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

#[test]
fn nothing_is_restored_beneath_a_server() {
    let folder = Folder::new("served");
    folder.does(&["migrate"]);
    let backup = folder.path("backup.db");
    folder.does(&["backup", text(&backup)]);
    let database = folder.path("data/guanxi.db");
    let server = Server::start(&folder);
    for gone in [false, true] {
        // Whoever has moved the file away has not stopped the server that has it open.
        if gone {
            fs::rename(&database, folder.path("aside.db")).expect("the database can be moved");
        }
        let told = folder.refuses(&["restore", text(&backup)]);
        assert!(told.contains("serves the data") && told.contains("stop it first"), "{told}");
        assert_eq!(database.exists(), !gone);
        let names =
            fs::read_dir(folder.path("data")).expect("the folder is there").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        assert_eq!(names.filter(|name| name.contains("restor")).collect::<Vec<_>>(), Vec::<String>::new());
    }
    drop(server);
    folder.does(&["restore", text(&backup)]);
    folder.does(&["migrate"]);
}

#[cfg(unix)]
#[test]
fn stopping_does_not_wait_for_a_request_without_end() {
    use std::io::{Read, Write};

    let folder = Folder::new("stop");
    let (mut server, address) = Server::start_with(&folder, &["--stop-within", "1"]);
    let mut slow = std::net::TcpStream::connect(&address).expect("the server answers");
    let head = "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    slow.write_all(head.as_bytes()).expect("the server listens");
    let mut other = std::net::TcpStream::connect(&address).expect("the server answers");
    other.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("the server listens");
    other.read_to_end(&mut Vec::new()).expect("it answers while the other request is open");
    let began = std::time::Instant::now();
    let told = Command::new("kill").args(["-TERM", &server.0.id().to_string()]).status().expect("kill is there");
    assert!(told.success());
    let ended = server.0.wait().expect("the server is ours");
    // The request itself would be given a minute.
    assert!(ended.success() && began.elapsed() < std::time::Duration::from_secs(30), "{ended} after {:?}", began.elapsed());
    drop(slow);
}

#[test]
fn no_command_changes_the_tables_beneath_a_server() {
    let folder = Folder::new("older");
    fs::create_dir_all(folder.path("data")).expect("a folder can be made");
    // What a server of whatever release holds as long as it runs.
    let server = fs::File::create(folder.path("data/guanxi.lock")).expect("a file can be made");
    server.try_lock().expect("nobody else has it");
    let told = folder.refuses(&["token", "create", "--user", "boss@example.com", "--name", "report"]);
    assert!(told.contains("stop the server first"), "{told}");
    assert!(folder.refuses(&["migrate"]).contains("stop the server first"));
    server.unlock().expect("it is ours");
    folder.does(&["migrate"]);
    // With nothing to change, a command works beside a server.
    server.try_lock().expect("nobody else has it");
    folder.does(&["migrate"]);
}

#[test]
fn a_token_is_made_with_a_scope_and_a_day_listed_and_ended() {
    let folder = Folder::new("token").with_workspace();
    let create = ["token", "create", "--user", "boss@example.com", "--name", "report"];
    let with = |more: &[&str]| [&create[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let run = |more: &[&str]| {
        let arguments = with(more);
        let done = folder.guanxi(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        (done.status.success(), said(&done))
    };
    let (made, secret) = run(&["--scope", "account:read", "--scope", "order:write", "--days", "7"]);
    assert!(made && secret.lines().any(|line| line.starts_with("gx_")), "{secret}");
    for (wrong, told) in [
        (&["--scope", "acount:read"][..], "acount; there are: user"),
        (&["--scope", "account:reed"], "“reed” is neither read nor write"),
        (&["--scope", "account"], "such as account:read"),
        (&["--expires", "2020-01-01"], "--expires 2020-01-01 is no day from"),
        (&["--expires", "soon"], "--expires"),
        (&["--expires", "2099-01-01", "--days", "3"], "cannot be used with"),
    ] {
        let (made, said) = run(wrong);
        assert!(!made && said.contains(told), "{wrong:?}: {said}");
    }
    let listed = folder.does(&["token", "list", "--user", "boss@example.com"]);
    let id = listed.split_whitespace().find(|word| word.len() == 36).expect("a token has an id").to_owned();
    assert!(listed.contains("report") && !listed.contains("gx_"), "{listed}");
    folder.does(&["token", "revoke", "--user", "boss@example.com", &id]);
    assert!(!folder.does(&["token", "list", "--user", "boss@example.com"]).contains(&id));
    assert!(folder.refuses(&["token", "revoke", "--user", "boss@example.com", &id]).contains("see `guanxi token list`"));
}

#[test]
fn a_file_that_is_refused_is_not_kept() {
    let folder = Folder::new("refused").with_workspace();
    let kept = || -> usize {
        let folders = fs::read_dir(folder.path("data/imports")).expect("the folder of imports is there");
        folders.map(|folder| fs::read_dir(folder.expect("a folder").path()).expect("a folder").count()).sum()
    };
    let file = folder.path("accounts.csv");
    fs::write(&file, b"name\nJ\0inyuan\n").expect("a file can be written");
    folder.refuses(&["import", "accounts", text(&file)]);
    assert_eq!(kept(), 0);
    fs::write(&file, "name\nJinyuan\n").expect("a file can be written");
    folder.does(&["import", "accounts", text(&file)]);
    assert_eq!(kept(), 1);
}
