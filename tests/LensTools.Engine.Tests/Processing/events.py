"""Writes files of events and prints what numpy.histogram counts of them, a line of JSON for each file: the oracle of EventHistogramTests.

events.py FOLDER many|few
"""
import json
import sys

import h5py
import numpy as np


def write(path, offsets, unit, ids, index, zeros, definition="TOFRAW", marks=None, log=None, chunks=None):
    with h5py.File(path, "w") as file:
        entry = file.create_group("raw_data_1")
        entry.attrs["NX_class"] = "NXentry"
        entry["definition"] = definition
        events = entry.create_group("detector_1_events")
        events.attrs["NX_class"] = "NXevent_data"
        if chunks:
            events.create_dataset("event_time_offset", data=offsets, chunks=(chunks,), compression="gzip", shuffle=True)
            events.create_dataset("event_id", data=ids, chunks=(chunks,), compression="gzip")
        else:
            events["event_time_offset"] = offsets
            events["event_id"] = ids
        events["event_time_offset"].attrs["units"] = unit
        if index is not None:
            events["event_index"] = index
            events["event_time_zero"] = zeros
            events["event_time_zero"].attrs["units"] = "s" if zeros.dtype.kind == "f" else "ns"
        for name, values in (marks or {}).items():
            events[name] = values
        for name, values in (log or {}).items():
            entry[f"framelog/{name}/value"] = values
        entry["good_frames"] = np.array([0 if index is None else len(index) - 2])


def pulses(random, count, frames):
    return np.sort(np.r_[0, random.integers(0, count + 1, frames - 1)]).astype(np.uint64)


def masked(count, index, taken):
    """The events of the pulses that are taken."""
    ends = np.r_[index[1:], count]
    mask = np.zeros(count, bool)
    for first, end, isTaken in zip(index.astype(int), ends.astype(int), taken):
        if isTaken:
            mask[first:end] = True
    return mask


def many(folder):
    random = np.random.default_rng(17)
    count, frames = 3_000_000, 5000
    edges = {
        "linear": np.linspace(0, 100000, 1001),
        "log": np.geomspace(10, 100000, 301),
        "uneven": np.r_[5.0, 5.5, np.cumsum(random.uniform(0.1, 4000, 60)) + 6],
    }
    index = pulses(random, count, frames)
    zeros = np.cumsum(random.uniform(0.09, 0.11, frames))
    vetoed, good = random.integers(0, 2, frames).astype(np.uint16), random.integers(0, 2, frames).astype(np.int32)
    period = random.integers(1, 4, frames).astype(np.int32)
    ids = random.integers(100, 140, count).astype(np.uint32)
    for name, offsets in {
        "single": random.uniform(-100, 110000, count).astype(np.float32),
        "double": random.uniform(-100, 110000, count),
        # Many on edges.
        "whole": random.integers(0, 1000, count).astype(np.float32) * 100,
        "ns": (random.integers(0, 100000, count) * 1000).astype(np.uint32),
    }.items():
        if name == "single":
            offsets[::1000] = np.nan
        unit = "ns" if name == "ns" else "microsecond"
        write(f"{folder}/{name}.nxs", offsets, unit, ids, index, zeros, marks={"veto_flags": vetoed},
              log={"good_frame_log": good, "period_log": period}, chunks=100_000 if name != "double" else None)
        microseconds = offsets.astype(float) / (1000 if name == "ns" else 1)
        first = microseconds[np.isfinite(microseconds)]
        answer = {kind: {"edges": e.tolist(), "counts": np.histogram(first, e)[0].tolist()} for kind, e in edges.items()}
        time = zeros - zeros[0]
        filters = {
            "times": (time >= 100) & (time < 200),
            "frames": (np.arange(frames) >= 7) & (np.arange(frames) <= 1234),
            "vetoed": (vetoed == 0) & (good != 0),
            "periods": np.isin(period, [1, 3]),
        }
        for kind, taken in filters.items():
            mask = masked(count, index, taken) & np.isfinite(microseconds)
            answer[kind] = {"counts": np.histogram(microseconds[mask], edges["linear"])[0].tolist(), "frames": int(taken.sum())}
        answer["detectors"] = np.histogram2d(ids[np.isfinite(microseconds)], first, [np.arange(100, 141), edges["linear"][::50]])[0].ravel().tolist()
        answer["ids"] = np.histogram(ids, np.arange(100, 141))[0].tolist()
        weights = np.diff(np.r_[index.astype(int), count])
        answer["pulses"] = np.histogram(time, 100, (0, time[-1]), weights=weights)[0].tolist()
        print(json.dumps(answer))


def few(folder):
    """Files of which something is not known."""
    four = np.arange(4, dtype=np.float32)
    ids = four.astype(np.uint32)
    write(f"{folder}/nopulses.nxs", four, "us", ids, None, None)
    write(f"{folder}/noevents.nxs", four[:0], "us", ids[:0], np.array([0, 0], np.uint64), np.array([0.0, 0.1]))
    with h5py.File(f"{folder}/unwritten.nxs", "w") as file:
        entry = file.create_group("raw_data_1")
        entry.attrs["NX_class"] = "NXentry"
        entry["definition"] = "TOFRAW"
        events = entry.create_group("detector_1_events")
        events.attrs["NX_class"] = "NXevent_data"
        events.create_dataset("event_time_offset", (100,), np.float32, chunks=(10,))[:60] = np.arange(60)
        events["event_id"] = np.zeros(100, np.uint32)
    write(f"{folder}/marks.nxs", four, "us", ids, np.array([0, 3], np.uint64), np.array([0.0, 0.1]), marks={"veto_flags": ids[:3]})
    write(f"{folder}/back.nxs", four, "us", ids, np.array([0, 3, 1], np.uint64), np.array([0.0, 0.1, 0.2]))
    write(f"{folder}/fewer.nxs", four, "us", ids, np.array([0, 3], np.uint64), np.array([0.0, 0.1, 0.2]))


(many if sys.argv[2] == "many" else few)(sys.argv[1])
