#!/usr/bin/env bash
# Tries the README's two commands from a clean clone on a Debian 12 that has python3 and git and nothing else:
# the session walked with no display and no keyboard, the tests, then the window on a display of its own.
#
#     packaging/try_bare.sh [REPOSITORY]        as root, on a Debian; REPOSITORY is this one unless named
#
# Only what is committed is tried. The bare system is made once by debootstrap and kept in BARE_BASE. The host's
# package mirrors, certificates and pip settings are lent to it, so that it works wherever the host does.
# shellcheck disable=SC2016 # what stands in single quotes is for apt, or for the shell inside
set -euo pipefail

repository=$(realpath "${1:-$(dirname "$0")/..}")
base=${BARE_BASE:-${TMPDIR:-/tmp}/balancecoach-bookworm.tar}

note() { printf '== %s\n' "$*"; }

host_mirrors() { # site, suite and component of each of the host's Debian 12 sources
    apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
        awk '$2 ~ /^bookworm(-updates|-security)?$/ && !seen[$0]++'
}

make_base() {
    local mirror
    mirror=$(host_mirrors | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
    [ -n "$mirror" ] || { note "The host has no Debian 12 among its apt sources; run apt-get update there."; exit 1; }
    command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap
    note "making the bare system (once, kept in $base)"
    debootstrap --variant=minbase --include=python3,git,ca-certificates bookworm "$root" "$mirror" >"$work/debootstrap.log"
    rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$base.new" . && mv "$base.new" "$base"
}

lend_host_settings() {
    host_mirrors | sed 's/^/deb /' >"$root/etc/apt/sources.list"
    # The mirrors may be reached through a proxy, or be a frozen snapshot whose dates have run out.
    apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$root/etc/apt/apt.conf.d/99host" || true
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    cp -a /usr/local/share/ca-certificates "$root/usr/local/share/"
    cp -a /etc/ssl/certs/. "$root/etc/ssl/certs/"
    if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$root/etc/"; fi
    if [ -f ~/.config/pip/pip.conf ]; then install -D ~/.config/pip/pip.conf "$root/root/.config/pip/pip.conf"; fi
    # Settings by environment: those of pip, of certificates and of proxies.
    env -0 | grep -zE '^(PIP_[A-Z_]+|[A-Z_]*(CERT|CA)[A-Z_]*|[a-zA-Z]+_(proxy|PROXY))=' >"$work/environment" || true
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

mount_kernel_parts() {
    local device
    mount -t proc proc "$root/proc"
    for device in null zero full random urandom tty; do
        [ -e "$root/dev/$device" ] || : >"$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir -p "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mkdir -p "$root/dev/pts" # terminals, for the tests that press keys
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    ln -sf pts/ptmx "$root/dev/ptmx"
}

inside() { # run in the bare system, with none of the host's environment but what was lent
    local -a lent=()
    mapfile -d '' -t lent <"$work/environment"
    chroot "$root" env -i "${lent[@]}" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        bash -c "cd /root/clone
            $1"
}

failures=0
try() { # name, command in the bare system
    local started=$SECONDS log=$work/log
    if inside "$2" >"$log" 2>&1 </dev/null; then
        tail -n 4 "$log" | cut -c1-200 | sed 's/^/    /'
        printf 'PASS  %s (%d s)\n' "$1" $((SECONDS - started))
    else
        tail -n 60 "$log" | sed 's/^/    /'
        printf 'FAIL  %s (%d s)\n' "$1" $((SECONDS - started))
        failures=$((failures + 1))
    fi
}

inner() { # in mount and process namespaces of its own: mounts and daemons end with it
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
    return $((failures > 0))
}

if [ "${BARE_INNER:-}" ]; then
    work=$BARE_INNER root=$BARE_INNER/root
    inner
    exit
fi

[ "$(id -u)" = 0 ] || { note "This needs root: it makes a chroot."; exit 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/try-bare.XXXXXX")
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$root"
if [ -f "$base" ]; then tar -C "$root" -xf "$base"; else make_base; fi
lend_host_settings
git clone --quiet "$repository" "$root/root/clone"
BARE_INNER=$work unshare --mount --pid --fork --kill-child "$0" "$repository"
