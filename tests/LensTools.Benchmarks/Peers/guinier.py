"""Rg of curves by freesas and RAW: guinier.py curves.bin results.tsv; prints the seconds of each."""
import contextlib
import io
import sys
import time
import types
import warnings

sys.path.insert(0, "/usr/lib/python3/dist-packages")
warnings.filterwarnings("ignore")
from freesas.autorg import autoRg, auto_gpa, auto_guinier  # noqa: E402
import curves  # noqa: E402
import bioxtasraw.RAWAPI as raw  # noqa: E402
import bioxtasraw.SASM as sasm  # noqa: E402


def raw_auto(curve):
    profile = sasm.SASM(curve[:, 1], curve[:, 0] / 10, curve[:, 2], {"filename": "x"})
    with contextlib.redirect_stdout(io.StringIO()):
        rg, _, sigma = raw.auto_guinier(profile)[:3]
    if rg <= 0:
        raise ValueError("none")
    # In nm as the others.
    return types.SimpleNamespace(Rg=rg / 10, sigma_Rg=sigma / 10)


methods = {"autoRg": autoRg, "auto_gpa": auto_gpa, "auto_guinier": auto_guinier, "RAW": raw_auto}
sets = list(curves.read(sys.argv[1]))
for curve in sets:
    curve[:, 0] *= 10
with open(sys.argv[2], "w") as out:
    for name, method in methods.items():
        try:  # RAW compiles itself at the first call.
            method(sets[0])
        except Exception:
            pass
        seconds = 0
        for index, curve in enumerate(sets):
            start = time.perf_counter()
            try:
                result = method(curve)
                rg, sigma = result.Rg * 10, result.sigma_Rg * 10
            except Exception:  # A peer that fails has no answer.
                rg = sigma = float("nan")
            seconds += time.perf_counter() - start
            out.write(f"{name}\t{index}\t{rg}\t{sigma}\n")
        print(f"{name}={seconds}")
