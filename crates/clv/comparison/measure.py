"""Measures lifetimes on the observations in a folder and prints CPU times and ratios.

Called by compare.sh; the folder also holds the output of the Rust example as timing.csv. The customers of CDNOW are given one by
one, as they come, and the time to count equal histories is added to ours; the simulated million is given to both as cells.
"""

import csv
import sys
import time

import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

RUNS = {"sample": 3, "cdnow": 2, "simulated": 1}


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array(rows, dtype=float).T


def cpu(work, runs):
    """The best of several runs, in seconds of CPU."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main(folder):
    ours = {}
    with open(f"{folder}/timing.csv", newline="") as file:
        for row in csv.reader(file):
            if len(row) == 3 and ":" not in row[0]:
                ours[row[0], row[1]] = float(row[2]) / 1e3
    print("| observations | model | lifetimes, s | guanxi-clv, s | ratio |")
    print("|---|---|---|---|---|")
    for name, runs in RUNS.items():
        x, t_x, age, customers = columns(f"{folder}/{name}_cells.csv")
        counting = 0.0
        if name != "simulated":
            repeats = customers.astype(int)
            x, t_x, age = (np.repeat(column, repeats) for column in (x, t_x, age))
            customers = np.ones_like(x)
            counting = ours[name, "cells"]
        spend_x, spend = columns(f"{folder}/{name}_spenders.csv")
        fits = {
            "BG/NBD": lambda: BetaGeoFitter().fit(x, t_x, age, weights=customers),
            "MBG/NBD": lambda: ModifiedBetaGeoFitter().fit(x, t_x, age, weights=customers),
            "Gamma-Gamma": lambda: GammaGammaFitter().fit(spend_x, spend),
        }
        # A minute and more on many customers, and nothing learned.
        if name != "simulated":
            fits["Pareto/NBD"] = lambda: ParetoNBDFitter().fit(x, t_x, age, weights=customers)
        for model, fit in fits.items():
            theirs = cpu(fit, runs)
            mine = ours[name, model] + (0.0 if model == "Gamma-Gamma" else counting)
            print(f"| {name} | {model} | {theirs:.3f} | {mine:.5f} | {theirs / mine:.0f} |", flush=True)


main(sys.argv[1])
