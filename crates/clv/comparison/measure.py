"""Measures lifetimes on the observations in a folder and prints CPU times and ratios, and how far predictions lie apart.

Called by compare.sh; the folder also holds the output of the Rust example as timing.csv. The customers of CDNOW are given one by
one, as they come, and the time to count equal histories is added to ours; the simulated million is given to both as cells. Spenders
are always given one by one, and the time to count and sort them is added to ours.
"""

import csv
import sys
import time

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

RUNS = 5
# Minutes each on a million customers, and nothing learned by more.
SLOW = {("simulated", "Pareto/NBD"): 1}
MODELS = {
    "BG/NBD": (BetaGeoFitter, "bg", ["r", "alpha", "a", "b"]),
    "MBG/NBD": (ModifiedBetaGeoFitter, "mbg", ["r", "alpha", "a", "b"]),
    "Pareto/NBD": (ParetoNBDFitter, "pareto", ["r", "alpha", "s", "beta"]),
}


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return dict(zip(rows[0], np.array(rows[1:], dtype=float).T))


def cpu(work, runs):
    """The best of several runs, in seconds of CPU, and what the last gave."""
    best, result = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def apart(one, other):
    """The largest relative difference where both are numbers, and how often one of lifetimes is none."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    known = np.isfinite(one)
    return np.max(np.abs(one[known] / other[known] - 1.0)), int(np.sum(~known))


def predict(fitter, x, t_x, age):
    alive = np.asarray(fitter.conditional_probability_alive(x, t_x, age), dtype=float).ravel()
    return alive, np.asarray(fitter.conditional_expected_number_of_purchases_up_to_time(52, x, t_x, age), dtype=float)


def main(folder):
    ours = {}
    with open(f"{folder}/timing.csv", newline="") as file:
        for row in csv.reader(file):
            if len(row) == 3 and ":" not in row[0]:
                ours[row[0], row[1]] = [float(part) for part in row[2].split()]
    print("| observations | what | lifetimes, s | guanxi-clv, s | ratio | largest difference |")
    print("|---|---|---|---|---|---|")

    def line(name, what, theirs, mine, difference):
        print(f"| {name} | {what} | {theirs:.3f} | {mine:.5f} | {theirs / mine:.0f} | {difference} |", flush=True)

    for name in ["sample", "cdnow", "simulated"]:
        cells, spenders = columns(f"{folder}/{name}_cells.csv"), columns(f"{folder}/{name}_spenders.csv")
        predictions = columns(f"{folder}/{name}_predictions.csv")
        x, t_x, age, customers = (cells[column] for column in ["x", "t_x", "T", "customers"])
        rows, counting = (x, t_x, age, customers), 0.0
        if name != "simulated":
            rows = tuple(np.repeat(column, customers.astype(int)) for column in (x, t_x, age, np.ones_like(x)))
            counting = ours[name, "cells"][0] / 1e3
        for model, (fitter, prefix, parameters) in MODELS.items():
            theirs, fitted = cpu(lambda: fitter().fit(*rows[:3], weights=rows[3]), SLOW.get((name, model), RUNS))
            far, _ = apart(fitted.params_[parameters], ours[name, f"{model} parameters"])
            line(name, model, theirs, ours[name, model][0] / 1e3 + counting, f"parameters {far:.1e}")
            fitted.params_ = pd.Series(dict(zip(parameters, ours[name, f"{model} parameters"])))
            theirs, (alive, expected) = cpu(lambda: predict(fitted, x, t_x, age), SLOW.get((name, model), RUNS))
            (far_alive, lost), (far, more) = apart(alive, predictions[f"{prefix}_alive"]), apart(expected, predictions[f"{prefix}_expected"])
            difference = f"alive {far_alive:.1e}, expected {far:.1e}, none for {lost + more}"
            line(name, f"{model} predictions", theirs, ours[name, f"{model} predictions"][0] / 1e3, difference)
        spend = [np.repeat(spenders[column], spenders["customers"].astype(int)) for column in ["x", "zbar"]]
        theirs, fitted = cpu(lambda: GammaGammaFitter().fit(*spend), RUNS)
        far, _ = apart(fitted.params_[["p", "q", "v"]], ours[name, "Gamma-Gamma parameters"])
        mine = (ours[name, "Gamma-Gamma"][0] + ours[name, "spenders"][0]) / 1e3
        line(name, "Gamma-Gamma", theirs, mine, f"parameters {far:.1e}")


main(sys.argv[1])
