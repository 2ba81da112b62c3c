#!/bin/sh
# Gather the texts of templates and refusals and bring the translations up to date.
set -eu
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
pybabel -q extract -F babel.cfg --no-location --omit-header -o "$pot" rostra_frontend ../platform/rostra
for catalog in rostra_frontend/translations/*/LC_MESSAGES/rostra.po; do
  language=$(basename "$(dirname "$(dirname "$catalog")")")
  pybabel -q update -D rostra -i "$pot" -o "$catalog" -l "$language" --ignore-obsolete --omit-header -N
done
