#!/bin/sh
# Does a quiet check beside a long command; both must succeed. What the check found is told after the command, if it failed.
#
# tools/beside.sh CHECK AGAIN COMMAND...   AGAIN has the last word on a command that failed.
set -u
check=$1 again=$2
shift 2
told=$(mktemp)
trap 'rm -f "$told"' EXIT
sh -c "$check" > "$told" 2>&1 &
beside=$!
"$@" || sh -c "$again"
code=$?
if ! wait "$beside"; then
    cat "$told"
    exit 1
fi
exit "$code"
