"""h5py: reads two event arrays whole, several times, and gives the median."""
import statistics
import sys
import time

import h5py


def read():
    start = time.perf_counter()
    with h5py.File(sys.argv[1], "r") as file:
        total = int(file["/entry/events/event_id"][()][-1]) + int(file["/entry/events/event_time_offset"][()][-1])
    return time.perf_counter() - start, total


times = [read() for _ in range(6)][1:]
print(f"seconds={statistics.median(t for t, _ in times)} check={times[0][1]}")
