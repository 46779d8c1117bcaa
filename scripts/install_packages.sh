#!/usr/bin/env bash
# Installs what a bare Debian 12 lacks to build or test Parley.
#
#   scripts/install_packages.sh GROUP...        groups: build, test, fuzz, bench
#
# Asks dpkg first, so a machine that has everything pays a few milliseconds and touches no network.
set -euo pipefail

build=(g++ cmake ninja-build ccache pkg-config libboost1.81-dev libssl-dev zlib1g-dev libsqlite3-dev libsimdjson-dev
       libspdlog-dev libfmt-dev libyaml-cpp-dev libre2-dev libcli11-dev nlohmann-json3-dev)
test=(python3 curl ca-certificates clang-format-14 libgtest-dev libgmock-dev libbenchmark-dev node-llhttp)
fuzz=(clang-19 libclang-rt-19-dev)
bench=(python3 nginx haproxy wrk valgrind openssl libbenchmark-dev)

wanted=()
for group in "$@"; do
    case "$group" in
        build) wanted+=("${build[@]}") ;;
        test)
            wanted+=("${test[@]}")
            # Not by package name: a nodejs from elsewhere brings its own npm, and Debian's package would replace it.
            command -v node >/dev/null && command -v npm >/dev/null || wanted+=(nodejs npm)
            ;;
        fuzz) wanted+=("${fuzz[@]}") ;;
        bench) wanted+=("${bench[@]}") ;;
        *) echo "$0: unknown group '$group' (build, test, fuzz, bench)" >&2; exit 2 ;;
    esac
done
[ ${#wanted[@]} -gt 0 ] || { echo "usage: $0 build|test|fuzz|bench ..." >&2; exit 2; }

command -v dpkg-query >/dev/null || { echo "$0: this is not Debian; install the equivalents of: ${wanted[*]}" >&2; exit 1; }
installed=" $(dpkg-query -W -f '${Package}:${db:Status-Status} ' "${wanted[@]}" 2>/dev/null || true)"
missing=()
for package in "${wanted[@]}"; do
    [[ "$installed" == *" $package:installed "* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "$0: these packages are missing, and there is neither root nor sudo to install them: ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi

echo "installing: ${missing[*]}"
apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt_get update && apt_get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "$0: apt-get could not install: ${missing[*]}" >&2
    exit 1
fi
