#!/usr/bin/env bash
# The Windows installer under Wine, with a program of Wine's own in place of ours: installed, installed over, refused
# while it runs, removed. Debian: apt-get install nsis wine wine64; run it with no display. Takes half a minute.
#
# It tries installer.nsi, not Windows and not Balance Coach on it.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
export WINEPREFIX=$work/wine WINEARCH=win64 WINEDEBUG=-all
unset DISPLAY
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
clean_up() { "$(dirname "$wine")/wineserver" -k 2>/dev/null || true; rm -rf "$work"; }
trap clean_up EXIT

python=.venv/bin/python tree=$work/tree key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BalanceCoach'
disk=$WINEPREFIX/drive_c/users/$(id -un)/AppData
installed="$disk/Local/Programs/Balance Coach" record=$disk/Local/balancecoach/sessions.sqlite3
entry="$disk/Roaming/Microsoft/Windows/Start Menu/Programs/Balance Coach.lnk"

note() { printf '== %s\n' "$*"; }
must() { if ! "$@"; then echo "Not so: $*" >&2; exit 1; fi; }
gone() { for _ in $(seq 50); do if [ ! -e "$1" ]; then return 0; fi; sleep 0.2; done; return 1; }
pack() { "$python" packaging/windows/build.py --tree "$tree" --icon "$work/icon.ico" --folder "$work"; }
setup() { "$wine" "$work"/balancecoach-*-setup.exe /S; }
uninstall() { "$wine" "$installed/uninstall.exe" /S; }

"$wine" wineboot.exe -i 2>/dev/null
"$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
for kind in ico bmp; do QT_QPA_PLATFORM=offscreen "$python" packaging/icon_files.py "$work/icon.$kind"; done
mkdir -p "$tree/_internal" "$tree/licences" "$(dirname "$record")"
for name in balancecoach balancecoach-cli; do cp "$WINEPREFIX/drive_c/windows/system32/cmd.exe" "$tree/$name.exe"; done
echo old >"$tree/_internal/old"
echo mine >"$record"

note "installed"
pack
setup
must test -s "$installed/balancecoach.exe" -a -s "$installed/licence.txt" -a -s "$entry"
must "$wine" reg query "$key" /v DisplayVersion

note "installed over: what the new version lacks is gone, what is not ours stays"
rm "$tree/_internal/old"
echo new >"$tree/_internal/new"
echo mine >"$installed/mine"
pack
setup
must test -s "$installed/_internal/new" -a ! -e "$installed/_internal/old" -a -s "$installed/mine"

note "refused while it runs"
mkfifo "$work/keeps-it-open"
"$wine" "$installed/balancecoach.exe" <"$work/keeps-it-open" >/dev/null 2>&1 & program=$!
exec 9>"$work/keeps-it-open"
sleep 3
code=0
setup || code=$?
must test "$code" = 3
uninstall || true
sleep 3
must test -s "$installed/balancecoach.exe" -a -s "$entry"
exec 9>&-
wait "$program" || true

note "removed; the record stays"
uninstall
must gone "$installed/uninstall.exe"
must test ! -e "$installed/balancecoach.exe" -a ! -e "$installed/_internal" -a ! -e "$entry" -a -s "$installed/mine"
if "$wine" reg query "$key" >/dev/null 2>&1; then echo "Windows still lists it." >&2; exit 1; fi
must test "$(cat "$record")" = mine
note "all passed"
