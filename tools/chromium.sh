#!/bin/sh
# Sees to it that the browser tests have a Chromium: the one that is there, or else Debian's.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
install='apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium'
echo "Installing Debian's chromium for the browser tests." >&2
export DEBIAN_FRONTEND=noninteractive
if [ "$(id -u)" = 0 ] && sh -c "$install" >&2; then exit 0; fi
if sudo -n true 2>/dev/null && sudo sh -c "$install" >&2; then exit 0; fi
echo "The browser tests need Chromium. Run: sudo apt-get install chromium" >&2
exit 1
