"""Writes files with structures that h5py does not make by itself: rare.py FOLDER [small]

filters.h5: szip, n-bit and scale-offset; shared.h5: messages in shared message heaps; heaps.h5: filtered link heaps,
objects too large for a heap's blocks; references.h5: object and region references, a virtual dataset of the same file.
What h5py has no word for is asked of the HDF5 library that it has loaded. With "small" the files are seeds for damage.
"""
import ctypes
import os
import re
import sys

import h5py
import numpy as np

folder = sys.argv[1]
small = len(sys.argv) > 2
rng = np.random.default_rng(7)
with open("/proc/self/maps") as maps:
    library = ctypes.CDLL(sorted(set(re.findall(r"\S*libhdf5[^\s]*\.so\S*", maps.read())), key=len)[0])


def call(name, *arguments):
    if getattr(library, name)(*[ctypes.c_int64(a) if isinstance(a, int) and a > 0xffff else a for a in arguments]) < 0:
        raise RuntimeError(name)


def path(name):
    return os.path.join(folder, name)


def low_level(group, name, datatype, data, set_filter, chunks):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_chunk(chunks)
    set_filter(dcpl)
    space = h5py.h5s.create_simple(data.shape)
    dataset = h5py.h5d.create(group.id, name.encode(), datatype, space, dcpl)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(data))


