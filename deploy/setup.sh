# Sourced by ./run and ./test: the virtual environment and the system packages.
# Both work on Debian 12/13 and Ubuntu 24.04, as root or not, with uv or with pip.

venv=".venv"
py="$venv/bin/python"

say() { printf '%s\n' "$*"; }

stop_with() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

# Prints the prefix for commands that need root; fails where there is none without asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# install_packages NAME…: installs Debian packages, or names them with the line to type, and stops.
install_packages() {
  [ $# -gt 0 ] || return 0
  local line="sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
  if command -v apt-get >/dev/null && as_root true; then
    say "กำลังติดตั้งแพ็กเกจของระบบ / Installing system packages: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
      return 0
    fi
  fi
  stop_with "ขาดแพ็กเกจของระบบ: $*" "System packages are missing: $*" \
    "โปรดสั่งคำสั่งนี้แล้วเริ่มใหม่ / Please run this and start again:" "  $line"
}

has_library() { "${1:?}" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "${2:?}" 2>/dev/null; }

# Prints the packages of Pango that WeasyPrint cannot load. $1: a Python to ask.
missing_pango() {
  has_library "$1" libpango-1.0.so.0 || say libpango-1.0-0
  has_library "$1" libpangoft2-1.0.so.0 || say libpangoft2-1.0-0
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    if is_new_enough "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

have_uv() { uv --version >/dev/null 2>&1; }

make_venv() {
  local python
  is_new_enough "$py" && return 0
  rm -rf "$venv"
  python=$(find_python) || install_packages python3 python3-venv
  [ -n "$python" ] || python=$(find_python) || stop_with \
    "ต้องใช้ Python 3.11 ขึ้นไป" "Python 3.11 or newer is needed."
  if have_uv; then
    uv venv --quiet --python "$python" "$venv" && return 0
    rm -rf "$venv"
  fi
  # Debian splits ensurepip into python3-venv; without it the venv borrows the system's pip.
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$venv" && return 0
    rm -rf "$venv"
  fi
  "$python" -m pip --version >/dev/null 2>&1 || install_packages python3-venv python3-pip
  "$python" -m venv --without-pip "$venv" || stop_with \
    "สร้าง .venv ไม่สำเร็จ โปรดติดตั้ง python3-venv" "Could not make .venv; please install python3-venv."
}

pip_install() {
  if have_uv && uv pip install --quiet --require-hashes --python "$py" -r "$1"; then
    return 0
  fi
  if "$py" -m pip --version >/dev/null 2>&1; then
    "$py" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
  else
    python3 -m pip --python "$py" install --quiet --disable-pip-version-check --require-hashes -r "$1"
  fi
}

# install_lock FILE…: the first is installed, all are noted as installed; nothing happens while they are unchanged.
install_lock() {
  local stamp="$venv/installed.sha256"
  make_venv
  if [ -f "$stamp" ] && [ -z "$(sha256sum "$@" | grep -vxFf "$stamp")" ]; then
    return 0
  fi
  say "กำลังติดตั้งแพ็กเกจ Python ตาม $1 / Installing the Python packages of $1 …"
  pip_install "$1" || stop_with \
    "ติดตั้งแพ็กเกจไม่สำเร็จ โปรดตรวจการเชื่อมต่อเครือข่ายแล้วเริ่มใหม่" \
    "The packages could not be installed. Please check the network and start again."
  sha256sum "$@" >"$stamp"
}
