"""Writes a file of simulated events, or counts them with numpy.histogram: histogram.py write FILE EVENTS, histogram.py count FILE COUNTS."""
import sys
import time

import h5py
import numpy as np

if sys.argv[1] == "write":
    count = int(sys.argv[3])
    random = np.random.default_rng(23)
    with h5py.File(sys.argv[2], "w") as file:
        entry = file.create_group("raw_data_1")
        entry.attrs["NX_class"] = "NXentry"
        entry["definition"] = "TOFRAW"
        events = entry.create_group("detector_1_events")
        events.attrs["NX_class"] = "NXevent_data"
        events.create_dataset("event_time_offset", (count,), np.float32).attrs["units"] = "microsecond"
        events.create_dataset("event_id", (count,), np.uint32)
        for first in range(0, count, 10_000_000):
            part = slice(first, min(count, first + 10_000_000))
            size = part.stop - part.start
            events["event_time_offset"][part] = random.random(size, np.float32) * 100000
            events["event_id"][part] = random.integers(0, 16384, size, np.uint32)
        frames = count // 200
        events["event_index"] = np.linspace(0, count, frames, endpoint=False).astype(np.uint64)
        events["event_time_zero"] = np.arange(frames) * 0.1
        events["event_time_zero"].attrs["units"] = "second"
else:
    with h5py.File(sys.argv[2]) as file:
        offsets = file["raw_data_1/detector_1_events/event_time_offset"][()]
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        counts, _ = np.histogram(offsets, 1000, (0, 100000))
        seconds.append(time.perf_counter() - begin)
    np.savetxt(sys.argv[3], counts, "%d")
    print(f"seconds={min(seconds)}")
