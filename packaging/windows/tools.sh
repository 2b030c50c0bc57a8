#!/usr/bin/env bash
# What building and exercising the installers for Windows needs beyond packaging/setup.sh: compiler, packers, signer, Wine, a look at its screen.
set -euo pipefail
packages=(mingw-w64 nsis wixl msitools gcab osslsigncode wine64 fonts-dejavu-core imagemagick x11-utils)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
if ((${#missing[@]})); then
    echo "Installing system packages: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
