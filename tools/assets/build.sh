#!/bin/sh
# Makes what pages load beside our own files: the bundles of Apache ECharts and of CodeMirror, and the typeface Inter. Needs
# Node.js; run only when a version changes.
set -eu
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
lib=../../batonpass/web/static/lib
npx esbuild echarts.mjs --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --banner:js="/* Apache ECharts (Apache License 2.0) with zrender (BSD 3-Clause): see LICENSES.txt beside this file. */" \
    --outfile="$lib/echarts.js" --log-level=warning
npx esbuild codemirror.mjs --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --banner:js="/* CodeMirror with Lezer, style-mod, crelt and w3c-keyname (all MIT): see LICENSES.txt beside this file. */" \
    --outfile="$lib/codemirror.js" --log-level=warning
cat node_modules/echarts/NOTICE > "$lib/LICENSES.txt"
printf '\n\nApache ECharts is under the licence in LICENSE at the root of this project.\n\nzrender:\n\n' >> "$lib/LICENSES.txt"
cat node_modules/zrender/LICENSE >> "$lib/LICENSES.txt"
printf '\n\ntslib:\n\n' >> "$lib/LICENSES.txt"
cat node_modules/tslib/LICENSE.txt >> "$lib/LICENSES.txt"
printf '\n\nInter:\n\n' >> "$lib/LICENSES.txt"
cat node_modules/@fontsource-variable/inter/LICENSE >> "$lib/LICENSES.txt"
for some in @codemirror/view @codemirror/lang-yaml @lezer/common @marijn/find-cluster-break style-mod crelt w3c-keyname; do
    printf '\n\n%s:\n\n' "$some" >> "$lib/LICENSES.txt"
    cat "node_modules/$some/LICENSE" >> "$lib/LICENSES.txt"
done
for some in latin latin-ext; do
    cp "node_modules/@fontsource-variable/inter/files/inter-$some-wght-normal.woff2" "$lib/inter-$some.woff2"
done
rm -rf node_modules
