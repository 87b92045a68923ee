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
case "$from" in @*) echo "this installer belongs to no release yet: take the one of a release's page" >&2; exit 1 ;; esac
case "$into" in /*) ;; *) into="$PWD/$into" ;; esac
name="swot-$version-$target" new="$into/.swot.new" done=
work=$(mktemp -d)
trap 'rm -rf "$work" "$new"; [ -n "$done" ] || echo "nothing was installed; a swot that was there is as it was" >&2' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"
for file in "$name.tar.gz" "$name.tar.gz.sha256"; do
    if command -v curl >/dev/null; then curl -fsSLO "$from/$file"; else wget -nv "$from/$file"; fi
done
if command -v sha256sum >/dev/null; then sha256sum -c "$name.tar.gz.sha256"; else shasum -a 256 -c "$name.tar.gz.sha256"; fi >&2
tar xzf "$name.tar.gz"
mkdir -p "$into"
# Beside its place first: on a full disk the present swot stays.
cp "$name/swot" "$new"
mv -f "$new" "$into/swot"
done=1
echo "swot $version is in $into"
case ":$PATH:" in *":$into:"*) ;; *) echo "add $into to your PATH to start it by its name" ;; esac
