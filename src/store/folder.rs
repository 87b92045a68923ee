//! What kind of folder the database lies in: whether others may read it, a cloud client rewrites it, or a network is in
//! between. It looks at names, rights and the list of mounts; it changes nothing.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folders kept in step by a client, by the beginning of their name in lower case.
const CLOUDS: &[(&str, &str)] = &[
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("pcloud", "pCloud"),
    ("syncthing", "Syncthing"),
];

/// File systems behind a network, as the list of mounts names them.
const NETWORKS: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "afpfs",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "webdav",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.ceph",
];

/// The cloud client that seems to keep this folder in step.
pub fn cloud(folder: &Path) -> Option<&'static str> {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    for part in folder.ancestors() {
        if part.join(".stfolder").exists() {
            return Some("Syncthing");
        }
        let name = part.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let name = name.to_lowercase();
        let client = CLOUDS.iter().find(|(begins, _)| name.starts_with(begins));
        if let Some((_, client)) = client {
            return Some(client);
        }
    }
    None
}

/// The kind of network file system that holds this folder. Only Linux is asked.
pub fn network(folder: &Path) -> Option<String> {
    let folder = fs::canonicalize(folder).ok()?;
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    network_of(&folder, &mounts)
}

/// `mounts` has a line for each mount: what, where, file system, ...; spaces in names are written `\040`.
fn network_of(folder: &Path, mounts: &str) -> Option<String> {
    let holder = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            let place = PathBuf::from(fields.next()?.replace("\\040", " "));
            Some((place, fields.next()?))
        })
        .filter(|(place, _)| folder.starts_with(place))
        // Of mounts at one place the last one is on top.
        .max_by_key(|(place, _)| place.components().count())?;
    let is_network = NETWORKS.contains(&holder.1);
    is_network.then(|| holder.1.to_owned())
}

/// Other databases beside `file`, whatever a cloud client or a file manager added to its name.
pub fn second_versions(folder: &Path, file: &str) -> Vec<PathBuf> {
    let (stem, ending) = file.split_once('.').unwrap_or((file, ""));
    let is_added_to = |name: &str| {
        let added = name
            .strip_prefix(stem)
            .and_then(|rest| rest.strip_suffix(ending));
        added.is_some_and(|added| added.len() > 1 && !added.starts_with(char::is_alphanumeric))
    };
    let mut copies: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            is_added_to(&name.to_lowercase()) && is_database(path)
        })
        .collect();
    copies.sort_unstable();
    copies
}

fn is_database(path: &Path) -> bool {
    let mut begins = [0; 16];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut begins));
    read.is_ok() && begins == *b"SQLite format 3\0"
}

/// Whether others than the owner have any right to it.
#[cfg(unix)]
pub fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_within_a_cloud_clients_folder_is_known() {
        let top = tempfile::tempdir().unwrap();
        let plain = top.path().join("data");
        fs::create_dir_all(&plain).unwrap();
        assert_eq!(cloud(&plain), None);
        let shared = top.path().join("OneDrive - Firm/learning");
        fs::create_dir_all(&shared).unwrap();
        assert_eq!(cloud(&shared), Some("OneDrive"));
        fs::create_dir(top.path().join(".stfolder")).unwrap();
        assert_eq!(cloud(&plain), Some("Syncthing"));
    }

    #[test]
    fn the_innermost_mount_tells_the_file_system() {
        let mounts = "/dev/a / ext4 rw 0 0\nhost:/x /home/my\\040self nfs4 rw 0 0\n/dev/b /home/my\\040self/disk ext4 rw 0 0\n";
        let at = |path| network_of(Path::new(path), mounts);
        assert_eq!(at("/home/other"), None);
        assert_eq!(at("/home/my self/data").as_deref(), Some("nfs4"));
        assert_eq!(at("/home/my self/disk/data"), None);
    }

    #[test]
    fn copies_beside_the_database_are_found_whatever_was_added_to_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let copies = [
            "Swot (2).DB",
            "swot (1).db",
            "swot (Ann's conflicted copy 2026-11-21).db",
            "swot (Anns in Konflikt stehende Kopie).db",
            "swot 2.db",
            "swot-LAPTOP.db",
            "swot.sync-conflict-20261121-090000-ABC.db",
            "swot_conflict-20261121-090000.db",
        ];
        let others = [
            "swot.db",
            "swot.db-journal",
            "swot.db.corrupt-2026",
            "swotify.db",
            "x.db",
        ];
        for name in copies.iter().chain(&others) {
            fs::write(folder.path().join(name), "SQLite format 3\0").unwrap();
        }
        fs::write(folder.path().join("swot (3).db"), "").unwrap();
        fs::create_dir(folder.path().join("swot-x.db")).unwrap();
        let found = second_versions(folder.path(), "swot.db");
        assert_eq!(found, copies.map(|name| folder.path().join(name)));
    }
}
