# Sourced by ./test: what the suite needs from the system beyond ./run.

# Ubuntu's chromium is a stub that only names a snap; --version tells them apart.
works() { [ -n "$1" ] && timeout 20 "$1" --version >/dev/null 2>&1; }

find_working_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser; do
    if works "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# install_system_packages FAST DATABASE_URL
install_system_packages() {
  local missing=()
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v qpdf >/dev/null || missing+=(qpdf)
  if [ -z "$1" ]; then
    [ -n "$2" ] || [ -n "$(find_initdb)" ] || missing+=(postgresql)
    is_ubuntu || find_working_chromium >/dev/null || missing+=(chromium)
  fi
  install_packages ${missing[@]+"${missing[@]}"}
}

# Exports CHROMIUM, the browser of the browser tests.
find_chromium() {
  if ! CHROMIUM=$(find_working_chromium); then
    say "กำลังดาวน์โหลด Chromium / Downloading Chromium …"
    "$py" -m playwright install --with-deps chromium >/dev/null 2>&1
    CHROMIUM=$("$py" -c 'from playwright.sync_api import sync_playwright as p
with p() as tool: print(tool.chromium.executable_path)' 2>/dev/null)
    works "$CHROMIUM" || stop_with "ไม่พบ Chromium สำหรับทดสอบด้วยเบราว์เซอร์" \
      "No Chromium for the browser tests. Install Chromium or Google Chrome, or set CHROMIUM=/path/to/it."
  fi
  export CHROMIUM
}
