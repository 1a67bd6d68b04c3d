#!/bin/sh
# The phone's scripts are tried by node's own test runner. Installs it when we may, else says how.
set -eu
if command -v node >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No node found: installing nodejs"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends nodejs >/dev/null
else
    echo "The tests of the phone's scripts need node 18 or later. On Debian: sudo apt-get install nodejs" >&2
    exit 1
fi
