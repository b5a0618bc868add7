"""What SasView's loader reads of files: sasview.py FILE ...

for each: the number of points, then Q, I, dI and dQ of every point as repr, one line a point, then title and run
"""
import sys

from sasdata.dataloader.loader import Loader

for path in sys.argv[1:]:
    loaded = Loader().load(path)
    print(len(loaded))
    for data in loaded:
        if hasattr(data, "qx_data") and data.qx_data is not None:
            print("plane", len(data.data))
            columns = [data.qx_data, data.qy_data, data.data, data.err_data]
        else:
            print("curve", len(data.x))
            columns = [data.x, data.y, data.dy, data.dx]
        for row in zip(*[c if c is not None and len(c) == len(columns[0]) else [None] * len(columns[0]) for c in columns]):
            print(" ".join("-" if value is None else repr(float(value)) for value in row))
        print("title", data.title)
