//! The house rules that types cannot carry, read off the source tree.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::SLICES;

/// Words of the trade that the kernel must not know. (“Order” and “lead” mean too many other things to be listed.)
const TRADE_WORDS: &[&str] =
    &["account", "accounts", "contact", "contacts", "customer", "customers", "opportunity", "campaign", "invoice", "liquor", "salesperson"];

/// At so many lines without tests it is asked what the kernel has swallowed.
const KERNEL_ALARM: usize = 12_600;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_module_says_what_it_is() {
    for crate_name in ["kernel", "sheet", "text", "files", "clv", "crm", "mcp", "guanxi"] {
        for file in sources(&root().join("crates").join(crate_name).join("src")) {
            let text = fs::read_to_string(&file).expect("the file can be read");
            assert!(text.starts_with("//!"), "{} does not open with //!", file.display());
        }
    }
}

/// The sources of the kernel without its tests: each file with its lines down to the module of tests at its end.
fn kernel() -> Vec<(PathBuf, Vec<String>)> {
    let is_test = |file: &Path| file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "testkit")));
    let files = sources(&root().join("crates/kernel/src")).into_iter().filter(|file| !is_test(file));
    files
        .map(|file| {
            let text = fs::read_to_string(&file).expect("the file can be read");
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let end = lines.iter().position(|line| line == "mod tests {").unwrap_or(lines.len());
            (file, lines[..end].to_vec())
        })
        .collect()
}

#[test]
fn the_kernel_stays_small() {
    let lines: usize = kernel().iter().map(|(_, lines)| lines.len()).sum();
    assert!(lines > 5000, "the kernel is found");
    assert!(
        lines <= KERNEL_ALARM,
        "the kernel has {lines} lines without its tests, more than the {KERNEL_ALARM} of the alarm: docs/decisions/0001-slices-not-layers.md says what to do"
    );
}

#[test]
fn the_kernel_knows_no_word_of_the_trade() {
    for (file, lines) in kernel() {
        for (n, line) in lines.iter().enumerate() {
            // Examples in documentation may speak of the product; code may not.
            if line.trim_start().starts_with("//") {
                continue;
            }
            let code = line.to_lowercase();
            for word in TRADE_WORDS {
                let found = code.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word);
                assert!(!found, "{}:{} speaks of {word}: {line}", file.display(), n + 1);
            }
        }
    }
}

#[test]
fn slices_use_what_they_declare_and_nothing_above_them() {
    let names: Vec<&str> = SLICES.iter().map(|slice| slice.name).collect();
    for (place, slice) in SLICES.iter().enumerate() {
        for used in slice.uses {
            let below = names.iter().position(|name| name == used).is_some_and(|at| at < place);
            assert!(below, "{} uses {used}, which does not stand below it in SLICES", slice.name);
        }
        let mut found = BTreeSet::new();
        for file in sources(&root().join("crates/crm/src").join(slice.name)) {
            if file.ends_with("tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("the file can be read");
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            for name in names.iter().filter(|name| **name != slice.name) {
                let direct = code.contains(&format!("crate::{name}"));
                let grouped = code.split("use crate::{").skip(1).any(|group| {
                    let group = group.split("};").next().unwrap_or_default();
                    group.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *name)
                });
                if direct || grouped {
                    found.insert(*name);
                }
            }
        }
        for name in found {
            assert!(slice.uses.contains(&name), "{} uses {name} without declaring it", slice.name);
        }
    }
}

/// What writes rows of a record, or gives leave to.
const WRITES: &[&str] = &[
    "insert",
    "insert_many",
    "insert_beside",
    "update",
    "update_many",
    "touch",
    "touch_many",
    "remove",
    "to_create",
    "to_change",
    "to_change_many",
    "to_remove",
    "to_trash_many",
];

#[test]
fn a_slice_writes_no_rows_of_another() {
    for slice in SLICES {
        for file in sources(&root().join("crates/crm/src").join(slice.name)) {
            if file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs"))) {
                continue;
            }
            let text = fs::read_to_string(&file).expect("the file can be read");
            for other in SLICES.iter().map(|other| other.name).filter(|other| *other != slice.name) {
                for write in WRITES {
                    for table in [format!(".{write}::<{other}::tables::"), format!(".{write}::<crate::{other}::tables::")] {
                        assert!(!text.contains(&table), "{} writes a table of {other}: ask a command of {other} to", file.display());
                    }
                }
            }
        }
    }
}
