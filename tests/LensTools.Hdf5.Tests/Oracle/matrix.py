"""Writes files that cover layouts x filters x types x versions of the format, and says what is in them.

usage: matrix.py FOLDER [small]
With "small", few types and short datasets, so that the files are seeds for damage.
"""
import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
small = len(sys.argv) > 2
rng = np.random.default_rng(20260214)

TYPES = {
    "i1": "i1", "u1": "u1", "i2": "<i2", "i2b": ">i2", "u2": "<u2", "i4": "<i4", "i4b": ">i4", "u4": "<u4",
    "i8": "<i8", "i8b": ">i8", "u8": "<u8", "f2": "<f2", "f4": "<f4", "f4b": ">f4", "f8": "<f8", "f8b": ">f8",
}

if small:
    TYPES = {"i4": "i4", "f8b": ">f8"}


def values(dtype, shape):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return rng.normal(size=shape).astype(dtype)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, size=shape, dtype=dtype.newbyteorder("="), endpoint=True).astype(dtype)


def layouts(group, name, data):
    group.create_dataset(f"{name}_contiguous", data=data)
    group.create_dataset(f"{name}_empty_contiguous", shape=data.shape, dtype=data.dtype, fillvalue=3)
    group.create_dataset(f"{name}_chunked", data=data, chunks=(5, 7))
    group.create_dataset(f"{name}_one_chunk", data=data, chunks=data.shape)
    group.create_dataset(f"{name}_one_unlimited", data=data, chunks=(3, 4), maxshape=(None, data.shape[1]))
    group.create_dataset(f"{name}_all_unlimited", data=data, chunks=(4, 3), maxshape=(None, None))
    sparse = group.create_dataset(f"{name}_sparse", shape=(40, 50), dtype=data.dtype, chunks=(5, 5), fillvalue=7)
    sparse[11:17, 20:31] = data[:6, :11]


def filters(group, name, data):
    group.create_dataset(f"{name}_gzip", data=data, chunks=(5, 7), compression="gzip", compression_opts=6)
    group.create_dataset(f"{name}_gzip_shuffle", data=data, chunks=(5, 7), compression="gzip", shuffle=True)
    group.create_dataset(f"{name}_gzip_one_chunk", data=data, chunks=data.shape, compression="gzip")
    group.create_dataset(f"{name}_gzip_unlimited", data=data, chunks=(3, 4), maxshape=(None, data.shape[1]), compression="gzip", shuffle=True)
    group.create_dataset(f"{name}_gzip_all_unlimited", data=data, chunks=(4, 3), maxshape=(None, None), compression="gzip")
    group.create_dataset(f"{name}_fletcher", data=data, chunks=(5, 7), fletcher32=True)
    group.create_dataset(f"{name}_all", data=data, chunks=(5, 7), compression="gzip", shuffle=True, fletcher32=True)
    group.create_dataset(f"{name}_lzf", data=data, chunks=(5, 7), compression="lzf", shuffle=True)


def write(path, libver):
    with h5py.File(path, "w", libver=libver) as file:
        for name, dtype in TYPES.items():
            data = values(dtype, (19, 23))
            layouts(file.require_group("layouts"), name, data)
            filters(file.require_group("filters"), name, data)
        if small:
            rest(file)
            return
        big = file.create_group("big")
        big.create_dataset("many_chunks", data=np.arange(6000, dtype="<i4"), chunks=(3,))
        big.create_dataset("many_chunks_unlimited", data=np.arange(9000, dtype="<i4"), chunks=(2,), maxshape=(None,))
        big.create_dataset("many_chunks_gzip", data=np.arange(6000, dtype="<i4"), chunks=(3,), compression="gzip")
        big.create_dataset("many_chunks_2d", data=np.arange(6400, dtype="<i4").reshape(80, 80), chunks=(2, 2), maxshape=(None, None))
        big.create_dataset("rank5", data=np.arange(2 * 3 * 4 * 5 * 6, dtype="<f4").reshape(2, 3, 4, 5, 6), chunks=(1, 2, 3, 2, 4), compression="gzip")
        big.create_dataset("long", data=np.arange(400_000, dtype="<i8"), chunks=(1 << 14,), compression="gzip", shuffle=True)

        rest(file)


