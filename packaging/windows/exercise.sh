#!/usr/bin/env bash
# Install, start, look at and remove the test build under Wine, once with each kind of installer: exercise.sh TARGET [STATE [PART]]
# Every step is checked and said in a line; the first that fails ends it. TARGET is what all_states.py wrote; pictures go to TARGET/seen.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
state=${2:-be}
parts=${3:-user folder package tests}
python=${PYTHON:-$here/../../.venv/bin/python}
version=$("$python" -c "import sys; sys.path[:0] = ['$here', '$here/..']; import payload; print(payload.VERSION)")
setup=$target/out/readmission-$state-$version-windows.exe
package=$target/out/readmission-$state-$version-windows.msi
seen=$target/seen
mkdir -p "$seen"

export WINEPREFIX=$target/wine WINEARCH=win64 WINEDEBUG=-all LC_ALL=C.UTF-8
export WINEDLLOVERRIDES="mshtml=;mscoree=;winedbg.exe=d"
PATH=$PATH:/usr/lib/wine
wine=$(command -v wine64)
drive=$WINEPREFIX/drive_c
user="$drive/users/$(id -un)/AppData/Local/Programs/Readmission"
machine="$drive/Program Files/Readmission"

# A display of our own, on a number that is free.
: >"$seen/display"
exec 3<>"$seen/display"
Xvfb -displayfd 3 -screen 0 1366x768x24 >"$seen/xvfb.log" 2>&1 &
screen=$!
trap 'kill $screen; wineserver64 -k || true' EXIT
for _ in $(seq 100); do [[ -s $seen/display ]] && break; sleep 0.1; done
DISPLAY=:$(<"$seen/display")
export DISPLAY

