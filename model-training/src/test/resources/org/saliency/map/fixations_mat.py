"""Writes the MATLAB files of the tests with SciPy, in the structure of SALICON and CAT2000."""

import numpy as np
from scipy.io import savemat

# Three viewers; rows are [x, y] from 1. The second viewer has none, a pixel repeats.
viewers = [np.array([[1, 1], [6, 4]]), np.zeros((0, 2)), np.array([[6, 4], [3, 2]])]
gaze = np.zeros((3, 1), dtype=[("location", "O"), ("timestamp", "O"), ("fixations", "O")])
for i, fixations in enumerate(viewers):
    gaze[i, 0]["location"] = np.array([[1.5, 2.5]], dtype=np.float32)
    gaze[i, 0]["timestamp"] = np.array([[10.0]])
    gaze[i, 0]["fixations"] = fixations.astype(np.uint16)
salicon = {"image": "COCO_train2014_000000000009", "resolution": [[4, 6]], "gaze": gaze}
savemat("salicon.mat", salicon, do_compression=True)

gaze[0, 0]["fixations"] = np.array([[7, 1]], dtype=np.uint16)
savemat("outside.mat", salicon, do_compression=True)

marks = np.zeros((4, 6), dtype=bool)
marks[0, 5] = marks[3, 1] = True
savemat("cat2000.mat", {"fixLocs": marks}, do_compression=True)

marks = np.zeros((4, 6), dtype=np.uint8)
marks[1, 0] = marks[2, 4] = 255
savemat("dhf1k.mat", {"I": marks}, do_compression=True)

savemat("other.mat", {"x": 1, "y": 2})
