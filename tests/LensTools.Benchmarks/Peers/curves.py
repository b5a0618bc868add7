"""Curves as the benchmarks write them: a number of points, then Q, I and sigma, all as doubles."""
import numpy


def read(path):
    data = numpy.fromfile(path)
    at = 0
    while at < data.size:
        count = int(data[at])
        yield data[at + 1:at + 1 + 3 * count].reshape(3, count).T.copy()
        at += 1 + 3 * count
