#!/bin/sh
# Makes the one bundle of Apache ECharts that report pages load. Needs Node.js; run only when the version changes.
set -eu
cd "$(dirname "$0")"
npm ci --silent --no-audit --no-fund
out=../../batonpass/web/static/lib/echarts.js
npx esbuild echarts.mjs --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --banner:js="/* Apache ECharts (Apache License 2.0) with zrender (BSD 3-Clause): see LICENSES.txt beside this file. */" \
    --outfile="$out" --log-level=warning
cat node_modules/echarts/NOTICE > "${out%/*}/LICENSES.txt"
printf '\n\nApache ECharts is under the licence in LICENSE at the root of this project.\n\nzrender:\n\n' >> "${out%/*}/LICENSES.txt"
cat node_modules/zrender/LICENSE >> "${out%/*}/LICENSES.txt"
printf '\n\ntslib:\n\n' >> "${out%/*}/LICENSES.txt"
cat node_modules/tslib/LICENSE.txt >> "${out%/*}/LICENSES.txt"
rm -rf node_modules