say() { printf '%s  %s\n' "$(date -u +%T)" "$*"; }
fail() { say "FAILED: $*"; exit 1; }
# Wine asks a terminal for its size and waits for it; a pipe it leaves alone.
windows() { timeout "${patience:-600}" "$wine" "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }
# An uninstaller hands over to a copy of itself and ends at once.
gone() { for _ in $(seq 120); do [[ -e $1 ]] || return 0; sleep 0.5; done; fail "$1 is still there"; }
registered() { windows reg query "$1" >/dev/null; }
has_kit() {
    "$python" - "$setup" "$1/state/state.kit" "$here" <<'PY' || fail "the kit in $1 is another one"
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from trailer import read_kit_of
sys.exit(read_kit_of(Path(sys.argv[1]).read_bytes()) != Path(sys.argv[2]).read_bytes())
PY
}
self_check() {
    windows "$1/readmission.exe" self-check >"$seen/self-check-$2.txt" || { cat "$seen/self-check-$2.txt"; fail "self-check"; }
    [[ $(grep -c '^ok' "$seen/self-check-$2.txt") -ge 12 ]] || fail "self-check says too little"
    say "self-check passed: $(grep -c '^ok' "$seen/self-check-$2.txt") things tried"
}
picture() {
    windows "$1/readmission-window.exe" >"$seen/window-$2.txt" &
    for _ in $(seq 180); do xwininfo -root -tree | grep -q '"Readmission"' && break; sleep 0.5; done
    xwininfo -root -tree | grep '"Readmission"' >/dev/null || fail "no window"
    sleep 5
    import -window root "$seen/window-$2.png"
    [[ $(identify -format %k "$seen/window-$2.png") -gt 50 ]] || fail "the window is empty"
    say "window drawn: $seen/window-$2.png"
}
close() { windows taskkill /F /IM readmission-window.exe >/dev/null; sleep 2; }

rm -rf "$WINEPREFIX"
windows wineboot -i >/dev/null
wineserver64 -w
"$python" "$here/shims.py" "$target/readmission" "$WINEPREFIX"
export WINEDLLOVERRIDES="$WINEDLLOVERRIDES;ucrtbase=n,b"
say "Wine $("$wine" --version), prefix ready"

# The name of a file as Windows writes it.
as_windows() { windows winepath -w "$1" | tr -d '\r\n'; }

# The setup, for one user.
part_user() {
    ! windows "$target/setup.exe" /S /CurrentUser || fail "a setup without a kit installed something"
    [[ ! -e $user ]] || fail "a setup without a kit left something"
    say "without a kit the setup ends with an error and leaves nothing"
    windows "$setup" /S /CurrentUser || fail "silent setup"
    has_kit "$user"
    registered 'HKCU\Software\Classes\.round' || fail ".round is not registered"
    [[ -e "$drive/users/$(id -un)/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Readmission (TEST BUILD).lnk" ]] || fail "no menu entry"
    say "setup for one user: files, kit of ${state^^}, kinds of files, menu entry"
    self_check "$user" user
    picture "$user" user
    ! windows "$setup" /S /CurrentUser || fail "a setup replaced a program that runs"
    say "while the program runs, the setup changes nothing"
    close
    mkdir "$user/declaration" && echo kept >"$user/declaration/declaration.readmission"
    windows "$user/uninstall.exe" /S /CurrentUser || fail "silent uninstall"
    gone "$user/uninstall.exe"
    [[ $(cd "$user" && find . -type f) == ./declaration/declaration.readmission ]] || fail "not just the declaration is left: $(ls "$user")"
    ! registered 'HKCU\Software\Classes\.round' || fail ".round is still registered"
    say "uninstalled; the declaration that lay in the program's own folder is still there, and nothing else"
}

# The setup, for the machine, in a folder of its own choice.
part_folder() {
    # NSIS takes the rest of the line as the folder, without quotation marks; Wine would set them around one with a space.
    windows "$setup" /S /AllUsers '/D=C:\Fach' 'verfahren\Rück' || fail "silent setup for the machine"
    has_kit "$drive/Fach verfahren/Rück"
    registered 'HKLM\Software\Classes\.round' || fail ".round is not registered for the machine"
    self_check "$drive/Fach verfahren/Rück" chosen
    windows "$drive/Fach verfahren/Rück/uninstall.exe" /S /AllUsers || fail "silent uninstall for the machine"
    gone "$drive/Fach verfahren/Rück"
    say "setup for the machine, in a folder with a space and an umlaut: installed, checked, removed"
}

# The package for group policy.
part_package() {
    windows msiexec /i "$(as_windows "$package")" /qn || fail "msiexec /i"
    has_kit "$machine"
    registered 'HKLM\Software\Classes\.round' || fail ".round is not registered by the package"
    self_check "$machine" package
    picture "$machine" package
    close
    windows msiexec /x "$(as_windows "$package")" /qn || fail "msiexec /x"
    [[ ! -e $machine/readmission.exe && ! -e $machine/state/state.kit ]] || fail "the package left its program: $(ls "$machine")"
    ! registered 'HKLM\Software\Classes\.round' || fail ".round is still registered after the package"
    say "package: installed, checked, drawn, removed"
}

# The window's own tests (qt_tests.py), all but those that have a target of their own everywhere; these are named. Here they take
# three times what they take on Linux, and more while other work is done.
part_tests() {
    local pytest=$target/with-tests/pytest.exe left
    PLATFORM=offscreen windows "$pytest" -q --collect-only -m slow tests/ui >"$seen/tests-left-out.txt" || fail "the window's tests"
    PLATFORM=offscreen patience=2400 windows "$pytest" -q -m "not slow" tests/ui >"$seen/tests.txt" ||
        { tail -30 "$seen/tests.txt"; fail "the window's tests"; }
    grep -Eq '^[0-9]+ passed' "$seen/tests.txt" || fail "the window's tests did not come to their end"
    say "the window's tests: $(grep -E '^[0-9]+ passed' "$seen/tests.txt" | tr -d '\r')"
    while read -r left; do
        say "left out, as everywhere but in \`make profile\`, because it plays for minutes: $left"
    done < <(tr -d '\r' <"$seen/tests-left-out.txt" | grep '::')
}

for part in $parts; do "part_$part"; done
