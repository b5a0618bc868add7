"""Files on which PureHDF 2.2 fails: chunks that skip a filter, and a B-tree node that is its own child."""
import struct
import sys
import zlib

import h5py
import numpy as np

folder = sys.argv[1]

# A chunk whose first filter (shuffle) was skipped, and one whose second (deflate) was: valid, and right in h5py.
values = np.arange(64, dtype="<f8") + 0.5
for name, mask, stored in (
    ("mask0.h5", 1, zlib.compress(values.tobytes())),
    ("mask1.h5", 2, np.frombuffer(values.tobytes(), "u1").reshape(64, 8).T.tobytes()),
):
    with h5py.File(f"{folder}/{name}", "w") as file:
        data = file.create_dataset("v", (64,), "<f8", chunks=(64,), shuffle=True, compression="gzip")
        data.id.write_direct_chunk((0,), stored, filter_mask=mask)
    with h5py.File(f"{folder}/{name}") as file:
        assert (file["v"][...] == values).all(), name

# The root group's B-tree node points at itself.
path = f"{folder}/loop.h5"
with h5py.File(path, "w", libver="earliest") as file:
    file["a"] = 1
raw = bytearray(open(path, "rb").read())
node = raw.index(b"TREE")
raw[node + 5] = 1
struct.pack_into("<Q", raw, node + 24 + 8, node)
open(path, "wb").write(raw)
