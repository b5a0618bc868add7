"""Writes datasets of every storage into FOLDER/slices.h5 and says what h5py reads of random hyperslabs of them.

usage: slices.py FOLDER COUNT
each line: dataset, then start,stride,count,block for each dimension, then the SHA-256 of the selected 32-bit integers
"""
import hashlib
import os
import sys

import h5py
import numpy as np

folder, count = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(42)
data = rng.integers(-1000, 1000, size=(23, 31, 17), dtype="<i4")
path = os.path.join(folder, "slices.h5")
with h5py.File(os.path.join(folder, "source.h5"), "w") as file:
    file["left"] = data[:, :16]
    file["right"] = data[:, 16:]
with h5py.File(path, "w", libver="latest") as file:
    file["contiguous"] = data
    file.create_dataset("chunked", data=data, chunks=(5, 8, 6), compression="gzip", shuffle=True)
    file.create_dataset("growing", data=data, chunks=(4, 31, 17), maxshape=(None, 31, 17))
    file.create_dataset("big_endian", data=data.astype(">i4"), chunks=(6, 6, 6))
    file.create_dataset("external", data=data, external=[("raw1.bin", 0, 20000), ("raw2.bin", 16, h5py.h5f.UNLIMITED)])
    layout = h5py.VirtualLayout(shape=(24, 31, 17), dtype="<i4")
    layout[:23, :16] = h5py.VirtualSource("source.h5", "left", shape=(23, 16, 17))
    layout[:23, 16:] = h5py.VirtualSource("source.h5", "right", shape=(23, 15, 17))
    file.create_virtual_dataset("virtual", layout, fillvalue=-7)
    file["linked"] = h5py.ExternalLink("source.h5", "/left")
with h5py.File(path) as file:
    for i in range(count):
        name = list(file)[i % len(file)]
        item = file[name]
        slab = []
        for size in item.shape:
            block = int(rng.integers(1, 4))
            stride = block + int(rng.integers(0, 3))
            start = int(rng.integers(0, size - block + 1))
            most = (size - start - block) // stride + 1
            slab.append((start, stride, int(rng.integers(1, most + 1)), block))
        space = item.id.get_space()
        space.select_hyperslab(*(tuple(part) for part in zip(*[(s, c, st, b) for s, st, c, b in slab])))
        shape = tuple(c * b for _, _, c, b in slab)
        out = np.empty(shape, dtype="<i4")
        item.id.read(h5py.h5s.create_simple(shape), space, out, h5py.h5t.NATIVE_INT32)
        print(name, " ".join(",".join(map(str, s)) for s in slab), hashlib.sha256(out.tobytes()).hexdigest())
