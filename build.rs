//! Builds again when a deck is added: a directory that is compiled in is not watched by itself. Hashes the decks that are
//! compiled in, so that no start has to. Gives `swot.exe` its manifest, by which Windows lets it use paths of more than 260
//! characters.

#[path = "src/hash.rs"]
mod hash;

use std::path::PathBuf;
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=content");
    println!("cargo:rerun-if-changed=src/hash.rs");
    println!("cargo:rustc-env=SWOT_CONTENT_HASH={}", content_hash()?);
    println!("cargo:rerun-if-changed=swot.exe.manifest");
    let env = |name| std::env::var(name).unwrap_or_default();
    // Microsoft's linker takes a manifest, and links what is released; others would need a compiler of resources.
    if env("CARGO_CFG_TARGET_OS") == "windows" && env("CARGO_CFG_TARGET_ENV") == "msvc" {
        let folder = env("CARGO_MANIFEST_DIR");
        println!("cargo:rustc-link-arg-bins=/MANIFEST:EMBED");
        println!("cargo:rustc-link-arg-bins=/MANIFESTINPUT:{folder}/swot.exe.manifest");
    }
    Ok(())
}

/// A hash of the decks in `content`.
fn content_hash() -> io::Result<u64> {
    let files = fs::read_dir("content")?.map(|file| Ok(file?.path()));
    let mut decks = files.collect::<io::Result<Vec<PathBuf>>>()?;
    decks.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    decks.sort();
    let texts = decks.iter().map(fs::read).collect::<io::Result<Vec<_>>>()?;
    Ok(hash::fnv1a(&texts.concat()))
}