def smooth(dtype, shape):
    dtype = np.dtype(dtype)
    walk = rng.normal(size=int(np.prod(shape))).cumsum()
    if dtype.kind == "f":
        return walk.astype(dtype).reshape(shape)
    info = np.iinfo(dtype)
    return np.clip(walk * 3 + (info.max // 2 if info.min == 0 else 0), info.min, info.max).astype(dtype).reshape(shape)


def restricted(base, precision, offset):
    made = base.copy()
    made.set_precision(precision)
    made.set_offset(offset)
    return made


def filters():
    with h5py.File(path("filters.h5"), "w") as file:
        szip, n_bit, scaled = (file.create_group(name) for name in ("szip", "nbit", "scaleoffset"))
        for dtype in ("u1", "<i4") if small else ("u1", "i1", "<i2", ">u2", "<i4", ">i4", "<u8", "<f4", ">f8"):
            for coding in ("nn", "ec"):
                for block in (8,) if small else (4, 16, 32):
                    szip.create_dataset(f"{dtype[-2:]}_{'big' if dtype[0] == '>' else 'little'}_{coding}_{block}", data=smooth(dtype, (37, 41)), chunks=(13, 41), compression="szip", compression_opts=(coding, block))
        if small:
            szip.create_dataset("zeros", data=np.zeros(500, dtype="i4"), chunks=(250,), compression="szip", compression_opts=("nn", 8))
        else:
            more_szip(szip)
        nbit_and_scale_offset(n_bit, scaled)


def more_szip(szip):
    noise = rng.integers(0, 65535, size=5000, dtype="u2")
    szip.create_dataset("noise", data=noise, chunks=(1250,), compression="szip", compression_opts=("nn", 8))
    zeros = np.zeros(20000, dtype="i4")
    zeros[[7, 5000, 12345]] = [1, -9, 100000]
    szip.create_dataset("nearly_zero", data=zeros, chunks=(10000,), compression="szip", compression_opts=("nn", 16))
    szip.create_dataset("zero", data=np.zeros(3000, dtype="f8"), chunks=(1000,), compression="szip", compression_opts=("ec", 8))
    szip.create_dataset("small_steps", data=np.cumsum(rng.integers(-1, 2, size=8192)).astype("i2"), chunks=(4096,), compression="szip", compression_opts=("nn", 32))
    szip.create_dataset("with_shuffle", data=smooth("<i4", (64, 64)), chunks=(16, 64), compression="szip", compression_opts=("ec", 8), shuffle=True, fletcher32=True)


def nbit_and_scale_offset(n_bit, scaled):
    for name, base, dtype, precision, offset in (("i4", h5py.h5t.STD_I32LE, "<i4", 17, 4), ("i4_big", h5py.h5t.STD_I32BE, ">i4", 11, 0), ("u2", h5py.h5t.STD_U16LE, "<u2", 9, 3), ("i8", h5py.h5t.STD_I64LE, "<i8", 33, 20), ("u1", h5py.h5t.STD_U8LE, "u1", 3, 2)):
        half = 1 << (precision - 1)
        low, high = (0, 2 * half - 1) if dtype[-2] == "u" else (-half, half - 1)
        data = rng.integers(low, high, size=(20, 30), dtype="i8", endpoint=True).astype(np.dtype(dtype).newbyteorder("="))
        low_level(n_bit, name, restricted(base, precision, offset), data, lambda dcpl: dcpl.set_filter(5, 0, ()), (7, 30))
    compound = h5py.h5t.create(h5py.h5t.COMPOUND, 8)
    compound.insert(b"a", 0, restricted(h5py.h5t.STD_I32LE, 10, 2))
    compound.insert(b"b", 4, restricted(h5py.h5t.STD_I16LE, 7, 1))
    records = np.zeros(50, dtype=np.dtype({"names": ["a", "b"], "formats": ["<i4", "<i2"], "offsets": [0, 4], "itemsize": 8}))
    records["a"], records["b"] = rng.integers(-500, 500, size=50), rng.integers(-60, 60, size=50)
    low_level(n_bit, "compound", compound, records, lambda dcpl: dcpl.set_filter(5, 0, ()), (50,))

    for dtype in ("i1", "<u2", ">i4", "<i8", "<u8"):
        scaled.create_dataset(f"{dtype[-2:]}_auto", data=smooth(dtype, (40, 9)), chunks=(11, 9), scaleoffset=0)
        scaled.create_dataset(f"{dtype[-2:]}_fill", data=smooth(dtype, (40, 9)), chunks=(11, 9), scaleoffset=0, fillvalue=5)
    for dtype in ("<f4", ">f8"):
        scaled.create_dataset(f"{dtype[-2:]}_digits", data=smooth(dtype, (40, 9)), chunks=(11, 9), scaleoffset=3)


def shared():
    fcpl = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    # Dataspace 1, datatype 2, fill value 4, filter pipeline 8, attribute 16 (H5O_SHMESG_*_FLAG are 1 << message type).
    call("H5Pset_shared_mesg_nindexes", fcpl.id, 2)
    call("H5Pset_shared_mesg_index", fcpl.id, 0, 1 << 12, 10)
    call("H5Pset_shared_mesg_index", fcpl.id, 1, (1 << 1) | (1 << 3) | (1 << 5) | (1 << 11), 10)
    call("H5Pset_shared_mesg_phase_change", fcpl.id, 6, 4)
    fapl = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    fapl.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
    with h5py.File(h5py.h5f.create(path("shared.h5").encode(), h5py.h5f.ACC_TRUNC, fcpl, fapl)) as file:
        record = np.dtype([("first", "<i4"), ("second", ">f8"), ("name", "S12")])
        for i in range(20):
            data = file.create_dataset(f"record_{i}", data=np.zeros(5, dtype=record), chunks=(5,), compression="gzip")
            data.attrs["description"] = "the same words on every dataset"
            data.attrs["number"] = i
            data.attrs["array"] = np.arange(30.0)
        many = file.create_group("many")
        for i in range(30):
            many.attrs[f"attribute_{i}"] = "the same words on every dataset"
            many.attrs[f"of_its_own_{i}"] = f"some words that only attribute {i} has"


def heaps():
    with h5py.File(path("heaps.h5"), "w", libver="latest") as file:
        gcpl = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
        call("H5Pset_deflate", gcpl.id, 6)
        h5py.h5g.create(file.id, b"filtered", gcpl=gcpl)
        # Rows of direct blocks, and names that are too large for any of them.
        for i in range(60 if small else 600):
            file["filtered"][f"a link with quite a long name so that many blocks are needed {i:05d}"] = h5py.SoftLink(f"/target/{i}")
        for i in range(3):
            file["filtered"]["huge" * 1500 + str(i)] = h5py.SoftLink(f"/huge/{i}")
        plain = file.create_group("plain")
        for i in range(3):
            plain["huge" * 1500 + str(i)] = h5py.SoftLink(f"/huge/{i}")
        for i in range(12):
            plain[f"small {i}"] = h5py.SoftLink("/x")
        for i in range(1 if small else 10):
            plain.attrs[f"large_{i}"] = np.arange(9000 + i if not small else 8200, dtype="f8")


def references():
    with h5py.File(path("references.h5"), "w") as file:
        data = file.create_dataset("data", data=np.arange(120, dtype="<i4").reshape(10, 12), chunks=(4, 5), compression="gzip")
        flat = file.create_dataset("flat", data=np.arange(50, dtype="<f8"))
        objects = file.create_dataset("objects", (3,), dtype=h5py.ref_dtype)
        objects[0], objects[1] = data.ref, file.ref
        regions = file.create_dataset("regions", (5,), dtype=h5py.regionref_dtype)
        regions[0] = data.regionref[2:7:2, 3:9]
        regions[1] = flat.regionref[10:20]
        regions[2] = data.regionref[:, 5]
        space = data.id.get_space()
        space.select_elements([(9, 11), (0, 0), (4, 7)])
        regions[3] = h5py.h5r.create(data.id, b".", h5py.h5r.DATASET_REGION, space)
        space.select_hyperslab((0, 0), (1, 1), block=(3, 3))
        space.select_hyperslab((2, 2), (1, 1), block=(4, 2), op=h5py.h5s.SELECT_OR)
        irregular = file.create_dataset("irregular", (1,), dtype=h5py.regionref_dtype)
        irregular[0] = h5py.h5r.create(data.id, b".", h5py.h5r.DATASET_REGION, space)
        layout = h5py.VirtualLayout(shape=(4, 12), dtype="<i4")
        layout[0:2] = h5py.VirtualSource(".", "data", shape=(10, 12))[3:5]
        layout[2:4] = h5py.VirtualSource(".", "data", shape=(10, 12))[0:4:2]
        file.create_virtual_dataset("of_itself", layout, fillvalue=-1)
        flat.attrs["of"] = data.ref
        flat.attrs.create("part", data.regionref[0:2, 0:2], dtype=h5py.regionref_dtype)


def times():
    with h5py.File(path("times.h5"), "w") as file:
        stored = np.array([0, 1_000_000_000, -1], dtype="<i4")
        for name, datatype, data in (("little", h5py.h5t.UNIX_D32LE, stored), ("big", h5py.h5t.UNIX_D64BE, stored.astype(">i8"))):
            dataset = h5py.h5d.create(file.id, name.encode(), datatype, h5py.h5s.create_simple((3,)))
            dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, data, mtype=datatype)


filters()
shared()
heaps()
references()
times()
