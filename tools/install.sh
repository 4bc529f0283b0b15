#!/bin/sh
# Installs into .venv what pip would, several times faster where uv runs. The arguments are those of `pip install`.
set -u
cd "$(dirname "$0")/.."

# Errors alone are worth a line, and what is never imported need not be compiled.
by_pip() { .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile "$@"; }

# pip weighs every file of a package that was ever released before it looks at the hashes that we know.
by_uv() { .venv/bin/uv pip install -qq --python .venv/bin/python --index-strategy unsafe-best-match "$@" 2>/dev/null; }

# uv itself, as it is pinned. Where there is none for this machine, pip does all.
bring_uv() {
    pin=$(mktemp)
    awk '/^[^ ]/ { ours = /^uv==/ } ours' requirements.lock > "$pin"
    by_pip --require-hashes --requirement "$pin" 2>/dev/null
    rm -f "$pin"
}

# Where pip is told to look, uv looks.
told() { printf '%s\n' "$settings" | sed -n "s/^[^=]*[.]$1='\(.*\)'$/\1/p" | head -n 1 | sed 's/\\n/ /g' | xargs; }
tell() { if [ -n "$2" ]; then export "$1=$2"; fi; }

[ -x .venv/bin/uv ] || bring_uv
settings=$(.venv/bin/python -m pip config list)
tell UV_DEFAULT_INDEX "$(told index-url)"
tell UV_INDEX "$(told extra-index-url)"
tell UV_FIND_LINKS "$(told find-links | tr ' ' ,)"
tell UV_INSECURE_HOST "$(told trusted-host)"
tell UV_NO_INDEX "$(told no-index)"
tell SSL_CERT_FILE "$(told cert)"
tell HTTPS_PROXY "$(told proxy)"
by_uv "$@" || by_pip "$@"
