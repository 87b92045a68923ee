//! Builds again when a deck is added: a directory that is compiled in is not watched by itself. Gives `swot.exe` its
//! manifest, by which Windows lets it use paths of more than 260 characters.

fn main() {
    println!("cargo:rerun-if-changed=content");
    println!("cargo:rerun-if-changed=swot.exe.manifest");
    let env = |name| std::env::var(name).unwrap_or_default();
    // Microsoft's linker takes a manifest, and links what is released; others would need a compiler of resources.
    if env("CARGO_CFG_TARGET_OS") == "windows" && env("CARGO_CFG_TARGET_ENV") == "msvc" {
        let folder = env("CARGO_MANIFEST_DIR");
        println!("cargo:rustc-link-arg-bins=/MANIFEST:EMBED");
        println!("cargo:rustc-link-arg-bins=/MANIFESTINPUT:{folder}/swot.exe.manifest");
    }
}
