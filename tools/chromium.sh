#!/bin/sh
# Sees to it that the browser tests have a Chromium: the one that is there, or else Debian's.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
exec "$(dirname "$0")/debian.sh" chromium "a browser for the browser tests"
