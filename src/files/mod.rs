//! Files that are read or written as a whole: reading has a limit, and a save is complete or does not happen.

pub mod decode;
pub mod kept;
pub mod rows;
pub mod unpack;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::NamedTempFile;

/// Beginning and end of the names of temporary files, written beside their destination.
const BESIDE: (&str, &str) = (".swot-", ".tmp");
/// Most names listed for a path that is being typed.
const MOST: usize = 200;

/// Folders and table files whose paths begin as typed: folders first, with a slash at the end; the parent folder last. `~` is the
/// home folder.
pub fn complete(typed: &str) -> Vec<String> {
    let cut = typed.rfind(is_slash).map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(cut);
    let place = if folder.is_empty() {
        PathBuf::from(".")
    } else {
        expand(folder)
    };
    let Ok(entries) = fs::read_dir(place) else {
        return Vec::new();
    };
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        if hidden || !name.to_lowercase().starts_with(&begun.to_lowercase()) {
            continue;
        }
        let lower = name.to_lowercase();
        if entry.path().is_dir() {
            folders.push(format!("{folder}{name}/"));
        } else if [
            ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods",
        ]
        .iter()
        .any(|end| lower.ends_with(end))
        {
            files.push(format!("{folder}{name}"));
        }
    }
    folders.sort_unstable();
    files.sort_unstable();
    folders.append(&mut files);
    folders.truncate(MOST);
    if begun.is_empty() && typed != "/" {
        folders.push(format!("{folder}../"));
    }
    folders
}

fn is_slash(c: char) -> bool {
    c == '/' || cfg!(windows) && c == '\\'
}

/// Replaces a leading `~` by the home folder.
pub fn expand(path: &str) -> PathBuf {
    match (in_home(path), directories::BaseDirs::new()) {
        (Some(""), Some(dirs)) => dirs.home_dir().to_owned(),
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(path),
    }
}

/// The part after `~/`. `~user` is left to the shell.
fn in_home(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('~')?;
    if rest.is_empty() {
        return Some(rest);
    }
    Some(rest.strip_prefix(is_slash)?.trim_start_matches(is_slash))
}

/// A path as one word of a command that is typed into the system's shell.
pub fn in_shell(path: impl AsRef<Path>) -> String {
    in_shell_of(cfg!(windows), &path.as_ref().to_string_lossy())
}

fn in_shell_of(windows: bool, name: &str) -> String {
    // A backslash has a meaning in the shells of Unix, a comma in PowerShell.
    let plain = if windows { "._/-+:\\" } else { "._/-+:," };
    let is_plain = |c: char| c.is_alphanumeric() || plain.contains(c);
    if name.chars().all(is_plain) {
        return name.to_owned();
    }
    if !windows {
        return format!("'{}'", name.replace('\'', r"'\''"));
    }
    // Behind a backslash the closing quote would be part of the name.
    let name = &format!("{name}{}", if name.ends_with('\\') { "\\" } else { "" });
    // These mean something between double quotes in PowerShell, which takes curly quotes for straight ones. Single quotes serve there
    // alone: cmd.exe then finds no such file, where PowerShell would have taken another one.
    if name.contains(['$', '`', '“', '”', '„']) {
        let doubled = |c: char| "'‘’‚‛".contains(c).then_some(c);
        let name: String = name
            .chars()
            .flat_map(|c| [Some(c), doubled(c)])
            .flatten()
            .collect();
        return format!("'{name}'");
    }
    format!("\"{name}\"")
}

/// Why a file could not be read: one sentence.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{}", reason(.0))]
    Io(#[from] io::Error),
    #[error("it is a folder")]
    Folder,
    #[error("it is not a regular file")]
    Special,
    /// The limit in bytes.
    #[error("it is larger than {} MiB", .0 >> 20)]
    Large(u64),
}

/// Opens a regular file for reading. The open file itself is checked, so that opening never waits for a pipe without a writer.
pub fn open(path: &Path) -> Result<File, ReadError> {
    let mut options = File::options();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags as i32);
    }
    let file = options.read(true).open(path).map_err(|error| {
        // Windows cannot open a folder.
        if path.is_dir() {
            ReadError::Folder
        } else {
            error.into()
        }
    })?;
    let about = file.metadata()?;
    match (about.is_file(), about.is_dir()) {
        (true, _) => Ok(file),
        (_, true) => Err(ReadError::Folder),
        _ => Err(ReadError::Special),
    }
}

