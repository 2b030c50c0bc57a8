#!/usr/bin/env bash
# What the tests of packages need beyond packaging/setup.sh: a clean root, a judge of packages, a hand on the keyboard, a screen reader's ear.
set -euo pipefail
packages=(lintian debootstrap xz-utils xdotool openbox imagemagick desktop-file-utils appstream
    at-spi2-core python3-pyatspi gir1.2-atspi-2.0 dbus)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
if ((${#missing[@]})); then
    echo "Installing system packages: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
