#!/bin/sh
# Puts swot into ~/.local/bin (or $SWOT_INSTALL_DIR), after its checksum was compared. @DOWNLOADS@ and @VERSION@ are filled in at release.
set -eu
from="${SWOT_DOWNLOADS:-@DOWNLOADS@}" version="@VERSION@" into="${SWOT_INSTALL_DIR:-$HOME/.local/bin}"
case "$(uname -s)-$(uname -m)" in
Linux-x86_64) target=x86_64-unknown-linux-musl ;;
Linux-aarch64) target=aarch64-unknown-linux-musl ;;
Darwin-arm64) target=aarch64-apple-darwin ;;
Darwin-x86_64) target=x86_64-apple-darwin ;;
*) echo "there is no ready-made swot for $(uname -sm); build it: cargo install --path ." >&2; exit 1 ;;
esac
name="swot-$version-$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
curl -fsSLO "$from/$name.tar.gz"
curl -fsSLO "$from/$name.tar.gz.sha256"
if command -v sha256sum >/dev/null; then sha256sum -c "$name.tar.gz.sha256"; else shasum -a 256 -c "$name.tar.gz.sha256"; fi >&2
tar xzf "$name.tar.gz"
mkdir -p "$into"
mv -f "$name/swot" "$into/swot"
echo "swot $version is in $into"
case ":$PATH:" in *":$into:"*) ;; *) echo "add $into to your PATH to start it by its name" ;; esac
