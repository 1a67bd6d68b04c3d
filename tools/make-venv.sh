#!/bin/sh
# Makes the virtual environment named by the first argument, or says plainly what is missing.
set -eu
venv="$1"

fits() {
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null
}

python=""
for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if command -v "$candidate" >/dev/null 2>&1 && fits "$candidate"; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ]; then
    echo "OpenIMT needs Python 3.11 or later, and none was found." >&2
    echo "On Debian 12: apt-get install python3 python3-venv. Elsewhere: make setup PYTHON=/where/it/is" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing python3-venv, which $python lacks."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
        echo "$python lacks the venv module. On Debian 12: apt-get install python3-venv" >&2
        exit 1
    fi
fi
case "$(uname -s)" in
    Linux | Darwin) ;;
    *) echo "OpenIMT runs on Linux and macOS; on Windows use its Linux subsystem." >&2; exit 1 ;;
esac
"$python" -m venv "$venv"
