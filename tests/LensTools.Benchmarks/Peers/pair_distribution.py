"""p(r) by freesas.bift: pair_distribution.py curves.bin results.tsv; prints the seconds."""
import os
import sys
import time
import warnings

# One core, as ours.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, "/usr/lib/python3/dist-packages")
warnings.filterwarnings("ignore")
import curves  # noqa: E402
from freesas.bift import auto_bift  # noqa: E402

seconds = 0
with open(sys.argv[2], "w") as out:
    for curve in curves.read(sys.argv[1]):
        curve[:, 0] *= 10
        start = time.perf_counter()
        try:
            result = auto_bift(curve).calc_stats()
            rg, dmax = result.Rg_avg * 10, result.Dmax_avg * 10
        except Exception:  # A peer that fails has no answer.
            rg = dmax = float("nan")
        seconds += time.perf_counter() - start
        out.write(f"{rg}\t{dmax}\n")
print(f"seconds={seconds}")
