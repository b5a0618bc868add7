"""Copies HDF5 files so that checksums cover all their numbers: hdf5_checksums.py FOLDER FILE..., and prints the copies."""
import os
import sys

import h5py
import numpy as np

LARGEST = 1 << 26  # A header may state more bytes than there are.


def fixed(value):
    """Texts of any length are in heaps without checksums; references and rows of any length are left out, as None."""
    if isinstance(value, (str, bytes)):
        return np.bytes_(value.encode() if isinstance(value, str) else value)
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        items = list(value.ravel())
        if not all(isinstance(item, (str, bytes)) for item in items):
            return None
        return np.array([item.encode() if isinstance(item, str) else item for item in items]).reshape(value.shape)
    return None if isinstance(value, (h5py.Reference, h5py.Empty)) else value


def attributes(source, target):
    for name, value in source.attrs.items():
        if (kept := fixed(value)) is not None:
            target.attrs[name] = kept


def copy(source, target):
    attributes(source, target)
    for name in source:
        link = source.get(name, getlink=True)
        if isinstance(link, h5py.SoftLink):
            target[name] = h5py.SoftLink(link.path)
        elif isinstance(link, h5py.HardLink):
            item = source[name]
            if isinstance(item, h5py.Group):
                copy(item, target.create_group(name))
            elif isinstance(item, h5py.Dataset) and item.shape is not None and item.nbytes <= LARGEST and (value := fixed(item[()])) is not None:
                covered = {"chunks": True, "fletcher32": True} if item.size > 0 and item.shape != () else {}
                attributes(item, target.create_dataset(name, data=value, **covered))


for path in sys.argv[2:]:
    made = os.path.join(sys.argv[1], os.path.basename(path))
    try:
        with h5py.File(path, "r") as source, h5py.File(made, "w", libver="latest") as target:
            copy(source, target)
        print(made)
    except (OSError, TypeError, ValueError, KeyError, RuntimeError) as problem:
        # What h5py cannot read, it cannot copy.
        os.remove(made)
        print(f"left out: {path}: {problem}", file=sys.stderr)
