"""Named arrays as one compressed ``.npz`` file, without pickles; same arrays, same bytes."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]
_EPOCH = (1980, 1, 1, 0, 0, 0)


def arrays_to_bytes(arrays: Arrays) -> bytes:
    """The file; its entries carry no hour."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            content = BytesIO()
            np.save(content, arrays[name], allow_pickle=False)
            archive.writestr(ZipInfo(f"{name}.npy", date_time=_EPOCH), content.getvalue(), ZIP_DEFLATED)
    return file.getvalue()


def arrays_from_bytes(data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Read such a file; raises ValueError where it holds anything but plain arrays."""
    with np.load(BytesIO(data), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
