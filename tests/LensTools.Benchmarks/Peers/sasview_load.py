"""SasView's loader on files: names those that it loads, then the median seconds of loading all of them."""
import logging
import statistics
import sys
import time

from sasdata.dataloader.loader import Loader

logging.disable(logging.CRITICAL)
loader = Loader()
files = []
for path in sys.argv[1:]:
    try:
        if loader.load(path):
            files.append(path)
    except Exception as problem:  # What it refuses is left out of both measurements.
        print(path, type(problem).__name__, file=sys.stderr)
seconds = []
for _ in range(3):
    start = time.perf_counter()
    for path in files:
        loader.load(path)
    seconds.append(time.perf_counter() - start)
for path in files:
    print("loads", path)
print(f"seconds={statistics.median(seconds)}")
