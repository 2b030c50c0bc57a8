#!/usr/bin/env bash
# A ministry's way through the window, from outside the program: a screen, the assistive-technology interface, keys. Pictures go into
# build/journey/.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(xvfb at-spi2-core python3-pyatspi gir1.2-atspi-2.0 xdotool dbus imagemagick openbox)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
if ((${#missing[@]})); then
    if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing system packages: ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "These system packages are missing; please have them installed: ${missing[*]}" >&2
        exit 1
    fi
fi

root=$PWD/build/journey
rm -rf "$root"
mkdir -p "$root/work" "$root/settings"
# The bus of the assistive-technology interface lies here: two journeys, or one beside a desktop, do not meet.
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR XDG_CACHE_HOME=$XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
export PYTHONPATH=$PWD/tests
commission=("$PWD/.venv/bin/python" "$PWD/tests/journey/prepare.py" "$root/stage")
echo "Preparing a round, keys and a colleague's workbook"
"${commission[@]}"

# Everything below runs on a screen and a message bus of its own, which end with it.
journey() {
    local number=90
    while [[ -e /tmp/.X11-unix/X$number ]]; do number=$((number + 1)); done
    export DISPLAY=:$number QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
    export XDG_CONFIG_HOME=$root/settings XDG_DATA_HOME=$root/settings
    Xvfb "$DISPLAY" -screen 0 1366x768x24 >/dev/null 2>&1 &
    running=($!)
    trap 'kill "${running[@]}" 2>/dev/null || true' EXIT
    while [[ ! -e /tmp/.X11-unix/X$number ]]; do sleep 0.1; done
    openbox >/dev/null 2>&1 &
    running+=($!)
    "$PWD/.venv/bin/readmission-window" --language en >"$root/window.txt" 2>&1 &
    running+=($!)
    /usr/bin/python3 tests/journey/ministry.py "$root/stage" "$root/work" "$root" "${commission[@]}" receive
    "$PWD/.venv/bin/python" tests/journey/focus_time.py "$root/work"
}
export -f journey
export root
export commission_text="${commission[*]}"
dbus-run-session -- bash -c 'set -euo pipefail; read -ra commission <<<"$commission_text"; journey'
echo "Pictures: build/journey/"
