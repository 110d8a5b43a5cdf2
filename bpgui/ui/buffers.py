"""Bytes that Qt writes as if into a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter


def opened_buffer() -> QBuffer:
    """A buffer to be written into."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def written_to(buffer: QBuffer) -> bytes:
    """What was written into a buffer, which is closed by it."""
    buffer.close()
    content: QByteArray = buffer.data()
    return bytes(content.data())


def png_of(image: QImage) -> bytes:
    """An image as PNG."""
    buffer = opened_buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return written_to(buffer)
