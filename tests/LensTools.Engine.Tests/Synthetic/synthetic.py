"""Writes files of the dialects of which no real one is at hand, and says what is in them: synthetic.py FOLDER

SYNTHETIC: made from the descriptions of the programs that write such files (ESS kafka-to-nexus; ILL NeXus as Mantid's
LoadILLSANS reads it; NICOS' kwsfileformat, yamlformat and bersans; SaveNexusProcessed; ORSO; BioXTAS RAW; sasCIF).
each line: file, then key=value of what a reader should find, apart by tabs
"""
import gzip
import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
rng = np.random.default_rng(3)


def path(name):
    return os.path.join(folder, name)


def tell(name, **facts):
    print(name, *(f"{key}={value}" for key, value in facts.items()), sep="\t")


def group(parent, name, nexus, **attributes):
    made = parent.create_group(name)
    made.attrs["NX_class"] = nexus
    for key, value in attributes.items():
        made.attrs[key] = value
    return made


def value(parent, name, data, units=None):
    made = parent.create_dataset(name, data=data)
    if units:
        made.attrs["units"] = units


def ill():
    name = "d22_123456.nxs"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "entry0", "NXentry")
        counts = rng.integers(0, 50, size=(128, 256, 1), dtype="i4")
        value(group(entry, "data", "NXdata"), "data", counts)
        for key, data in {"mode": np.float32([0]), "reactor_power": np.float32([52.3]), "instrument_name": "D22", "title": "lysozyme 10 mg/ml in D2O", "run_number": np.int32([123456]),
                          "experiment_identifier": "8-03-1050", "start_time": "26-Jun-14 17:45:02", "end_time": "26-Jun-14 17:55:02", "sample_description": "lysozyme D2O"}.items():
            value(entry, key, data)
        value(entry, "duration", np.float32([600]), "s")
        instrument = group(entry, "D22", "NXinstrument")
        selector = group(instrument, "selector", "NXvelocity_selector")
        value(selector, "wavelength", np.float32([6.0]))
        value(selector, "wave_length_res", np.float32([10.0]))
        value(group(instrument, "detector", "NXdetector"), "det_calc", np.float32([8.0]))
        sample = group(entry, "sample", "NXsample")
        value(sample, "temperature", np.float32([298.5]))
    tell(name, format="IllSans", points=128 * 256, title="lysozyme 10 mg/ml in D2O", sample="lysozyme D2O", run=123456, instrument="D22", facility="ILL", proposal="8-03-1050",
         wavelength=6, distance=8, temperature=298.5, duration=600, start="2014-06-26T17:45:02", technique="SANS")


def ess():
    name = "loki_events.nxs"
    pulses, events = 1400, 50000
    with h5py.File(path(name), "w") as file:
        entry = group(file, "entry", "NXentry")
        value(entry, "title", "first neutrons")
        value(entry, "start_time", "2026-03-01T08:00:00Z")
        value(entry, "experiment_identifier", "123-ABC")
        value(group(entry, "sample", "NXsample"), "name", "silica")
        instrument = group(entry, "instrument", "NXinstrument")
        value(instrument, "name", "LOKI")
        detector = group(instrument, "larmor_detector", "NXdetector")
        stream = group(detector, "larmor_events", "NXevent_data")
        zero = np.arange(pulses, dtype="u8") * 71428571 + 1772352000000000000
        zero[700:] += 2 * 71428571
        index = np.sort(rng.integers(0, events, size=pulses)).astype("i4")
        index[0] = 0
        value(stream, "event_time_zero", zero, "ns")
        value(stream, "event_index", index)
        value(stream, "event_id", rng.integers(1, 1000, size=events, dtype="i4"))
        value(stream, "event_time_offset", rng.integers(0, 71000000, size=events, dtype="i4"), "ns")
        monitor = group(group(instrument, "monitor", "NXmonitor"), "monitor_events", "NXevent_data")
        value(monitor, "event_id", np.zeros(10, "i4"))
    tell(name, format="EssEvent", points=events, events=events, pulses=pulses, title="first neutrons", sample="silica", instrument="LOKI", facility="ESS", proposal="123-ABC",
         duration=round((int(zero[-1]) - int(zero[0])) * 1e-9, 6), gaps=1, start="2026-03-01T08:00:00Z")


