"""Writes what is awkward to read, and says the values: awkward.py FOLDER

each line: file, dataset, then the values as h5py reads them
"""
import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
os.makedirs(os.path.join(folder, "sub"), exist_ok=True)
os.chdir(folder)
rng = np.random.default_rng(9)


def tell(name, dataset, limit=2000):
    with h5py.File(name) as file:
        values = np.asarray(file[dataset][()]).reshape(-1)[:limit]
        print(name, dataset, " ".join(repr(float(v)) for v in values), sep="\t")


with h5py.File("types.h5", "w") as file:
    file["long_double"] = np.array([0, 1, -2.5, 3.14159, 1e300, np.inf, -np.inf, np.nan], dtype=np.longdouble)
    file["half"] = np.array([0.5, -65504, 6e-8, np.inf], dtype="f2")
    full = rng.integers(-2**31, 2**31, size=1000, dtype="i8").astype("i4")
    # Filters that make more of a chunk than it was.
    file.create_dataset("scaled_gzip", data=full, chunks=(1000,), scaleoffset=0, compression="gzip")
    for name, filters in {"fletcher_shuffle_gzip": (3, 2, 1), "four_fletchers": (3, 3, 3, 3, 1), "gzip_twice": (1, 1), "fletcher_szip": (3, 4)}.items():
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_chunk((1000,))
        for number in filters:
            {1: lambda: dcpl.set_filter(1, 0, (6,)), 2: dcpl.set_shuffle, 3: dcpl.set_fletcher32, 4: lambda: dcpl.set_szip(32, 8)}[number]()
        made = h5py.h5d.create(file.id, name.encode(), h5py.h5t.STD_I32LE, h5py.h5s.create_simple((1000,)), dcpl)
        made.write(h5py.h5s.ALL, h5py.h5s.ALL, full)
    file.create_dataset("zeros_gzip_twice", data=np.zeros(50000, "i4"), chunks=(50000,), compression="gzip")
for dataset in ("long_double", "half", "scaled_gzip", "fletcher_shuffle_gzip", "four_fletchers", "gzip_twice", "fletcher_szip", "zeros_gzip_twice"):
    tell("types.h5", dataset)

# A file in a folder below, whose sources lie beside it, reached through a link.
with h5py.File("sub/source.h5", "w") as file:
    file["data"] = np.arange(20, dtype="i4")
with h5py.File("sub/virtual.h5", "w", libver="latest") as file:
    layout = h5py.VirtualLayout(shape=(20,), dtype="i4")
    layout[:] = h5py.VirtualSource("source.h5", "data", shape=(20,))
    file.create_virtual_dataset("v", layout, fillvalue=-1)
with h5py.File("pct%.h5", "w") as file:
    file["data"] = np.arange(5, dtype="i4")
with h5py.File("links.h5", "w", libver="latest") as file:
    file["below"] = h5py.ExternalLink("sub/virtual.h5", "/v")
    file["elsewhere"] = h5py.ExternalLink("/no/such/folder/pct%.h5", "/data")
    layout = h5py.VirtualLayout(shape=(5,), dtype="i4")
    layout[:] = h5py.VirtualSource("pct%%.h5", "data", shape=(5,))
    file.create_virtual_dataset("percent", layout, fillvalue=-1)
    # Frames of two dimensions in a stack of three.
    frames = h5py.VirtualLayout(shape=(4, 3, 5), dtype="i4")
    for i in range(4):
        with h5py.File(f"frame{i}.h5", "w") as frame:
            frame["image"] = np.arange(15, dtype="i4").reshape(3, 5) + 100 * i
        frames[i] = h5py.VirtualSource(f"frame{i}.h5", "image", shape=(3, 5))
    file.create_virtual_dataset("frames", frames, fillvalue=-1)
    # A part with an end beside one without.
    with h5py.File("short.h5", "w") as short:
        short.create_dataset("data", data=np.arange(3, dtype="i4"), maxshape=(None,))
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_fill_value(np.array(-7, dtype="<i4"))
    space, source = h5py.h5s.create_simple((1,), (h5py.h5s.UNLIMITED,)), h5py.h5s.create_simple((3,), (h5py.h5s.UNLIMITED,))
    space.select_hyperslab((0,), (1,), (1,), (h5py.h5s.UNLIMITED,))
    source.select_hyperslab((0,), (1,), (1,), (h5py.h5s.UNLIMITED,))
    dcpl.set_virtual(space, b"short.h5", b"data", source)
    space, source = h5py.h5s.create_simple((10,), (h5py.h5s.UNLIMITED,)), h5py.h5s.create_simple((5,))
    space.select_hyperslab((5,), (1,), block=(5,))
    dcpl.set_virtual(space, b"pct%%.h5", b"data", source)
    h5py.h5d.create(file.id, b"mixed", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((10,), (h5py.h5s.UNLIMITED,)), dcpl)
for dataset in ("below", "elsewhere", "percent", "frames", "mixed"):
    tell("links.h5", dataset)
