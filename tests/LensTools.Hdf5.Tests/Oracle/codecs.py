"""Writes chunks that other programs' compressors made: codecs.py FILE

Each group has a dataset "plain" and, under the names of filters and settings, the same numbers compressed by the
compressors of Debian's Python packages: zstandard, bz2, lz4, blosc with every codec that its build has.
"""
import bz2
import struct
import sys

import blosc
import h5py
import lz4.block
import numpy as np
import zstandard

rng = np.random.default_rng(11)
CHUNK = 4096
SETS = {
    "smooth": np.cumsum(rng.integers(-3, 4, size=3 * CHUNK)).astype("<i4"),
    "noise": rng.normal(size=2 * CHUNK),
    "constant": np.full(CHUNK, 7, dtype="<i8"),
    "words": rng.choice(np.array([1, 2, 3, 500, 70000], dtype="<u4"), size=2 * CHUNK),
}


def h5_lz4(data, block=1 << 12):
    """The framing of filter 32004: total size, block size, then each block with its size, big-endian."""
    out = struct.pack(">QI", len(data), block)
    for at in range(0, len(data), block):
        part = data[at:at + block]
        packed = lz4.block.compress(part, store_size=False)
        packed = packed if len(packed) < len(part) else part
        out += struct.pack(">I", len(packed)) + packed
    return out


def write(group, name, data, filter_id, values, compress):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_chunk((CHUNK,))
    # Optional, so that the library lets it be declared without having it.
    dcpl.set_filter(filter_id, h5py.h5z.FLAG_OPTIONAL, values)
    dataset = h5py.Dataset(h5py.h5d.create(group.id, name.encode(), h5py.h5t.py_create(data.dtype), h5py.h5s.create_simple(data.shape), dcpl))
    for at in range(0, len(data), CHUNK):
        dataset.id.write_direct_chunk((at,), compress(data[at:at + CHUNK].tobytes()))


with h5py.File(sys.argv[1], "w") as file:
    for key, data in SETS.items():
        group = file.create_group(key)
        group["plain"] = data
        size = data.dtype.itemsize
        for level in (1, 19):
            write(group, f"zstandard_{level}", data, 32015, (level,), zstandard.ZstdCompressor(level=level).compress)
            write(group, f"zstandard_stream_{level}", data, 32015, (level,), zstandard.ZstdCompressor(level=level, write_content_size=False).compress)
        write(group, "bzip2", data, 307, (9,), bz2.compress)
        write(group, "lz4", data, 32004, (1 << 12,), h5_lz4)
        for code, codec in enumerate(("blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd")):
            if codec not in blosc.compressor_list():
                continue
            for shuffle in (blosc.NOSHUFFLE, blosc.SHUFFLE, blosc.BITSHUFFLE):
                write(group, f"blosc_{codec}_{shuffle}", data, 32001, (2, 2, size, CHUNK * size, 5, shuffle, code),
                      lambda part: blosc.compress(part, typesize=size, clevel=5, shuffle=shuffle, cname=codec))
    print(" ".join(blosc.compressor_list()))
