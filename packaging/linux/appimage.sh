#!/usr/bin/env bash
# NEVER BUILT: appimagetool could not be had where this was written. Only the folder that it packs has been made and
# started (tests/packaging/test_recipes.py makes it from a small one, with a stand-in for the tool).
#
#     packaging/linux/appimage.sh dist/balancecoach-0.1.0-linux-amd64.tar.xz [FOLDER]     makes FOLDER/Balance_Coach-...AppImage
#
# Needs appimagetool in PATH, best with the static runtime (APPIMAGE_RUNTIME=file), since the older one wants libfuse2,
# which newer systems lack. The AppImage needs of the system what the .deb depends on; nearly every desktop has it.
set -euo pipefail

archive=$(realpath "$1")
folder=$(realpath "${2:-$(dirname "$archive")}")
id=org.balancecoach.BalanceCoach
version=$(basename "$archive" | sed -E 's/^balancecoach-(.*)-linux-.*$/\1/')
case $archive in *-arm64.tar.xz) machine=aarch64 ;; *) machine=x86_64 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
app=$work/BalanceCoach.AppDir

mkdir -p "$app/usr/lib/balancecoach" "$app/usr/bin"
tar -C "$app/usr/lib/balancecoach" --strip-components=1 --no-same-owner -xf "$archive"
mv "$app/usr/lib/balancecoach/share" "$app/usr/share"
ln -s ../lib/balancecoach/balancecoach "$app/usr/bin/balancecoach"
ln -s usr/bin/balancecoach "$app/AppRun"
cp "$app/usr/share/applications/$id.desktop" "$app/usr/share/icons/hicolor/256x256/apps/$id.png" "$app/"
ln -s "$id.png" "$app/.DirIcon"
# AppImage's own tools look for the metadata by the older name.
cp "$app/usr/share/metainfo/$id.metainfo.xml" "$app/usr/share/metainfo/$id.appdata.xml"

ARCH=$machine appimagetool ${APPIMAGE_RUNTIME:+--runtime-file "$APPIMAGE_RUNTIME"} \
    "$app" "$folder/Balance_Coach-$version-$machine.AppImage"
