"""The oracle: what h5py reads of HDF5 files, as one line an object and one an attribute.

usage: dump.py < list of files
Numbers and opaque bytes are given as the SHA-256 of their stored bytes, text as the SHA-256 of its lines,
references as the addresses and regions that they lead to, variable-length sequences as far as both readers can
name them.
"""
import hashlib
import sys

import h5py
import numpy as np


def sha(data):
    return hashlib.sha256(data).hexdigest()


def text(value):
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def latin(value):
    # What is no UTF-8 is taken as Latin-1.
    raw = text(value).encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def target(owner, reference):
    """The address of what a reference is to, and the bytes of the region."""
    if not reference:
        return "null"
    found = owner.file[reference]
    address = str(h5py.h5o.get_info(found.id).addr)
    if not isinstance(reference, h5py.RegionReference):
        return address
    space = h5py.h5r.get_region(reference, owner.id)
    out = np.empty(space.get_select_npoints(), dtype=found.dtype)
    found.id.read(h5py.h5s.create_simple(out.shape), space, out)
    return address + " " + sha(out.tobytes())


def describe(owner, read, dtype, shape):
    kind = "null" if shape is None else "scalar" if shape == () else "x".join(map(str, shape))
    if shape is None:
        return kind + " empty"
    if h5py.check_string_dtype(dtype):
        lines = "\n".join(latin(v) for v in np.asarray(read()).reshape(-1))
        return kind + " text " + sha(lines.encode("utf-8"))
    if h5py.check_ref_dtype(dtype):
        return kind + " reference " + sha("\n".join(target(owner, v) for v in np.asarray(read(), dtype=object).reshape(-1)).encode())
    base = h5py.check_vlen_dtype(dtype)
    if base is not None:
        if h5py.check_string_dtype(base) or base.hasobject:
            return kind + " nested"
        return kind + " sequence " + sha(b"".join(np.ascontiguousarray(v).tobytes() + b"|" for v in np.asarray(read(), dtype=object).reshape(-1)))
    if dtype.hasobject:
        return kind + " nested"
    return kind + " bytes " + sha(np.ascontiguousarray(read()).tobytes())


def attribute_value(owner, name):
    def read():
        value = owner.attrs[name]
        return value
    return read


def record(out, obj, path, seen):
    address = h5py.h5o.get_info(obj.id).addr
    if address in seen:
        return
    seen.add(address)
    line = path
    if isinstance(obj, h5py.Dataset):
        try:
            line += " dataset " + describe(obj, lambda: obj[()], obj.dtype, obj.shape)
        except Exception as problem:
            line += " dataset ERROR"
            print(path, type(problem).__name__, problem, file=sys.stderr)
    elif isinstance(obj, h5py.Group):
        line += " group"
    else:
        line += " datatype"
    out.append(line)
    links = h5py.h5o.get_info(obj.id).rc
    if links != 1:
        out.append(f"{path} links {links}")
    for name in obj.attrs:
        try:
            attribute = h5py.h5a.open(obj.id, name.encode("utf-8", "surrogateescape"))
            shape = None if attribute.get_space().get_simple_extent_type() == h5py.h5s.NULL else attribute.shape
            value = describe(obj, lambda: raw_attribute(attribute), attribute.dtype, shape)
        except Exception as problem:
            value = "ERROR"
            print(path, name, type(problem).__name__, problem, file=sys.stderr)
        out.append(f"{path}@{name} {value}")
    if isinstance(obj, h5py.Group):
        for name in obj:
            link = obj.get(name, getlink=True)
            child = ("" if path == "/" else path) + "/" + name
            if isinstance(link, h5py.SoftLink):
                out.append(f"{child} soft {link.path}")
            elif isinstance(link, h5py.ExternalLink):
                out.append(f"{child} external {link.filename} {link.path}")
            else:
                try:
                    record(out, obj[name], child, seen)
                except Exception as problem:
                    out.append(f"{child} ERROR")
                    print(child, type(problem).__name__, problem, file=sys.stderr)


def raw_attribute(attribute):
    dtype = attribute.dtype
    shape = attribute.shape
    # Types that are arrays themselves widen the shape, as h5py's high level does.
    if dtype.subdtype is not None:
        base, inner = dtype.subdtype
        value = np.empty(shape + inner, dtype=base)
        attribute.read(value, mtype=h5py.h5t.py_create(dtype))
        return value
    value = np.zeros(shape, dtype=dtype, order="C")
    attribute.read(value)
    return value


for path in sys.stdin:
    path = path.rstrip("\n")
    print("# " + path)
    lines = []
    try:
        with h5py.File(path, "r") as file:
            record(lines, file["/"], "/", set())
    except Exception as problem:
        print("ERROR")
        print(path, type(problem).__name__, problem, file=sys.stderr)
        continue
    print("\n".join(sorted(lines)))