/// The bytes of a regular file of at most `most` bytes, also if it grows meanwhile.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return Err(ReadError::Large(most));
    }
    read_into(Vec::with_capacity(length as usize), file, most)
}

/// Everything that can be read, up to `most` bytes.
pub fn read_from(source: impl Read, most: u64) -> Result<Vec<u8>, ReadError> {
    read_into(Vec::new(), source, most)
}

fn read_into(mut bytes: Vec<u8>, source: impl Read, most: u64) -> Result<Vec<u8>, ReadError> {
    source.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(ReadError::Large(most));
    }
    Ok(bytes)
}

/// New contents of a file, completely written and synced beside their destination. Dropping it deletes them.
#[derive(Debug)]
pub struct Pending {
    beside: NamedTempFile,
    path: PathBuf,
}

impl Pending {
    /// A symbolic link stays one. The file keeps its permissions; a new one has those allowed by the umask.
    pub fn write(path: &Path, bytes: &[u8]) -> io::Result<Pending> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let beside = write_beside(&path, bytes, &mut builder)?;
        if let Ok(about) = fs::metadata(&path) {
            beside.as_file().set_permissions(about.permissions())?;
        }
        sync(beside.as_file())?;
        Ok(Pending { beside, path })
    }

    /// Puts them in place of the present file.
    pub fn replace(self) -> io::Result<()> {
        self.persist(true)
    }

    /// Puts them where no file is; fails with `AlreadyExists` otherwise.
    pub fn create(self) -> io::Result<()> {
        self.persist(false)
    }

    fn persist(self, overwrites: bool) -> io::Result<()> {
        persist(self.beside, &self.path, overwrites)?;
        // Where a folder cannot be synced, the file itself was.
        let _ = sync_folder_of(&self.path);
        Ok(())
    }
}

/// Whether the file was left over by an interrupted save.
pub fn is_left_over(name: &str) -> bool {
    name.starts_with(BESIDE.0) && name.ends_with(BESIDE.1)
}

/// Replaces a file that can be computed again: readers see the old or the new one, and nothing waits for the disk. Creates
/// missing folders. Only this user may read it.
pub fn save_derived(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folder(folder_of(path))?;
    let beside = write_beside(path, bytes, &mut tempfile::Builder::new())?;
    persist(beside, path, true)
}

fn persist(beside: NamedTempFile, path: &Path, overwrites: bool) -> io::Result<()> {
    let mut kept = Some(beside);
    patiently(|| {
        let placed = kept.take().map(|beside| {
            if overwrites {
                beside.persist(path)
            } else {
                beside.persist_noclobber(path)
            }
        });
        match placed {
            Some(Err(refused)) => {
                kept = Some(refused.file);
                Err(refused.error)
            }
            _ => Ok(()),
        }
    })
}

/// Renames a file, replacing what has the name `to`.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

/// Virus scanners, indexers and cloud clients hold a new file for some milliseconds, and Windows refuses to rename it then: such
/// an error is retried for a quarter of a second.
fn patiently<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in [10, 20, 40, 80, 100] {
        match act() {
            Err(error) if is_refused_while_open(cfg!(windows), &error) => {
                std::thread::sleep(Duration::from_millis(pause));
            }
            outcome => return outcome,
        }
    }
    act()
}