def kws():
    counts = rng.integers(0, 20, size=(128, 128))
    name = "wood2_3152_Stan_C4_S2_D0.DAT"
    header = f"""KWS1_MEASUREMENT KFA-IFF spectrum_data file version V-5.00

{name}

Standard_Sample measurement started by Mr(s). kws1 at 21-Nov-2014 17:42:18.00

(* Statistics *)
Measurement produced 0 Informations 0 Warnings 0 Errors 0 Fatals

Cyclus_Number Reduce_Data Date_field from to
         3152          NO               0  0

(* Comment *)
kws1 | n.somebody
wood decomposition IL 100 oC | lambda=4.73A
wood IL old | 20m

(* Collimation discription *)
Coll_Position Wind(1)_Pos Beamwindow_X Beamwindow_Y Polarization Lenses
          [m]         [m]         [mm]         [mm]
            4           4           30           30          out out-out-out
            4           4           30           30          out out-out-out

(* Detector Discription *)
Li6 Detector is in normal mode. Angle: 0.00 grd
Offset Z_Position X_Position Y_Position
   [m]        [m]       [mm]       [mm]
 -0.38       1.50      -4.10       9.00
 -0.38       1.50      -4.10       9.00

(* Sample discription *)
Sample_Nr Sample_Pos Thickness Beamwindow_X Beamwindow_Y Time_Factor
                [mm]      [mm]         [mm]         [mm]           *
        2     224.10       2.00            8            8        1.00
        2     318.00         0           16           17

(* Temperature discription *)
Temperature dummy line
Temperature dummy line
Temperature dummy line
Temperature dummy line

(* Data_field and Time per Data_Field *)
Data_Field     Time Time_Factor  Repetition
         0    5 min        1.00           1

(* Selector and Monitor Counter *)
Selector Monitor_1 Monitor_2 Monitor_3
  141481  17186386   2216543       565

(* Measurement stop state *)
measurement STOPPED by USER command

(* Calculate measurement time = Time per Data_field*Time_Factor*Repetition *)
 5 min

(* Real measurement time for detector data *)
 300 sec

(* Detector Data Sum (Sum_Data_Field = 32 values = 6 * 5 and 2 values) *)
@
"""
    sums = [counts.sum()] + [0] * 31
    with open(path(name), "w") as file:
        file.write(header)
        for at in range(0, 32, 6):
            file.write(" ".join(f"{v:11d}" for v in sums[at:at + 6]) + "\n")
        file.write("\n(* Detector Data (Data_Field) *)\n$\n")
        for at in range(0, counts.size, 8):
            file.write(" ".join(f"{v:8d}" for v in counts.reshape(-1)[at:at + 8]) + "\n")
    tell(name, format="Kws", points=counts.size, sample="wood IL old", run=3152, instrument="KWS1", facility="MLZ", wavelength=4.73, distance=1.5, thickness=2, duration=300, start="2014-11-21T17:42:18", users="n.somebody", technique="SANS")

    name = "00012345_0001_p12345_silica_C8m_D8m_L5A_standard.KWS1.yaml"
    with open(path(name), "w") as file:
        file.write("""format:
  identifier: MLZ.KWS1.2.0-gamma1
  units: {length: mm, wavelength: A}
instrument:
  name: KWS-1
  facility: Heinz Maier-Leibnitz Zentrum (MLZ)
  operator: JCNS
experiment:
  number: p12345
  proposal: p12345
  title: Silica in water
  authors:
  - {name: A. User, affiliation: JCNS, roles: [principal_investigator]}
measurement:
  number: 12345
  unique_identifier: p12345/12345/12345
  history: {started: '2019-05-01T10:00:00+0200', stopped: '2019-05-01T10:10:00+0200'}
  sample:
    description: {name: silica 5 mg/ml}
    thickness: 0.002
    detoffset: 0.38
  detectors:
  - {type: position_sensitive_detector, mode: standard, pixels_x: 128, pixels_y: 128, pixel_width: 8.0, pixel_height: 8.0, data: <see .array file>}
  devices:
  - {name: selector_lambda, value: 5.0, unit: A}
  - {name: det_z, value: 8.0, unit: m}
""")
    with gzip.open(path(name[:-len(".yaml")] + ".array.gz"), "wb") as file:
        file.write(counts.astype("<u4").tobytes())
    tell(name, format="KwsYaml", points=128 * 128, title="Silica in water", sample="silica 5 mg/ml", run=12345, instrument="KWS-1", facility="MLZ", proposal="p12345", wavelength=5, distance=8, thickness=2, start="2019-05-01T08:00:00Z", users="A. User", technique="SANS")


