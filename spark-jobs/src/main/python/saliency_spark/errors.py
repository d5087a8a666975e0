"""Errors of the job jar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_line() -> Iterator[None]:
    """Raises an error that the user can fix without the stack trace of Java, as Spark's own are."""
    from pyspark.errors import IllegalArgumentException

    try:
        yield
    except Exception as error:
        java = getattr(error, "java_exception", None)
        if java is None or java.getClass().getName() != "org.saliency.UserException":
            raise
        raise IllegalArgumentException(java.getMessage()) from None
