#!/bin/sh
# Measures guanxi-clv beside lifetimes 0.11.3 on the same observations: both on one thread, by their time on the processor, the best
# of five runs (of one for the Pareto/NBD of lifetimes on a million); and compares what they predict. Not part of the tests: it installs lifetimes with pip into a folder of its own.
#   crates/clv/comparison/compare.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../../target/comparison}
mkdir -p "$folder"
if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet lifetimes==0.11.3
fi
export RAYON_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
cargo run --release --quiet --package guanxi-clv --example timing -- "$folder" | tee "$folder/timing.csv"
"$folder/venv/bin/python" -W ignore "$here/measure.py" "$folder"
