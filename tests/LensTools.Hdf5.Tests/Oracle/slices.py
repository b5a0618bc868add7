"""Writes datasets of every storage into FOLDER/slices.h5 and says what h5py reads of random parts of them.

usage: slices.py FOLDER COUNT
each line: dataset, then start,stride,count,block for each dimension, or "points" and all coordinates, then the
SHA-256 of the selected 32-bit integers
"""
import hashlib
import os
import sys

import h5py
import numpy as np

folder, count = sys.argv[1], int(sys.argv[2])
os.chdir(folder)


def virtual(name, file, shape, most, space, source_file, source_name, source):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_fill_value(np.array(-7, dtype="<i4"))
    dcpl.set_virtual(space, source_file.encode(), source_name.encode(), source)
    h5py.h5d.create(file.id, name.encode(), h5py.h5t.STD_I32LE, h5py.h5s.create_simple(shape, most), dcpl)


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
    # A union of two boxes that overlap, mapped to a union of another shape.
    space, source = h5py.h5s.create_simple((24, 31, 17)), h5py.h5s.create_simple((23, 16, 17))
    source.select_hyperslab((0, 0, 0), (1, 1, 1), block=(4, 3, 5))
    source.select_hyperslab((2, 1, 2), (1, 1, 1), block=(6, 6, 6), op=h5py.h5s.SELECT_OR)
    elements = source.get_select_npoints()
    space.select_hyperslab((20, 30, 0), (1, 1, 1), block=(1, 1, 17))
    space.select_hyperslab((0, 0, 0), (1, 1, 1), block=(1, 31, 17), op=h5py.h5s.SELECT_OR)
    space.select_hyperslab((0, (elements - 17) // 17, 0), (1, 1, 1), block=(1, 31 - (elements - 17) // 17, 17), op=h5py.h5s.SELECT_NOTB)
    if space.get_select_npoints() < elements:
        space.select_hyperslab((5, 5, 0), (1, 1, 1), block=(1, 1, elements - space.get_select_npoints()), op=h5py.h5s.SELECT_OR)
    virtual("irregular", file, (24, 31, 17), None, space, "source.h5", "left", source)
    # As long as its source is, in one piece and in blocks of every other row.
    for name, (stride, block) in {"endless": (1, h5py.h5s.UNLIMITED), "every_other": (2, 1)}.items():
        space, source = h5py.h5s.create_simple((1, 31, 17), (h5py.h5s.UNLIMITED, 31, 17)), h5py.h5s.create_simple((23, 31, 17), (h5py.h5s.UNLIMITED, 31, 17))
        counts = (1 if block != 1 else h5py.h5s.UNLIMITED, 1, 1)
        space.select_hyperslab((3, 0, 0), counts, (stride, 1, 1), (block, 31, 17))
        source.select_hyperslab((1, 0, 0), counts, (1, 1, 1), (block, 31, 17))
        virtual(name, file, (1, 31, 17), (h5py.h5s.UNLIMITED, 31, 17), space, "slices.h5", "growing", source)
    # One source a block of three rows, found by its number.
    for number in range(4):
        with h5py.File(os.path.join(folder, f"part-{number}.h5"), "w") as part:
            part["rows"] = data[number * 3:number * 3 + 3]
    space, source = h5py.h5s.create_simple((1, 31, 17), (h5py.h5s.UNLIMITED, 31, 17)), h5py.h5s.create_simple((3, 31, 17))
    space.select_hyperslab((0, 0, 0), (h5py.h5s.UNLIMITED, 1, 1), (3, 1, 1), (3, 31, 17))
    virtual("numbered", file, (1, 31, 17), (h5py.h5s.UNLIMITED, 31, 17), space, "part-%b.h5", "rows", source)
    file["linked"] = h5py.ExternalLink("source.h5", "/left")
with h5py.File(path) as file:
    for i in range(count):
        name = list(file)[i % len(file)]
        item = file[name]
        if rng.integers(0, 4) == 0:
            points = np.stack([rng.integers(0, size, size=25) for size in item.shape], axis=1)
            # Picked from the whole: HDF5 1.10.8 fails on points of virtual datasets without an end.
            out = item[()][tuple(points.T)].astype("<i4")
            print(name, "points", " ".join(map(str, points.reshape(-1))), hashlib.sha256(out.tobytes()).hexdigest())
            continue
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
