"""numpy.loadtxt and, where it is there, pandas' C reader: the median of several readings of a text of three columns."""
import statistics
import sys
import time

import numpy as np


def median(read, times):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        table = read()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), table


seconds, table = median(lambda: np.loadtxt(sys.argv[1]), 5)
print(f"numpy={seconds} sum={table[:, 1].sum()!r}")
try:
    import pandas
except ImportError:
    pass
else:
    seconds, _ = median(lambda: pandas.read_csv(sys.argv[1], sep="\t", comment="#", header=None, engine="c").to_numpy(), 7)
    print(f"pandas={seconds}")