def bersans():
    name = "D0012345.001"
    counts = rng.integers(0, 9, size=128 * 128)
    with open(path(name), "w") as file:
        file.write(f"""%File

FileName={name}
FileDate=03/21/2019
FileTime=02:31:05 PM
ToDate=03/21/2019
ToTime=02:46:05 PM
Type=SANSDRaw
Proposal=p14321
User=B. User

%Sample

Title=protein contrast series
SampleName=capsid 40% D2O
Thickness=0.0
Transmission=0

%Setup

Lambda=5.50
SD=8.00
Collimation=8.0
BeamcenterX=0.000000

%Counter

Sum={counts.sum()}
Time=900.0
Moni1=123456

%History

Transmission=0

%Comment

%Counts
""")
        for at in range(0, counts.size, 128):
            file.write(",".join(map(str, counts[at:at + 128])) + "\n")
    tell(name, format="BerSans", points=counts.size, title="protein contrast series", sample="capsid 40% D2O", run=name, instrument="SANS-1", facility="MLZ", proposal="p14321", wavelength=5.5, distance=8, duration=900, start="2019-03-21T14:31:05", users="B. User", technique="SANS")


def muon_v1():
    name = "MUSR00001234.nxs"
    with h5py.File(path(name), "w") as file:
        run = group(file, "run", "NXentry")
        value(run, "analysis", "muonTD")
        value(run, "title", "YBCO T=90 F=100")
        value(run, "number", np.int32([1234]))
        value(run, "start_time", "2003-04-05 06:07:08")
        value(run, "stop_time", "2003-04-05 07:07:08")
        value(group(run, "instrument", "NXinstrument"), "name", "MUSR")
        sample = group(run, "sample", "NXsample")
        value(sample, "name", "YBCO")
        value(sample, "temperature", np.float32([90]), "Kelvin")
        value(group(run, "histogram_data_1", "NXdata"), "counts", rng.integers(0, 99, size=(64, 2000), dtype="i4"))
    tell(name, format="IsisMuonV1", points=64 * 2000, title="YBCO T=90 F=100", sample="YBCO", run=1234, instrument="MUSR", facility="ISIS", temperature=90, start="2003-04-05T06:07:08", technique="muSR")


def mantid():
    name = "processed.nxs"
    q = np.linspace(0.01, 0.4, 40)
    edges = np.concatenate([[q[0] - 0.005], (q[1:] + q[:-1]) / 2, [q[-1] + 0.005]])
    intensity = 10 * np.exp(-q * 20)
    with h5py.File(path(name), "w") as file:
        entry = group(file, "mantid_workspace_1", "NXentry")
        value(entry, "title", "reduced by Mantid")
        workspace = group(entry, "workspace", "NXdata")
        value(workspace, "values", intensity[None, :])
        value(workspace, "errors", 0.1 * intensity[None, :])
        value(workspace, "axis1", edges, "MomentumTransfer")
        value(workspace, "axis2", np.array([0.0]))
        value(group(entry, "instrument", "NXinstrument"), "name", "SANS2D")
        value(group(group(entry, "logs", "NXcollection"), "run_number", "NXlog"), "value", "33837")
    tell(name, format="MantidProcessed", points=40, title="reduced by Mantid", run=33837, instrument="SANS2D", facility="ISIS", technique="SANS",
         q1=repr(float((edges[0] + edges[1]) / 2)), i1=repr(float(intensity[0])), e1=repr(float(0.1 * intensity[0])), qmax=repr(float((edges[-1] + edges[-2]) / 2)))


def orb():
    name = "film.orb"
    with h5py.File(path(name), "w") as file:
        file.attrs["ORSO_version"] = "1.0"
        entry = group(file, "spin_up", "NXentry")
        data = group(entry, "data", "NXdata", signal="R", axes="Qz")
        value(data, "Qz", np.linspace(0.01, 0.2, 25), "1/angstrom")
        value(data, "R", np.linspace(1, 0.001, 25))
    tell(name, format="Orb", points=25, technique="Reflectometry")


