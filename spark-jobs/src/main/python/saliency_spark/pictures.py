"""Maps and frames as pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from PIL import Image

# The colours of the reports: matplotlib's "inferno", from the lowest value to the highest.
_HEAT = "000004 210c4a 57106e 8a226a bc3754 e45a31 f98e09 f9cb35 fcffa4"


def show(map: Any, frame: Any = None) -> Image.Image:
    """Draws a map in colours, or over the frame that it belongs to; notebooks display the result.

    :param map: the bytes of a PNG file (column ``png``), Spark's image struct (column
        ``saliency``) or an array of grey values
    :param frame: the same of a colour picture (column ``image``); it sets the size

    >>> row = scores.predictions.first()
    >>> show(row.png)
    """
    _require_libraries()
    import numpy
    from PIL import Image

    values = to_array(map).astype(numpy.float64)
    if values.ndim == 3:
        values = values.mean(axis=2)
    values /= max(values.max(), numpy.finfo(float).tiny)
    stops = numpy.array([list(bytes.fromhex(colour)) for colour in _HEAT.split()])
    at = numpy.linspace(0, 1, len(stops))
    heat = numpy.stack([numpy.interp(values, at, stops[:, i]) for i in range(3)], axis=-1)
    picture = Image.fromarray(numpy.rint(heat).astype(numpy.uint8))
    if frame is None:
        return picture
    below = Image.fromarray(to_array(frame)).convert("RGB")
    return Image.blend(below, picture.resize(below.size, Image.Resampling.BILINEAR), 0.5)


def to_array(picture: Any) -> numpy.ndarray:
    """The pixels of a picture: height x width, or height x width x 3 in the order RGB.

    :param picture: the bytes of a PNG or JPEG file, Spark's image struct, or an array
    :raises TypeError: when it is none of them, for example null: a frame without a map
    :raises ValueError: when the bytes are not a picture
    """
    _require_libraries()
    import numpy
    from PIL import Image

    if isinstance(picture, numpy.ndarray):
        return picture
    if isinstance(picture, (bytes, bytearray, memoryview)):
        try:
            return numpy.asarray(Image.open(io.BytesIO(picture)))
        except OSError as error:
            raise ValueError(
                f"{len(picture)} bytes that begin with {bytes(picture[:8])!r} are not a PNG or JPEG"
                " file"
            ) from error
    if hasattr(picture, "nChannels"):
        shape = (picture.height, picture.width, picture.nChannels)
        pixels = numpy.frombuffer(picture.data, numpy.uint8).reshape(shape)
        return pixels[:, :, 0] if shape[2] == 1 else pixels[:, :, 2::-1]
    raise TypeError(
        f"expected the bytes of a picture, Spark's image struct or an array, not"
        f" {type(picture).__name__}"
    )


def _require_libraries() -> None:
    try:
        import numpy  # noqa: F401
        from PIL import Image  # noqa: F401
    except ImportError as error:
        raise ImportError(
            f"{error}: pictures need NumPy and Pillow: pip install 'saliency-spark[show]'"
        ) from error