/// Whether Windows refused because another program has the file open.
pub fn is_shared(windows: bool, error: &io::Error) -> bool {
    windows && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Whether Windows refused a rename for that reason, which it also does with "access denied" (5), the code for a missing permission.
pub fn is_refused_while_open(windows: bool, error: &io::Error) -> bool {
    is_shared(windows, error) || windows && error.raw_os_error() == Some(5)
}

/// Why a file could not be read or written, with advice where the system's own message hides it.
pub fn reason(error: &io::Error) -> String {
    reason_on(cfg!(windows), error)
}

fn reason_on(windows: bool, error: &io::Error) -> String {
    if is_shared(windows, error) {
        return "another program has it open: close it there, then try again".into();
    }
    if is_refused_while_open(windows, error) {
        format!(
            "{error}: another program has it open, or you may not write there: close it there, or choose another folder"
        )
    } else {
        error.to_string()
    }
}

/// When the contents were last changed, as time since 1970; zero where the system does not say.
pub fn modified(about: &fs::Metadata) -> Duration {
    let since = about.modified().ok();
    let since = since.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.unwrap_or_default()
}

/// Bytes that this user can still write to the disk of a folder, where the system tells.
#[cfg(unix)]
pub fn free_space(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    // Some network shares do not know.
    (disk.f_blocks > 0).then(|| disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub fn free_space(_: &Path) -> Option<u64> {
    None
}

/// Makes the contents of a file survive a power cut as far as the file system can; a network share may not support a full flush.
pub fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        #[cfg(unix)]
        Err(error) if knows_no_flush(&error) => {
            match rustix::fs::fsync(file).map_err(io::Error::from) {
                Err(error) if !knows_no_flush(&error) => Err(error),
                _ => Ok(()),
            }
        }
        outcome => outcome,
    }
}

/// As [`sync`], for the file of this name.
pub fn sync_at(path: &Path) -> io::Result<()> {
    // Windows asks for the right to write; elsewhere a copy that is read-only is synced too.
    let mut options = File::options();
    sync(&options.read(true).write(cfg!(windows)).open(path)?)
}

#[cfg(unix)]
fn knows_no_flush(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let code = Errno::from_io_error(error);
    code.is_some_and(|code| {
        [Errno::NOTSUP, Errno::OPNOTSUPP, Errno::INVAL, Errno::NOTTY].contains(&code)
    })
}

/// Creates a folder and missing parents, accessible only to this user.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A hidden file in the same folder, which a rename can put in place.
fn write_beside(
    path: &Path,
    bytes: &[u8],
    builder: &mut tempfile::Builder,
) -> io::Result<NamedTempFile> {
    let builder = builder.prefix(BESIDE.0).suffix(BESIDE.1);
    let mut beside = builder.tempfile_in(folder_of(path)).map_err(bare)?;
    beside.as_file_mut().write_all(bytes)?;
    Ok(beside)
}

/// An error without the name of the temporary file, which means nothing to a reader.
fn bare(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((why, _)) => io::Error::new(error.kind(), why),
        None => error,
    }
}

/// The folder that a file lies in, whatever way it is named.
pub fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Makes a new name survive a power cut. Elsewhere than on Unix a folder cannot be opened as a file.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        sync(&File::open(folder_of(path))?)
    } else {
        Ok(())
    }
}

/// The result of saving a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Written,
    /// The file exists; nothing was written.
    Exists,
}

