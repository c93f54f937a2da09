#!/usr/bin/env bash
# Tries a .deb as a person gets it: on a bare Debian 12 with a screen and a loudspeaker that are not there. Installed by
# apt, seen in the menu's files, opened, walked and heard in a recording, made a sound file with, and removed again.
#
#     packaging/try_deb.sh dist/balancecoach_0.1.0_amd64.deb        as root, on a Debian
#
# The bare system is made by debootstrap; the host's package mirrors are lent to it.
# shellcheck disable=SC2016 # what stands in single quotes is for the shell inside
set -euo pipefail

deb=$(realpath "$1")
[ "$(id -u)" = 0 ] || { echo "This needs root: it makes a chroot."; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap >/dev/null

mirrors() { # site, suite and component of each of the host's Debian 12 sources
    apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
        awk '$2 ~ /^bookworm(-updates|-security)?$/ && !seen[$0]++'
}

make_root() {
    local mirror
    mirror=$(mirrors | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$work/debootstrap.log"
    mirrors | sed 's/^/deb /' >"$root/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$root/etc/apt/apt.conf.d/99host" || true
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    cp -a /etc/ssl/certs/. "$root/etc/ssl/certs/"
    env -0 | grep -zE '^([A-Z_]*(CERT|CA)[A-Z_]*|[a-zA-Z]+_(proxy|PROXY))=' >"$work/environment" || true
    cp "$deb" "$root/root/balancecoach.deb"
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
}

inside() { # run in the bare system, with none of the host's environment but what was lent
    local -a lent=()
    mapfile -d '' -t lent <"$work/environment"
    chroot "$root" env -i "${lent[@]}" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive bash -ec "cd /root; $1"
}

failures=0
try() { # name, command in the bare system
    local started=$SECONDS log=$work/log
    if inside "$2" >"$log" 2>&1 </dev/null; then
        tail -n 3 "$log" | cut -c1-200 | sed 's/^/    /'
        printf 'PASS  %s (%d s)\n' "$1" $((SECONDS - started))
    else
        tail -n 40 "$log" | sed 's/^/    /'
        printf 'FAIL  %s (%d s)\n' "$1" $((SECONDS - started))
        failures=$((failures + 1))
    fi
}

stage='
    export XDG_RUNTIME_DIR=/tmp/runtime PULSE_SERVER=unix:/tmp/pulse
    mkdir -p -m 700 $XDG_RUNTIME_DIR
    pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --log-level=error \
        --load="module-native-protocol-unix auth-anonymous=1 socket=/tmp/pulse" --load="module-null-sink sink_name=nowhere" &
    for _ in $(seq 50); do pactl info >/dev/null 2>&1 && break; sleep 0.2; done'

inner() { # in mount and process namespaces of its own: mounts and daemons end with it
    mount_kernel_parts
    try "nothing there to begin with: no Python, no X library, no voice" \
        '! command -v python3 && ! ldconfig -p | grep -q libxcb && ! ls /usr/lib/*/libespeak*'
    try "apt installs it" 'apt-get update -qq && apt-get install -y -q ./balancecoach.deb && dpkg-query -f . -W | wc -c'
    inside 'apt-get install -y -q --no-install-recommends xvfb xdotool pulseaudio pulseaudio-utils sox' >"$work/log" 2>&1
    try "it says its version, and has a page in the manual" \
        'balancecoach --version && gzip -dc /usr/share/man/man1/balancecoach.1.gz | grep -c "^.SS"'
    try "it is in the menu" 'grep ^Exec= /usr/share/applications/org.balancecoach.BalanceCoach.desktop'
    try "doctor finds a voice and a loudspeaker" "$stage
        balancecoach doctor"
    try "a window opens" '
        Xvfb -displayfd 3 -screen 0 1366x768x24 3>/tmp/display &
        for _ in $(seq 50); do [ -s /tmp/display ] || sleep 0.2; done
        export DISPLAY=:$(cat /tmp/display)
        balancecoach & app=$!
        timeout 60 xdotool search --sync --onlyvisible --name "Balance Coach" && kill $app'
    try "a session is walked and heard in the recording of the loudspeaker" "$stage
        parec -d nowhere.monitor --rate=22050 --channels=1 --format=s16le >/tmp/heard.raw &
        timeout 300 balancecoach walk p1-first-steps:1 --speed 20 --yes
        sox -t raw -r 22050 -e signed -b 16 -c 1 /tmp/heard.raw -n stat 2>&1 | tee /tmp/stat | grep -E 'Length|RMS +amplitude'
        awk -F: '/^RMS +amplitude/ { exit !(\$2 > 0.003) }' /tmp/stat"
    try "a session as a sound file" 'balancecoach audio p0-familiarisation -o /tmp/a.mp3 && sox --i /tmp/a.mp3 | grep Duration'
    try "removed, only what a person made is left" '
        apt-get remove -y -q balancecoach && ! ls /usr/lib/balancecoach /usr/bin/balancecoach 2>/dev/null
        ls /root/.local/share/balancecoach/sessions.sqlite3'
    return $((failures > 0))
}

if [ "${BARE_INNER:-}" ]; then
    work=$BARE_INNER root=$BARE_INNER/root
    inner
    exit
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/try-deb.XXXXXX")
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$root"
make_root
BARE_INNER=$work unshare --mount --pid --fork --kill-child "$0" "$deb"
