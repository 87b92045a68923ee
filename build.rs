//! Builds again when a deck is added: a directory that is compiled in is not watched by itself.

fn main() {
    println!("cargo:rerun-if-changed=content");
}
