#!/bin/sh
# Sees to it that the browser tests have a Chromium: Debian's without a window, which asks a third of the work, or else
# the one that is there.
set -eu
tools=$(dirname "$0")

there() { command -v "$1" >/dev/null; }

shell=chromium-headless-shell
if there $shell; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
    if there $name; then
        # Of exactly the version that is there, so that nothing of this machine is upgraded for a test.
        version=$(dpkg-query --show --showformat='${Version}' chromium-common 2>/dev/null) || exit 0
        "$tools/debian.sh" "$shell=$version" "a browser for the browser tests that is quicker than $name" 2>/dev/null || true
        exit 0
    fi
done
exec "$tools/debian.sh" $shell "a browser for the browser tests"
