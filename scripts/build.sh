#!/usr/bin/env bash
# Configures a preset of CMakePresets.json once and builds it.
#
#   scripts/build.sh PRESET [ninja arguments and targets...]
#
# Says how far it is in steps of a tenth; the compiler's words are shown only when something fails, and kept in
# build/PRESET/build.log.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
folder=build/$preset
log=$folder/build.log
mkdir -p "$folder"

fail() {
    sed -n '/^FAILED:/,$p' "$log" | grep . || tail -n 60 "$log" || true
    echo "build of '$preset' failed; everything it said is in $log" >&2
    exit 1
}

# Later changes to CMake's files make ninja configure again by itself.
if [ ! -f "$folder/build.ninja" ]; then
    echo "configuring $preset"
    cmake --preset "$preset" >"$log" 2>&1 || fail
fi

started=$SECONDS
progress='
    { print > log_file }
    match($0, /^\[[0-9]+\/[0-9]+\]/) {
        split(substr($0, 2, RLENGTH - 2), step, "/")
        tenth = int(10 * step[1] / step[2])
        if (step[2] > 1 && tenth > said) { said = tenth; printf "building %s: %d of %d\n", preset, step[1], step[2]; fflush() }
    }'
ninja -C "$folder" -j "$(nproc)" "$@" 2>&1 | awk -v log_file="$log" -v preset="$preset" "$progress" || fail
[ $((SECONDS - started)) -lt 2 ] || echo "built $preset in $((SECONDS - started)) s"
