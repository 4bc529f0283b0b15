#!/bin/sh
# Bring the catalogues of languages up to date with the texts in the tree: new texts come in untranslated, old ones go.
set -eu
cd "$(dirname "$0")/.."
PYBABEL=.venv/bin/pybabel
TEMPLATE=$(mktemp)
trap 'rm -f "$TEMPLATE"' EXIT
"$PYBABEL" -q extract --mapping tools/words.cfg --no-default-keywords --keyword _ --keyword gettext --keyword ngettext:1,2 \
    --keyword say --keyword say_of:2,3 --keyword later --no-location --sort-output \
    --output "$TEMPLATE" batonpass
for catalogue in batonpass/tongue/*.po; do
    language=$(basename "$catalogue" .po)
    "$PYBABEL" -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap --input-file "$TEMPLATE" --output-file "$catalogue" --locale "$language"
    # Its own check takes "95 % interval" for a hole of the old kind; the holes are compared by tests/tidy/test_translations.
    "$PYBABEL" -q compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" --locale "$language" 2> /dev/null || test -s "${catalogue%.po}.mo"
done
