#!/bin/bash
# `make bench`: fills the stock project and this site with N people each, serves both alike, prints the ratios.
#   N=200 ROUNDS=3 SECONDS_EACH=2 BENCH_PORT=8101 ONLY=api2_list100,api2_detail bench/run.sh
set -euo pipefail
cd "$(dirname "$0")/.."
n=${N:-200} port=${BENCH_PORT:-8101} python=$PWD/.venv/bin/python
scratch=$(mktemp -d)
trap 'kill ${stock:-} ${site:-} ${anew:-} 2>/dev/null || true; rm -rf "$scratch"' EXIT

echo "Filling the stock project with $n people..."
export BENCH_DB="sqlite:$scratch/stock.sqlite3" BENCH_SQLITE=wal BENCH_DATA="$scratch"
(cd bench/stock && "$python" manage.py migrate -v0 && "$python" manage.py gen "$n" --index)
(cd bench/stock && exec "$python" -m gunicorn -w 2 -b "127.0.0.1:$port" --error-logfile "$scratch/stock.log" config.wsgi) &
stock=$!

echo "Filling this site with $n people..."
export VAR_DIR="$scratch/site" DATABASE_URL="sqlite:///$scratch/site.sqlite3" DJANGO_SETTINGS_MODULE=cms.settings.dev
unset SITE_ROLE DEBUG
"$python" manage.py letters_keys make >/dev/null
"$python" bench/fill_site.py "$n" >"$scratch/paths_site.json"
"$python" manage.py collectstatic --noinput -v0
serve() { exec "$python" -m gunicorn -c cms/gunicorn.py -w 2 -b "127.0.0.1:$1" --error-logfile "$scratch/$1.log" cms.wsgi; }
serve "$((port + 1))" 2>/dev/null &
site=$!
# The same site once more, which keeps no answer: what each costs when something has just changed.
API_KEPT_MIB=0 KEPT_PAGES_MIB=0 serve "$((port + 2))" 2>/dev/null &
anew=$!

for p in "$port" "$((port + 1))" "$((port + 2))"; do
    for _ in $(seq 120); do (echo >"/dev/tcp/127.0.0.1/$p") 2>/dev/null && break; sleep 0.5; done
done
# Only what both have; our API stands under the keys of Wagtail's v2, each with all its fields.
"$python" bench/bench.py run --target "stock=http://127.0.0.1:$port" --target "site=http://127.0.0.1:$((port + 1))" \
    --target "anew=http://127.0.0.1:$((port + 2))" --paths bench/paths_stock.json \
    --paths-for "site=$scratch/paths_site.json" --paths-for "anew=$scratch/paths_site.json" \
    --pid "stock=$stock" --pid "site=$site" --pid "anew=$anew" \
    --only "${ONLY:-home,listing,listing_filtered,profile,search,sitemap,api2_list20,api2_list100,api2_detail}" \
    --rounds "${ROUNDS:-3}" --seconds "${SECONDS_EACH:-2}" --conns 4 --out "$scratch/r.json"