def bift():
    name = "lysozyme.ift"
    with open(path(name), "w") as file:
        file.write("# BIFT\n# Filename: lysozyme.ift\n#\n# R P(R) Error\n")
        for i in range(50):
            file.write(f"{i * 0.9:.8E} {i * (49 - i) * 1e-6:.8E} {1e-6:.8E}\n")
        file.write("\n# Q I(Q) Error Fit\n")
        for i in range(60):
            file.write(f"{0.01 + i * 0.005:.8E} {np.exp(-i / 9):.8E} {0.01:.8E} {np.exp(-i / 9):.8E}\n")
        file.write('\n### HEADER:\n#\n#{\n#    "filename": "lysozyme.ift",\n#    "Dmax": 44.1\n#}\n')
    tell(name, format="Bift", points=60, run="lysozyme.ift", q1="0.01", i1="1", e1="0.01", curves=3)


def sascif():
    name = "SASDXX1.sascif"
    with open(path(name), "w") as file:
        file.write("""data_SASDXX1_SAMPLE
_sas_sample.name 'Lysozyme, hen egg'
data_SASDXX1
#
_sas_sample.name                 'Lysozyme, hen egg'
_sas_sample.specimen_concentration 2.61
_sas_buffer.details
;
20 mM HEPES,
100 mM NaCl
;
_sas_beam.instrument_name        "P12 at PETRA III"
_sas_beam.radiation_wavelength   1.24
_sas_beam.dist_spec_to_detc      3100
_sas_scan.title                  ?
_sas_scan.intensity_units        arbitrary
loop_
_sas_scan_intensity.id
_sas_scan_intensity.scan_id
_sas_scan_intensity.momentum_transfer
_sas_scan_intensity.intensity
_sas_scan_intensity.intensity_su_counting
""")
        for i in range(30):
            file.write(f"{i + 1} 1 {0.01 + 0.01 * i:.4f} {100 - i} 0.5\n")
    tell(name, format="SasCif", points=30, sample="Lysozyme, hen egg", instrument="P12", wavelength=1.24, distance=3.1, concentration="2.61 mg/ml", q1="0.01", i1="100", e1="0.5")


def ill_panels():
    name = "001420.nxs"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "entry0", "NXentry")
        for panel in range(1, 6):
            counts = rng.integers(0, 50, size=(32, 16, 10), dtype="i4")
            # Each panel stands there twice, once as it was measured.
            for kind in ("data", "data_raw"):
                value(group(entry, f"{kind}{panel}", "NXdata"), f"{kind}{panel}", counts)
        for key, data in {"mode": np.float32([1]), "reactor_power": np.float32([52.3]), "instrument_name": "D33", "experiment_title": "time of flight", "run_number": np.int32([1420])}.items():
            value(entry, key, data)
        value(group(entry, "user", "NXuser"), "proposal", "9-10-1234")
    tell(name, format="IllSans", points=5 * 32 * 16 * 10, title="time of flight", run=1420, instrument="D33", proposal="9-10-1234")


def sns():
    name = "EQSANS_1466_event.nxs"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "entry", "NXentry")
        value(group(entry, "instrument", "NXinstrument"), "name", "EQ-SANS")
        for bank in range(1, 4):
            stream = group(entry, f"bank{bank}_events", "NXevent_data")
            value(stream, "event_id", rng.integers(0, 100, size=100 * bank, dtype="u4"))
            value(stream, "event_time_zero", np.arange(20) / 60, "second")
    tell(name, format="EssEvent", points=600, events=600, instrument="EQ-SANS", facility="ORNL", technique="SANS")


def kws_slots():
    # NICOS' kwsfileformat: a sum in seven digits, and slots of time without a $.
    counts = rng.integers(30000, 60000, size=(3, 32, 32))
    name = "slots_42.DAT"
    with open(path(name), "w") as file:
        file.write(f"KWS2_MEASUREMENT KFA-IFF spectrum_data file version V-5.00\n\n{name}\n\n(* Temperature discription *)\nT is Active 20.05 degC\nTemperature dummy line\n\n")
        file.write(f"(* Detector Data Sum (Sum_Data_Field = 32 values = 6 * 5 and 2) *)\n@\n{counts.sum():E} {0:E}\n\n(* Detector Time Slices: 3 slices, unit=us *)\n0 1000 2000 3000\n\n(* Detector Data for tof mode 3 timeslots *)\n")
        for slot, plane in enumerate(counts):
            file.write(f"(* timeslot {slot} *)\n" + "".join(" ".join(map(str, row)) + "\n" for row in plane))
    tell(name, format="Kws", points=counts.size, instrument="KWS2", temperature=293.2)


