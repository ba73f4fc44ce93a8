# Sourced by ./test: a PostgreSQL of its own in a temporary directory, reached by a socket; never the
# machine's cluster. postgres_url is set by start_postgres.

postgres_url=""
postgres_dir=""

find_initdb() {
  local found
  found=$(find /usr/lib/postgresql -name initdb -path '*/bin/*' 2>/dev/null | sort -V | tail -n 1)
  printf '%s' "${found:-$(command -v initdb || true)}"
}

# PostgreSQL refuses to run as root: then its own user does it.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

start_postgres() {
  local bin
  bin=$(dirname "$(find_initdb)")
  postgres_dir=$(mktemp -d)
  [ "$(id -u)" != 0 ] || chown postgres "$postgres_dir"
  # Durability is off: the data lives as long as the tests.
  if as_postgres "$bin/initdb" -D "$postgres_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$postgres_dir.log" 2>&1 &&
    as_postgres "$bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/server.log" -w start -o \
      "-k $postgres_dir -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
      >>"$postgres_dir.log" 2>&1 &&
    as_postgres "$bin/createdb" -h "$postgres_dir" -U postgres ita >>"$postgres_dir.log" 2>&1; then
    postgres_url="postgres://postgres@/ita?host=$postgres_dir"
    return 0
  fi
  cat "$postgres_dir.log" >&2
  stop_with "เปิด PostgreSQL ชั่วคราวไม่สำเร็จ" "The throw-away PostgreSQL did not start; see above."
}

stop_postgres() {
  [ -n "$postgres_dir" ] || return 0
  as_postgres "$(dirname "$(find_initdb)")/pg_ctl" -D "$postgres_dir/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$postgres_dir" "$postgres_dir.log"
  postgres_dir=""
}