/// Saves a file that a learner named.
pub fn save(path: &Path, bytes: &[u8], overwrite: bool) -> Result<Saved, String> {
    if path.is_dir() {
        return Err(format!("{} is a folder; name a file in it", path.display()));
    }
    let placed = Pending::write(path, bytes).and_then(|pending| {
        if overwrite {
            pending.replace()
        } else {
            pending.create()
        }
    });
    match placed {
        Ok(()) => Ok(Saved::Written),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Saved::Exists),
        Err(error) => Err(format!(
            "cannot write {}: {}",
            path.display(),
            reason(&error)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_with_folders_first_and_only_tables() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "sales.csv",
            "sales.png",
            "Sample.CSV",
            ".secret.csv",
            "other.csv",
        ] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("samples")).unwrap();
        let typed = format!("{}/sa", folder.path().display());
        let found = complete(&typed);
        let names: Vec<&str> = found.iter().map(|f| &f[typed.len() - 2..]).collect();
        assert_eq!(names, ["samples/", "Sample.CSV", "sales.csv"]);
        assert!(complete("/no/such/folder/x").is_empty());
        let inside = format!("{}/samples/", folder.path().display());
        assert_eq!(complete(&inside), [format!("{inside}../")]);
        assert!(!complete("/").contains(&"/../".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_stays_one_word_in_a_shell_and_runs_nothing() {
        for name in [
            "decks/äb-1.ron",
            "C:\\a",
            "my decks/a deck.ron",
            "$(touch ran).csv",
            "`touch ran`",
            "it's \"so\".ron",
            "a;b&c|d*?~!#",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mut shell = std::process::Command::new("sh");
            let command = format!("printf %s {}", in_shell(name));
            let said = shell.args(["-c", &command]).current_dir(&folder).output();
            assert_eq!(said.unwrap().stdout, name.as_bytes());
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{name}");
        }
        assert_eq!(in_shell("decks/äb-1.ron"), "decks/äb-1.ron");
    }

    #[test]
    fn a_path_stays_one_word_in_the_shells_of_windows() {
        for (name, word) in [
            (r"C:\decks\äb-1.ron", r"C:\decks\äb-1.ron"),
            (r"C:\my decks\a.ron", r#""C:\my decks\a.ron""#),
            (r"C:\my decks\", r#""C:\my decks\\""#),
            ("a,b.ron", "\"a,b.ron\""),
            ("it's.ron", "\"it's.ron\""),
            ("a$b's.ron", "'a$b''s.ron'"),
            ("„Lager’s“.ron", "'„Lager’’s“.ron'"),
        ] {
            assert_eq!(in_shell_of(true, name), word);
        }
    }

    #[test]
    fn an_error_does_not_name_the_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let error = Pending::write(&folder.path().join("nowhere/x"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(!error.to_string().contains(BESIDE.0), "{error}");
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        assert_eq!(save(&path, b"one", false), Ok(Saved::Written));
        assert_eq!(save(&path, b"two", false), Ok(Saved::Exists));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(save(&path, b"two", true), Ok(Saved::Written));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(save(folder.path(), b"x", true).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_more_is_read_than_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(ReadError::Large(4))));
        assert!(matches!(
            read_from(&b"12345"[..], 4),
            Err(ReadError::Large(4))
        ));
        assert!(matches!(read(folder.path(), 5), Err(ReadError::Folder)));
        assert!(matches!(
            read(&folder.path().join("b"), 5),
            Err(ReadError::Io(_))
        ));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_links_in_a_circle_are_refused_at_once() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        symlink("/dev/zero", at("zero")).unwrap();
        symlink(at("circle"), at("circle")).unwrap();
        for name in ["pipe", "zero"] {
            assert!(
                matches!(read(&at(name), 5), Err(ReadError::Special)),
                "{name}"
            );
        }
        assert!(matches!(read(&at("circle"), 5), Err(ReadError::Io(_))));
    }

    #[test]
    fn windows_says_who_holds_a_file_and_no_other_system_takes_its_codes_for_that() {
        let error = io::Error::from_raw_os_error;
        assert!(reason_on(true, &error(32)).starts_with("another program has it open"));
        assert!(reason_on(true, &error(5)).contains("another program has it open, or you may not"));
        for code in [5, 32, 33] {
            assert_eq!(reason_on(false, &error(code)), error(code).to_string());
            assert!(!is_refused_while_open(false, &error(code)));
        }
        assert!(!is_refused_while_open(true, &error(2)));
    }

    #[cfg(unix)]
    #[test]
    fn a_share_that_knows_no_full_flush_is_no_failure() {
        use rustix::io::Errno;
        for (code, is_known) in [
            (Errno::NOTSUP, false),
            (Errno::INVAL, false),
            (Errno::NOTTY, false),
            (Errno::IO, true),
            (Errno::NOSPC, true),
        ] {
            assert_eq!(knows_no_flush(&code.into()), !is_known, "{code}");
        }
        // A pipe cannot be flushed at all.
        let (pipe, _other) = io::pipe().unwrap();
        let pipe = File::from(std::os::fd::OwnedFd::from(pipe));
        assert!(pipe.sync_all().is_err());
        sync(&pipe).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn mode_and_link_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        assert_eq!(save(&link, b"two", true), Ok(Saved::Written));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let cached = folder.path().join("cache").join("b");
        save_derived(&cached, b"x").unwrap();
        assert_eq!(mode(&cached), 0o600);
    }
}