def mantid_rows():
    name = "reference.nxs"
    rows = np.array([np.linspace(0.1, 0.5, 6), np.linspace(0.2, 0.7, 6)])
    with h5py.File(path(name), "w") as file:
        entry = group(file, "mantid_workspace_1", "NXentry")
        workspace = group(entry, "workspace", "NXdata")
        value(workspace, "values", np.arange(10.0).reshape(2, 5))
        value(workspace, "errors", np.ones((2, 5)))
        value(workspace, "xerrors", np.full((2, 5), 0.01))
        value(workspace, "axis1", rows, "MomentumTransfer")
        group(entry, "sample", "NXsample").attrs["name"] = "vanadium"
    tell(name, format="MantidProcessed", points=10, sample="vanadium", technique="SAS", curves=2, q1=repr(float((rows[0, 0] + rows[0, 1]) / 2)), qmax=repr(float((rows[1, -1] + rows[1, -2]) / 2)), r1="0.01")

    name = "powder.nxs"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "mantid_workspace_1", "NXentry")
        workspace = group(entry, "workspace", "NXdata")
        value(workspace, "values", np.ones((1, 8)))
        value(workspace, "axis1", np.linspace(0.5, 3, 9), "dSpacing")
        value(group(entry, "instrument", "NXinstrument"), "name", "PEARL")
    tell(name, format="MantidProcessed", points=8, instrument="PEARL", facility="ISIS", technique="")


def orb_of_orsopy():
    name = "orsopy.orb"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "dataset_0", "NXentry", ORSO_class="OrsoDataset", ORSO_VERSION="1.1", default="data")
        data = group(entry, "data", "NXdata", signal="R", axes="Qz")
        value(data, "Qz", np.linspace(0.01, 0.2, 25), "1/angstrom")
        value(data, "R", np.linspace(1, 0.001, 25))
        source = entry.create_group("info").create_group("data_source")
        value(source.create_group("experiment"), "title", "Main experiment")
        value(source.create_group("sample"), "name", "My Sample")
    tell(name, format="Orb", points=25, technique="Reflectometry", title="Main experiment", sample="My Sample")


def planes():
    intensity = rng.uniform(1, 2, size=(10, 20))
    qx, qy = np.linspace(-0.1, 0.1, 20), np.linspace(-0.05, 0.05, 10)
    grid = np.array(np.meshgrid(qx, qy))
    furthest = repr(float(np.hypot(*grid).max()))
    first = repr(float(np.hypot(qx[0], qy[0])))
    for name, layout in {"stacked.h5": "stack", "crossed.h5": "axes"}.items():
        with h5py.File(path(name), "w") as file:
            entry = group(file, "sasentry01", "NXentry", canSAS_class="SASentry")
            data = group(entry, "sasdata01", "NXdata", canSAS_class="SASdata", signal="I", I_axes="Q,Q" if layout == "stack" else "Qy,Qx")
            value(data, "I", intensity, "1/cm")
            if layout == "stack":
                value(data, "Q", grid, "1/angstrom")
            else:
                value(data, "Qx", qx, "1/angstrom")
                value(data, "Qy", qy, "1/angstrom")
        tell(name, format="NXcanSAS", points=200, qmax=furthest, q1=first, i1=repr(float(intensity[0, 0])), curves=1)


def subentry():
    name = "subentry.h5"
    with h5py.File(path(name), "w") as file:
        entry = group(file, "entry", "NXentry")
        inner = group(entry, "reduced", "NXsubentry", canSAS_class="SASentry")
        value(inner, "definition", "NXcanSAS")
        value(inner, "title", "inside")
        data = group(inner, "sasdata", "NXdata", canSAS_class="SASdata", signal="I", I_axes="Q")
        value(data, "Q", np.linspace(0.01, 0.3, 20), "1/angstrom")
        value(data, "I", np.linspace(9, 1, 20), "1/cm")
        value(data, "Idev", np.full(20, 10.0), "1/m")
        value(data, "Qdev", np.full(20, 0.02), "1/nm")
        data["I"].attrs["uncertainties"] = "Idev"
        data["Q"].attrs["resolutions"] = "Qdev"
    tell(name, format="NXcanSAS", points=20, title="inside", e1="0.1", r1="0.002")


for make in (ill, ess, kws, bersans, muon_v1, mantid, orb, bift, sascif, ill_panels, sns, kws_slots, mantid_rows, orb_of_orsopy, planes, subentry):
    make()