def rest(file):
    kinds = file.create_group("kinds")
    kinds.create_dataset("scalar", data=3.5)
    kinds.create_dataset("null", data=h5py.Empty("f4"))
    kinds.create_dataset("zero_length", data=np.zeros((0, 4), dtype="i4"))
    kinds.create_dataset("fixed_text", data=np.array([b"one", b"two  ", b"three"], dtype="S6"))
    kinds.create_dataset("utf8_text", data=["Größe", "µ", ""], dtype=h5py.string_dtype())
    kinds.create_dataset("utf8_fixed", data=np.array("Ångström".encode(), dtype=h5py.string_dtype("utf-8", 12)))
    kinds.create_dataset("text_chunked", data=[f"line {i}" for i in range(100)], dtype=h5py.string_dtype(), chunks=(7,), compression="gzip")
    kinds.create_dataset("boolean", data=np.array([True, False, True]))
    kinds.create_dataset("enum", data=np.array([1, 2, 1], dtype=h5py.enum_dtype({"A": 1, "B": 2}, basetype="i2")))
    kinds.create_dataset("opaque", data=np.array([b"\x01\x02\x03", b"\x04\x05\x06"], dtype="V3"))
    kinds.create_dataset("complex", data=np.array([1 + 2j, 3 - 4j]))
    record = np.dtype([("a", "<i4"), ("b", ">f8"), ("inner", [("x", "u1"), ("y", "<f4", (2, 2))]), ("s", "S5")])
    kinds.create_dataset("compound", data=np.zeros(4, dtype=record))
    kinds.create_dataset("array", (2,), dtype=np.dtype(("<i2", (3, 4))))[...] = np.arange(24, dtype="<i2").reshape(2, 3, 4)
    sequences = kinds.create_dataset("sequences", (3,), dtype=h5py.vlen_dtype("<i4"))
    sequences[0], sequences[1], sequences[2] = [1, 2, 3], [], list(range(50))
    kinds["committed"] = np.dtype("<f8")
    kinds.create_dataset("of_committed", data=np.arange(3.0), dtype=kinds["committed"])
    kinds.create_dataset("references", data=[kinds.ref, kinds["scalar"].ref], dtype=h5py.ref_dtype)

    links = file.create_group("links")
    links["hard"] = kinds["scalar"]
    links["soft"] = h5py.SoftLink("/kinds/scalar")
    links["dangling"] = h5py.SoftLink("/nowhere")
    links["external"] = h5py.ExternalLink("other.h5", "/data")
    links["Größe-µ"] = 1
    for i in range(30 if small else 300):
        links.create_group(f"many/child_{i:04d}")

    attributes = file.create_group("attributes")
    for i in range(40):
        attributes.attrs[f"attribute_{i}"] = i * 1.5
    attributes.attrs["text"] = "Größe"
    attributes.attrs["ascii"] = np.bytes_("abc")
    attributes.attrs["array"] = np.arange(12, dtype=">i4").reshape(3, 4)
    attributes.attrs["texts"] = ["a", "bb", ""]
    attributes.attrs["empty"] = h5py.Empty("f8")
    attributes.attrs["boolean"] = True
    few = file.create_group("few_attributes")
    few.attrs["units"] = "1/angstrom"
    few.attrs["signal"] = np.int32(1)
    ordered = file.create_group("ordered", track_order=True)
    for name in ("z", "a", "m"):
        ordered.create_group(name)
        ordered.attrs[name] = name


for libver in ("earliest", "latest", ("earliest", "v108"), ("v108", "latest"), ("v110", "latest")):
    label = libver if isinstance(libver, str) else "-".join(libver)
    write(os.path.join(folder, f"matrix-{label}.h5"), libver)
with h5py.File(os.path.join(folder, "userblock.h5"), "w", userblock_size=2048) as file:
    file["data"] = np.arange(10)
with h5py.File(os.path.join(folder, "userblock-latest.h5"), "w", userblock_size=512, libver="latest") as file:
    file["data"] = np.arange(10)
