#!/bin/sh
# Writes requirements/*.txt anew: every package pinned, every file hashed, no address of any index.
# The compiler lives in a throw-away environment, so that it is no dependency of the project.
set -eu
cd "$(dirname "$0")/.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
sh tools/make-venv.sh "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq uv
compile() {
    output="$1"
    shift
    "$folder/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --upgrade \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        pyproject.toml requirements/build.in "$@" --output-file "$output"
}
compile requirements/core.txt
compile requirements/clinic.txt --extra clinic --extra prove --constraint requirements/core.txt
compile requirements/trial.txt --extra trial --extra cluster --constraint requirements/core.txt
compile requirements/dev.txt --extra clinic --extra prove --extra trial --extra cluster --extra dev --constraint requirements/clinic.txt
echo "requirements/ is new; look at the difference, then run make test."
