#!/bin/sh
# The browser journeys drive Debian's Chromium. Installs it when we may, else says the command.
set -eu
if [ -n "${OPENIMT_CHROMIUM:-}" ] && [ -x "${OPENIMT_CHROMIUM}" ]; then
    exit 0
fi
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
# Inter is the first font the pages ask for; with it, pictures taken by the tests look alike everywhere.
packages="chromium fonts-inter fonts-dejavu-core fonts-liberation"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium found: installing $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "The browser tests need Chromium. On Debian: sudo apt-get install $packages" >&2
    echo "Elsewhere: install Chromium and set OPENIMT_CHROMIUM to its full path." >&2
    exit 1
fi
