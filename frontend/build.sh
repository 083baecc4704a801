#!/bin/sh
# Rebuilds every committed file under casework/web/static and the test copy of axe.
set -eu
cd "$(dirname "$0")"
static=../casework/web/static
vendor=../tests/browser/vendor
[ -d node_modules ] || npm ci --no-audit --no-fund

mkdir -p "$static/fonts" "$static/licences" "$vendor"
node_modules/.bin/sass --quiet-deps --no-source-map --style=compressed -I . src/main.scss "$static/main.css"
node_modules/.bin/sass --quiet-deps --no-source-map --style=compressed -I . src/dashboard.scss "$static/dashboard.css"
node_modules/.bin/esbuild src/main.js --bundle --minify --format=iife --target=es2020 \
  --legal-comments=none --log-level=warning --outfile="$static/main.js"

font=node_modules/@fontsource-variable/atkinson-hyperlegible-next
cp "$font"/files/*-wght-normal.woff2 "$static/fonts/"
cp "$font/LICENSE" "$static/fonts/LICENSE.txt"
cp src/favicon.svg "$static/favicon.svg"
cp node_modules/htmx.org/dist/htmx.min.js "$static/htmx.min.js"
cp node_modules/htmx.org/LICENSE "$static/licences/htmx.txt"
images=node_modules/@ministryofjustice/frontend/moj/assets/images
mkdir -p "$static/assets/images"
for icon in $(grep -o 'assets/images/[a-z-]*\.svg' "$static/main.css" | sort -u); do
  cp "$images/${icon##*/}" "$static/$icon"
done
cp node_modules/axe-core/axe.min.js "$vendor/axe.min.js"
cp node_modules/axe-core/LICENSE "$vendor/axe.LICENSE.txt"
