//! One run at a time: whoever writes a crate holds a lock on its folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context as _, Result};

/// The right to write a crate, until it is dropped or the process ends, however that comes about.
#[derive(Debug)]
pub(crate) struct Turn {
    _folder: Option<File>,
}

/// Waits until no other run writes the crate, and calls `on_wait` where there is one.
///
/// The folder itself is locked, so that no file has to lie about; systems that can't do that have no lock.
pub(crate) fn turn(root: &Path, on_wait: impl FnOnce()) -> Result<Turn> {
    fs::create_dir_all(root).with_context(|| format!("cannot make {}", root.display()))?;
    if cfg!(not(unix)) {
        return Ok(Turn { _folder: None });
    }
    let folder = File::open(root).with_context(|| format!("cannot open {}", root.display()))?;
    let locked = match folder.try_lock() {
        Err(TryLockError::WouldBlock) => {
            on_wait();
            folder.lock()
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    match locked {
        Err(error) if error.kind() == std::io::ErrorKind::Unsupported => Ok(Turn { _folder: None }),
        locked => {
            locked.with_context(|| format!("cannot lock {}", root.display()))?;
            Ok(Turn { _folder: Some(folder) })
        }
    }
}
