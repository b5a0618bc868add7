"""Makes the HDF5 inputs of the benchmarks: hdf5_make.py runs FOLDER COUNT | events FILE MILLIONS | pulses FILE MILLIONS | contiguous FILE MILLIONS."""
import os
import sys

import h5py
import numpy as np


def text(group, name, value, **attributes):
    data = group.create_dataset(name, data=np.array([value.encode()], dtype=f"S{max(1, len(value))}"))
    for key, item in attributes.items():
        data.attrs[key] = np.bytes_(item)
    return data


def number(group, name, value, dtype, **attributes):
    data = group.create_dataset(name, data=np.array([value], dtype=dtype))
    for key, item in attributes.items():
        data.attrs[key] = np.bytes_(item) if isinstance(item, str) else item
    return data


def group(parent, name, nexus):
    made = parent.create_group(name)
    made.attrs["NX_class"] = np.bytes_(nexus)
    return made


def run(path, i):
    """An ISIS raw run: 108 objects and 103 attributes."""
    with h5py.File(path, "w") as file:
        for key in ("HDF5_Version", "NeXus_version", "file_name", "file_time"):
            file.attrs[key] = np.bytes_(key)
        entry = group(file, "raw_data_1", "NXentry")
        for name in ("title", "name", "definition", "definition_local", "run_cycle", "beamline", "notes", "experiment_identifier", "program_name"):
            text(entry, name, f"{name} {i}", url="http://definition.nexusformat.org", version="1.0")
        text(entry, "start_time", "2013-02-21T16:07:34", units="ISO8601")
        text(entry, "end_time", "2013-02-21T16:20:02", units="ISO8601")
        for name in ("duration", "collection_time", "proton_charge", "total_counts"):
            number(entry, name, i * 0.5, "f4", units="second")
        for name in ("run_number", "good_frames", "raw_frames", "IDF_version"):
            number(entry, name, i, "i4", units="none")
        for g in range(1, 5):
            monitor = group(entry, f"monitor_{g}", "NXmonitor")
            monitor.create_dataset("data", data=np.arange(100, dtype="i4").reshape(1, 1, 100)).attrs["units"] = np.bytes_("counts")
            number(monitor, "monitor_number", g, "i4")
            number(monitor, "spectrum_index", g, "i4")
        detector = group(entry, "detector_1", "NXdata")
        counts = detector.create_dataset("counts", data=np.zeros((1, 64, 100), "i4"), chunks=(1, 8, 100), compression="gzip")
        counts.attrs["units"] = np.bytes_("counts")
        counts.attrs["signal"] = 1
        detector.create_dataset("time_of_flight", data=np.arange(101, dtype="f4")).attrs["units"] = np.bytes_("microsecond")
        instrument = group(entry, "instrument", "NXinstrument")
        text(instrument, "name", "LOQ", short_name="LOQ")
        source = group(instrument, "source", "NXsource")
        for name in ("name", "probe", "type"):
            text(source, name, "ISIS")
        dae = group(instrument, "dae", "IXdae")
        vetos = group(dae, "vetos", "IXvetos")
        for v in range(11):
            number(vetos, f"veto_{v}", v, "i4", enabled=1)
        sample = group(entry, "sample", "NXsample")
        for name in ("name", "id", "type", "shape"):
            text(sample, name, " ")
        for name in ("thickness", "width", "height"):
            number(sample, name, 1.0, "f4", units="mm")
        user = group(entry, "user_1", "NXuser")
        for name in ("name", "affiliation"):
            text(user, name, "somebody")
        periods = group(entry, "periods", "IXperiods")
        number(periods, "number", 1, "i4")
        for name in ("good_frames", "raw_frames", "total_counts", "proton_charge"):
            number(periods, name, i, "f4", units="Mev")
        vms = group(entry, "isis_vms_compat", "IXvms")
        for v in range(31):
            number(vms, f"BLOCK_{v:02d}", v, "i4", units="none")


def shape(path):
    objects = attributes = 0
    with h5py.File(path) as file:
        def visit(name, item):
            nonlocal objects, attributes
            objects += 1
            attributes += len(item.attrs)
        file.visititems(visit)
        return objects + 1, attributes + len(file.attrs)


def events(path, millions):
    rng = np.random.default_rng(7)
    count = int(millions * 1_000_000)
    with h5py.File(path, "w") as file:
        entry = group(file, "entry", "NXentry")
        store = group(entry, "events", "NXevent_data")
        for name, values in (("event_id", rng.integers(0, 100_000, count, dtype="u4")), ("event_time_offset", np.sort(rng.integers(0, 100_000_000, count, dtype="u4")))):
            store.create_dataset(name, data=values, chunks=(1 << 18,), compression="gzip", compression_opts=1, shuffle=True)


def pulses(path, millions):
    """Events of a detector with their pulses, fourteen a second, as ESS' kafka-to-nexus writes them."""
    rng = np.random.default_rng(7)
    count, number = int(millions * 1_000_000), 100_000
    with h5py.File(path, "w") as file:
        entry = group(file, "entry", "NXentry")
        text(entry, "title", "forty million events")
        store = group(group(entry, "instrument", "NXinstrument"), "detector", "NXevent_data")
        chunked = dict(chunks=(1 << 18,), compression="gzip", compression_opts=1, shuffle=True)
        store.create_dataset("event_id", data=rng.integers(0, 100_000, count, dtype="u4"), **chunked)
        offset = store.create_dataset("event_time_offset", data=rng.integers(0, 71_000_000, count, dtype="u4"), **chunked)
        zero = store.create_dataset("event_time_zero", data=np.arange(number, dtype="u8") * 71_428_571)
        offset.attrs["units"] = zero.attrs["units"] = np.bytes_("ns")
        store.create_dataset("event_index", data=np.linspace(0, count, number, endpoint=False).astype("u8"))
        store.create_dataset("detector_number", data=np.arange(100_000, dtype="u4"))


if sys.argv[1] == "runs":
    for i in range(int(sys.argv[3])):
        run(os.path.join(sys.argv[2], f"run{i:05d}.nxs"), i)
    objects, attributes = shape(os.path.join(sys.argv[2], "run00000.nxs"))
    print(f"objects={objects} attributes={attributes}")
elif sys.argv[1] == "events":
    events(sys.argv[2], float(sys.argv[3]))
elif sys.argv[1] == "pulses":
    pulses(sys.argv[2], float(sys.argv[3]))
else:
    with h5py.File(sys.argv[2], "w") as file:
        file.create_dataset("data", data=np.arange(int(float(sys.argv[3]) * 1_000_000), dtype="f8"))
