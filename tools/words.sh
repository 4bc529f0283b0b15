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
    "$PYBABEL" compile --statistics --input-file "$catalogue" --output-file "${catalogue%.po}.mo" --locale "$language"
done
