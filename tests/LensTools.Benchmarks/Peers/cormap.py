"""CorMap by freesas: cormap.py curves.bin results.tsv; curves two by two; prints the seconds."""
import sys
import time

sys.path.insert(0, "/usr/lib/python3/dist-packages")
import curves  # noqa: E402
from freesas.cormap import gof  # noqa: E402

sets = list(curves.read(sys.argv[1]))
start = time.perf_counter()
results = [gof(sets[i], sets[i + 1]) for i in range(0, len(sets), 2)]
seconds = time.perf_counter() - start
with open(sys.argv[2], "w") as out:
    for result in results:
        out.write(f"{result.n}\t{result.c}\t{result.P}\n")
print(f"seconds={seconds}")
