#!/bin/sh
# Installs one Debian package when we may; otherwise says what to install, and why.
set -eu
package=$1
why=$2

root=
if [ "$(id -u)" != 0 ]; then root="sudo -n"; fi
if command -v apt-get >/dev/null && $root true 2>/dev/null; then
    echo "Installing Debian's $package: $why." >&2
    if $root apt-get update -qq -o Acquire::http::Timeout=10 &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
    then exit 0; fi
fi
echo "Missing here: $why. Run: sudo apt-get install $package" >&2
exit 1
