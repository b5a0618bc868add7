"""Writes a NXcanSAS file of 2 GiB: large_make.py FILE"""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "w") as file:
    entry = file.create_group("sasentry")
    entry.attrs.update(NX_class="NXentry", canSAS_class="SASentry")
    data = entry.create_group("sasdata")
    data.attrs.update(NX_class="NXdata", canSAS_class="SASdata", signal="I", I_axes="Q")
    data.create_dataset("Q", data=np.linspace(0.01, 0.3, 50)).attrs["units"] = "1/angstrom"
    data.create_dataset("I", data=np.linspace(9, 1, 50)).attrs["units"] = "1/cm"
    rest = entry.create_dataset("detector", shape=(32, 64 << 20), dtype="u1")
    piece = np.random.default_rng(1).integers(0, 256, 64 << 20, dtype="u1")
    for i in range(32):
        rest[i] = piece
