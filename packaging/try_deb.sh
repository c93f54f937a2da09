#!/usr/bin/env bash
# Tries the packages as a person gets them, on a bare system with a screen and a loudspeaker that are not there: the .deb
# is installed by apt, found in the menu's files, opened, walked and heard in a recording, makes a sound file, and is
# removed again; then the .tar.xz is unpacked in /opt and put into the menu and out again.
#
#     packaging/try_deb.sh [FOLDER [SUITE MIRROR [COMPONENTS]]]       as root, on a Debian
#
# FOLDER has both files (dist). Without more it is Debian 12 from the host's own sources; SUITE is another Debian or
# Ubuntu, such as: trixie "$DEBIAN" or jammy "$UBUNTU" "main universe". bare.sh says how the bare system is made.
# shellcheck disable=SC2016 # what stands in single quotes is for the shell inside
set -euo pipefail
# shellcheck source=packaging/bare.sh
. "$(dirname "$0")/bare.sh"

folder=$(realpath "${1:-$(dirname "$0")/../dist}")
suite=${2:-bookworm}
id=org.balancecoach.BalanceCoach

as_person() { # the same, by somebody who is not root
    # shellcheck disable=SC2034 # read by inside
    local inside_user=1000:1000 inside_folder=/home/person inside_home=/home/person
    "$@"
}

apt='DEBIAN_FRONTEND=noninteractive apt-get -y -q'
stage='export DISPLAY=:$(cat /tmp/display) XDG_RUNTIME_DIR=/tmp/runtime PULSE_SERVER=unix:/tmp/pulse'
start_stage='
    mkdir -m 700 /tmp/runtime
    export XDG_RUNTIME_DIR=/tmp/runtime PULSE_SERVER=unix:/tmp/pulse
    pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --log-level=error \
        --load="module-native-protocol-unix auth-anonymous=1 socket=/tmp/pulse" \
        --load="module-null-sink sink_name=nowhere" 2>/dev/null &
    Xvfb -displayfd 3 -screen 0 1366x768x24 -noreset -nolisten tcp 3>/tmp/display &
    for _ in $(seq 50); do pactl info >/dev/null 2>&1 && [ -s /tmp/display ] && exit; sleep 0.2; done
    exit 1'
short_plan='
format = 1
id = "short"
title = "A minute forwards"
[[blocks]]
kind = "straddle"
seconds = 5
[[blocks]]
kind = "belt_start"
seconds = 5
speed_kmh = 1.0
[[blocks]]
kind = "forward"
seconds = 12
speed_kmh = 1.0
[[blocks]]
kind = "belt_stop"
seconds = 5'

try_deb() {
    try "nothing there to begin with: no Python, no X library, no voice" \
        '! command -v python3 && ! ldconfig -p | grep -q libxcb && ! ls /usr/lib/*/libespeak*'
    try "apt installs it" "
        apt-get update -qq
        $apt install /root/*.deb
        echo \"\$(dpkg-query -f . -W | wc -c) packages; python3: \$(command -v python3 || echo none)\""
    inside "$apt install --no-install-recommends xvfb xdotool pulseaudio pulseaudio-utils sox libsox-fmt-mp3" \
        >"$work/log" 2>&1
    inside 'useradd --create-home --uid 1000 person; mkdir -p -m 1777 /tmp/.X11-unix; sleep 1; touch /root/installed'
    as_person try "a screen and a loudspeaker that are not there" "$start_stage"
    as_person try "it says its version, and has a page in the manual" \
        'balancecoach --version && gzip -dc /usr/share/man/man1/balancecoach.1.gz | grep -c "^.SS"'
    as_person try "it is in the menu, with icons" "
        grep ^Exec= /usr/share/applications/$id.desktop
        ls /usr/share/icons/hicolor/*/apps/$id.* | wc -l"
    as_person try "doctor finds a voice, a loudspeaker and a screen" "$stage
        balancecoach doctor | tee /tmp/doctor
        if grep -E '[?]|^NO' /tmp/doctor; then exit 1; fi
        grep -c ^ok /tmp/doctor"
    as_person try "a window opens, and closes when told to" "$stage
        balancecoach >/tmp/window.log 2>&1 & app=\$!
        timeout 60 xdotool search --sync --onlyvisible --name 'Balance Coach'
        sleep 3
        kill \$app; code=0; wait \$app || code=\$?
        echo \"ended with \$code; it printed: \$(cat /tmp/window.log)\"
        [ ! -s /tmp/window.log ]"
    as_person try "a short plan is walked and heard in the recording of the loudspeaker" "$stage
        echo '$short_plan' >/tmp/short.toml
        parec -d nowhere.monitor --rate=22050 --channels=1 --format=s16le >/tmp/heard.raw & recorder=\$!
        balancecoach walk /tmp/short.toml --yes
        kill \$recorder
        sox -t raw -r 22050 -e signed -b 16 -c 1 /tmp/heard.raw -n stat 2>/tmp/stat
        grep -E 'Length|RMS +amplitude' /tmp/stat
        awk -F: '/^RMS +amplitude/ { rms = \$2 } /^Length/ { long = \$2 } END { exit !(rms > 0.003 && long > 45) }' /tmp/stat"
    as_person try "its record" 'balancecoach sessions'
    as_person try "a session as a sound file" \
        'balancecoach audio p0-familiarisation -o /tmp/a.mp3 && sox /tmp/a.mp3 -n stat 2>&1 | grep -E "Length|RMS +amplitude"'
    try "removed, only what a person made is left" "$apt purge balancecoach"'
        if ls -d /usr/lib/balancecoach /usr/bin/balancecoach /usr/share/doc/balancecoach; then exit 1; fi
        find / -xdev -newer /root/installed ! -type d ! -path "/home/person/*" ! -path "/tmp/*" ! -path "/proc/*" \
            ! -path "/var/lib/*" ! -path "/var/log/*" ! -path "/var/cache/*" >/tmp/left
        ls /home/person/.local/share/balancecoach/sessions.sqlite3
        [ ! -s /tmp/left ] || { cat /tmp/left; exit 1; }'
}

try_tar() {
    as_person try "unpacked in /opt: version, doctor" "$stage
        /opt/balancecoach-*/balancecoach --version && /opt/balancecoach-*/balancecoach doctor"
    as_person try "into the menu, started by what the menu says, and out again" "$stage
        /opt/balancecoach-*/balancecoach integrate
        entry=\$HOME/.local/share/applications/$id.desktop
        sed -n 's/^Exec=//p' \$entry
        eval \"\$(sed -n 's/^Exec=//p' \$entry) & app=\\\$!\"
        timeout 60 xdotool search --sync --onlyvisible --name 'Balance Coach'
        kill \$app
        /opt/balancecoach-*/balancecoach integrate --remove
        [ ! -e \$entry ]"
}

if [ "${BARE_INNER:-}" ]; then
    mount_kernel_parts
    note "$(inside '. /etc/os-release; echo "$PRETTY_NAME, $(dpkg-query -f . -W | wc -c) packages, $(ldd --version | head -n 1)"')"
    try_deb
    inside 'mkdir -p /opt && tar -C /opt --no-same-owner -xf /root/*.tar.xz'
    try_tar
    exit $((failures > 0))
fi

bare_system "$suite-empty" "$suite" ca-certificates,xz-utils "${@:3}"
cp "$folder"/balancecoach_*.deb "$folder"/balancecoach-*.tar.xz "$root/root/"
in_the_bare_system "$0" "$folder" "$suite"
