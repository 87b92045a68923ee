//! Compresses the decks that are compiled in, and hashes them, so that no start has to. Gives `swot.exe` its manifest, by
//! which Windows lets it use paths of more than 260 characters.

#[path = "src/hash.rs"]
#[allow(dead_code)]
mod hash;

use flate2::Compression;
use flate2::read::ZlibEncoder;
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=content");
    println!("cargo:rerun-if-changed=src/hash.rs");
    println!("cargo:rerun-if-changed=swot.exe.manifest");
    let env = |name| std::env::var(name).unwrap_or_default();
    println!(
        "cargo:rustc-env=SWOT_CONTENT_HASH={}",
        pack_decks(Path::new(&env("OUT_DIR")))?
    );
    // Microsoft's linker takes a manifest, and links what is released; others would need a compiler of resources.
    if env("CARGO_CFG_TARGET_OS") == "windows" && env("CARGO_CFG_TARGET_ENV") == "msvc" {
        let folder = env("CARGO_MANIFEST_DIR");
        println!("cargo:rustc-link-arg-bins=/MANIFEST:EMBED");
        println!("cargo:rustc-link-arg-bins=/MANIFESTINPUT:{folder}/swot.exe.manifest");
    }
    Ok(())
}

/// Writes what `shelf/source.rs` includes: name, length and compressed text of each deck in `content`. Returns their hash.
fn pack_decks(folder: &Path) -> io::Result<u64> {
    let files = fs::read_dir("content")?.map(|file| Ok(file?.path()));
    let mut decks = files.collect::<io::Result<Vec<PathBuf>>>()?;
    decks.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    decks.sort();
    let mut list = String::new();
    let mut texts = Vec::new();
    for deck in &decks {
        let name = deck.file_name().unwrap_or_default();
        let text = fs::read(deck)?;
        let packed = folder.join(name);
        let mut packing = ZlibEncoder::new(&*text, Compression::best());
        io::copy(&mut packing, &mut fs::File::create(&packed)?)?;
        list += &format!("({name:?}, {}, include_bytes!({packed:?})), ", text.len());
        texts.extend(text);
    }
    fs::write(folder.join("decks.rs"), format!("[{list}]"))?;
    Ok(hash::fnv1a(&texts))
}
