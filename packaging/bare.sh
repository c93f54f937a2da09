# shellcheck shell=bash
# A bare Debian or Ubuntu in a chroot, for try_bare.sh and try_deb.sh, which source this. As root, on a Debian.
#
# The bare system is made once by debootstrap and kept as a tar file. The host's package mirrors, certificates and
# proxies are lent to it, so that it works wherever the host does. Who sources this says once what is wanted:
#
#     bare_system NAME SUITE PACKAGES [MIRROR [COMPONENTS]]    without MIRROR, the host's own sources
#     in_the_bare_system SCRIPT...        as the last command: SCRIPT again, in mount and process namespaces of its own
#
# and, when BARE_INNER is set, does its work by `try NAME COMMAND` and ends with `exit $((failures > 0))`.
# What stands in double quotes there and is meant for the shell inside needs a backslash before its $.

note() { printf '== %s\n' "$*"; }

work=${BARE_INNER:-}
root=$work/root
inside_folder=/root # where commands run in there
inside_home=/root
inside_user=0:0

host_sources() { # suite: site, suite and component of each of the host's sources of it
    # shellcheck disable=SC2016 # for apt
    apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$1" '$2 ~ "^" suite "(-updates|-security)?$" && !seen[$0]++'
}

sources() { # suite [mirror [components]]
    if [ "${2:-}" ]; then
        printf '%s %s %s\n' "$2" "$1" "${3:-main}"
        return
    fi
    host_sources "$1"
}

make_base() { # file suite packages [mirror [components]]
    local mirror=${4:-} all=${5:-main}
    [ "$mirror" ] || mirror=$(host_sources "$2" | awk -v suite="$2" '$2 == suite && $3 == "main" { print $1; exit }')
    [ "$mirror" ] || { note "The host has no $2 among its apt sources; run apt-get update there."; exit 1; }
    command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap
    note "making the bare system (once, kept in $1)"
    debootstrap --variant=minbase --include="$3" --components="${all// /,}" "$2" "$root" "$mirror" \
        >"$work/debootstrap.log" || { tail -n 5 "$work/debootstrap.log"; exit 1; }
    rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -cf "$1.new" . && mv "$1.new" "$1"
}

lend_host_settings() { # suite [mirror [components]]
    sources "$@" | sed 's/^/deb /' >"$root/etc/apt/sources.list"
    # The mirrors may be reached through a proxy, or be a frozen snapshot whose dates have run out.
    apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$root/etc/apt/apt.conf.d/99host" || true
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    mkdir -p "$root/usr/local/share/ca-certificates" "$root/etc/ssl/certs"
    cp -a /usr/local/share/ca-certificates "$root/usr/local/share/"
    cp -a /etc/ssl/certs/. "$root/etc/ssl/certs/"
    # Settings by environment: those of pip, of certificates and of proxies.
    env -0 | grep -zE '^(PIP_[A-Z_]+|[A-Z_]*(CERT|CA)[A-Z_]*|[a-zA-Z]+_(proxy|PROXY))=' >"$work/environment" || true
}

bare_system() { # name suite packages [mirror [components]]
    local base=${BARE_BASE:-${TMPDIR:-/tmp}/balancecoach-$1.tar}
    [ "$(id -u)" = 0 ] || { note "This needs root: it makes a chroot."; exit 1; }
    work=$(mktemp -d "${TMPDIR:-/tmp}/try-bare.XXXXXX")
    root=$work/root
    trap 'rm -rf --one-file-system "$work"' EXIT
    mkdir "$root"
    if [ -f "$base" ]; then tar -C "$root" -xf "$base"; else make_base "$base" "${@:2}"; fi
    lend_host_settings "$2" "${@:4}"
}

in_the_bare_system() { # script arguments...
    BARE_INNER=$work unshare --mount --pid --fork --kill-child "$@"
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
    chroot --userspec="$inside_user" "$root" env -i "${lent[@]}" PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$inside_home" LANG=C.UTF-8 bash -ec "cd $inside_folder
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
