//! Where the customers are written to.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use anyhow::bail;

/// What `--out` names.
pub(super) enum Place {
    /// `-`, in place of the words.
    StandardOutput,
    /// A file, new or to be replaced.
    File(PathBuf),
    /// A device or a pipe, which is written into and never replaced.
    Stream(PathBuf),
}

impl Place {
    /// What this name stands for. A link stands for what it points to.
    ///
    /// # Errors
    /// If nothing can be written there, or it is the file of the purchases.
    pub(super) fn of(out: &Path, purchases: &Path) -> anyhow::Result<Self> {
        let shown = out.display();
        if out == Path::new("-") {
            return Ok(Self::StandardOutput);
        }
        if out.extension().is_some_and(|ending| ["xlsx", "xls", "ods"].iter().any(|book| ending.eq_ignore_ascii_case(book))) {
            bail!("{shown}: --out writes CSV, which Excel opens too: choose a name that ends in .csv");
        }
        let target = match out.canonicalize() {
            Ok(target) => target,
            Err(_) if out.is_symlink() => bail!("{shown} is a link that points to nothing: choose another name"),
            Err(_) => return Ok(Self::File(out.to_owned())),
        };
        if purchases.canonicalize().is_ok_and(|purchases| purchases == target) {
            bail!("{shown} is the file of the purchases: choose another name for what is written");
        }
        if target.is_dir() {
            bail!("{shown} is a folder: name a file in it");
        }
        Ok(if target.is_file() { Self::File(target) } else { Self::Stream(target) })
    }

    /// As messages call it.
    pub(super) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::StandardOutput => "standard output".into(),
            Self::File(path) | Self::Stream(path) => path.to_string_lossy(),
        }
    }
}
