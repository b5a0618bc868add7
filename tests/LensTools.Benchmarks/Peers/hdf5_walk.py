"""h5py: visits every object of every file, reads every attribute and every scalar, and times it."""
import glob
import os
import sys
import time

import h5py


def walk(path):
    seen = 0
    with h5py.File(path, "r") as file:
        def visit(name, item):
            nonlocal seen
            seen += 1
            for key in item.attrs:
                item.attrs[key]
                seen += 1
            if isinstance(item, h5py.Dataset) and item.size == 1:
                item[()]
        for key in file.attrs:
            file.attrs[key]
            seen += 1
        file.visititems(visit)
    return seen + 1


files = sorted(glob.glob(os.path.join(sys.argv[1], "*.nxs")))
walk(files[0])
start = time.perf_counter()
seen = sum(walk(path) for path in files)
print(f"seconds={time.perf_counter() - start} seen={seen}")
