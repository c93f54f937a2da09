#!/usr/bin/env bash
# Tries the README's two commands from a clean clone on a Debian 12 that has python3 and git and nothing else:
# the session walked with no display and no keyboard, the tests, then the window on a display of its own.
#
#     packaging/try_bare.sh [REPOSITORY]        as root, on a Debian; REPOSITORY is this one unless named
#
# Only what is committed is tried. The bare system (bare.sh) is kept in BARE_BASE. The host's pip settings are lent to it.
# shellcheck disable=SC2016 # what stands in single quotes is for the shell inside
set -euo pipefail
# shellcheck source=packaging/bare.sh
. "$(dirname "$0")/bare.sh"

repository=$(realpath "${1:-$(dirname "$0")/..}")
inside_folder=/root/clone

lend_pip_settings() {
    if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$root/etc/"; fi
    if [ -f ~/.config/pip/pip.conf ]; then install -D ~/.config/pip/pip.conf "$root/root/.config/pip/pip.conf"; fi
}

lend_local_packages() { # folders of this host that its pip settings name
    local folder
    { python3 -m pip config list 2>/dev/null || true; } | grep -oE "(file://|='|= ?)/[^ '\"]+" |
        grep -oE '/[^/].*$' | sort -u | while read -r folder; do
        if [ ! -d "$folder" ]; then continue; fi
        folder=$(realpath "$folder")
        # An index may point beside itself (../files), so the folder above comes along.
        case $(dirname "$folder") in /) ;; *) folder=$(dirname "$folder") ;; esac
        mkdir -p "$root$folder"
        mount --bind -o ro "$folder" "$root$folder"
    done
}

if [ "${BARE_INNER:-}" ]; then
    mount_kernel_parts
    lend_local_packages
    note "$(inside 'dpkg-query -f . -W | wc -c') packages; $(inside 'python3 --version'); a clone of $(git -C "$repository" log -1 --format='%h %s')"
    try "nothing there to begin with: no venv, no X library, no font" \
        '! python3 -c "import ensurepip" && ! ldconfig -p | grep -q libxcb && ! ls /usr/share/fonts'
    try "dev.py run, no display and no keyboard: a demonstration" 'python3 packaging/dev.py run'
    try "its record can be found" '.venv/bin/python -m balancecoach sessions --json | grep -E "\"demo\": *true"'
    try "dev.py test" 'python3 packaging/dev.py test'
    try "dev.py run on a display: a window" '
        Xvfb -displayfd 3 -screen 0 1366x768x24 3>/tmp/display &
        for _ in $(seq 50); do [ -s /tmp/display ] || sleep 0.2; done
        export DISPLAY=:$(cat /tmp/display)
        python3 packaging/dev.py run & app=$!
        timeout 60 xdotool search --sync --onlyvisible --name "Balance Coach" && kill $app'
    try "a second start adds little" '
        TIMEFORMAT="%R s"
        time .venv/bin/python -m balancecoach --version && time python3 packaging/dev.py run -- --version'
    exit $((failures > 0))
fi

bare_system bookworm bookworm python3,git,ca-certificates
lend_pip_settings
git clone --quiet "$repository" "$root/root/clone"
in_the_bare_system "$0" "$repository"
