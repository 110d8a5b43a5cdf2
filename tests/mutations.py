"""Files made bad: bytes flipped, cut off, tokens replaced, values of wrong types, and all else that befalls a file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

TOKENS = [
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\x00", b"\xff", b"\xf0\x9f", b"null", b"true", b"NaN"),
    *(b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"1e-999", b"1e999999999", b"0x10", b"1_0", b"01", b"--1"),
    *(
        b'"1e999999999"',
        b'"1/0"',
        b'"-1e-300"',
        b'"\\ud800"',
        b"1" * 5000,
        b"0." + b"1" * 5000,
        b'"' + b"9" * 3000 + b'"',
    ),
    *(
        b'"' + b"1/" + b"3" * 2500 + b'"',
        b"[" * 5000,
        b'{"a":' * 5000,
        b"\xef\xbb\xbf",
        b"\r\n",
        b"/* */",
        b"AAAA",
        b"!!!!",
    ),
]
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        1.5,
        -0.0,
        1e50,
        1e51,
        1e308,
        5e-324,
        2**53,
        2**63,
        2**64,
        10**50 + 1,
        -(10**60),
        10**400,
    ),
    *("", "x", "w", "1/3", "1e-3", "1/0", "nan", "inf", "1_0", "0x10", "−1", "per_entry", "guided", "dL_dw", "loss"),
    *("1e999999999", "1e-999999999", "1" * 3000, "a" * 20_000, "\x00", "�", "../../etc/passwd", "AAAAAAAAAAA="),
    *(
        [],
        [[]],
        [[[]]],
        {},
        [1],
        [[1]],
        [["1/3"]],
        [1, [2]],
        [[1], [2, 3]],
        {"rows": 10**8, "columns": 1, "float64": []},
    ),
    *({"rows": 1, "columns": 1, "float64": ["AAAAAAAAAAA="]}, {"matrix": "w", "row": 1, "column": 1}, {"x": {"x": {}}}),
]


def mutations(good: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many bad files, made of good ones of JSON; always the same for the same seed."""
    choose = random.Random(seed)
    ways: list[Callable[[random.Random, bytes], bytes]] = [
        *(_flipped, _cut_off, _replaced, _replaced, _cut_out, _doubled),
        *(_other_value, _other_value, _other_value, _without_a_key, _with_a_key_twice, _nested, _longer),
    ]
    for number in range(count):
        content = choose.choice(good)
        for _ in range(choose.choice([1, 1, 1, 2, 3])):
            content = ways[number % len(ways)](choose, content)
        yield content


def _flipped(choose: random.Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(choose.choice([1, 1, 4])):
        if flipped:
            flipped[choose.randrange(len(flipped))] ^= 1 << choose.randrange(8)
    return bytes(flipped)


def _cut_off(choose: random.Random, content: bytes) -> bytes:
    return content[: choose.randrange(len(content) + 1)]


def _replaced(choose: random.Random, content: bytes) -> bytes:
    start, end = _span(choose, content, 6)
    return content[:start] + choose.choice(TOKENS) + content[end:]


def _cut_out(choose: random.Random, content: bytes) -> bytes:
    start, end = _span(choose, content, 200)
    return content[:start] + content[end:]


def _doubled(choose: random.Random, content: bytes) -> bytes:
    start, end = _span(choose, content, 200)
    return content[:end] + content[start:end] + content[end:]


def _other_value(choose: random.Random, content: bytes) -> bytes:
    return _changed(choose, content, lambda holder, key: holder.__setitem__(key, choose.choice(VALUES)))


def _without_a_key(choose: random.Random, content: bytes) -> bytes:
    return _changed(choose, content, lambda holder, key: holder.__delitem__(key))


def _with_a_key_twice(choose: random.Random, content: bytes) -> bytes:
    try:
        keys = [*json.loads(content)]
        key = json.dumps(choose.choice(keys)).encode()
        value = json.dumps(choose.choice(VALUES)).encode()
    except (ValueError, IndexError, TypeError, RecursionError):
        return content
    at = choose.choice([content.find(b"{") + 1, content.find(key)])
    return content[:at] + key + b": " + value + b"," + content[at:]


def _nested(choose: random.Random, content: bytes) -> bytes:
    depth = choose.choice([2, 50, 900, 100_000])
    start, end = _span(choose, content, 3)
    return content[:start] + b"[" * depth + content[start:end] + b"]" * depth + content[end:]


def _longer(choose: random.Random, content: bytes) -> bytes:
    """A list that goes on, in steps of doubling."""

    def lengthen(holder: Any, key: Any) -> None:
        if isinstance(holder[key], list) and len(holder[key]) < 1000:
            holder[key] = holder[key] * choose.choice([2, 3, 64])
        elif isinstance(holder[key], str) and len(holder[key]) < 1000:
            holder[key] = holder[key] * choose.choice([2, 1000])

    return _changed(choose, content, lengthen)


def _changed(choose: random.Random, content: bytes, change: Callable[[Any, Any], object]) -> bytes:
    """With one value, somewhere in it, changed."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return content
    places = list(_places(root))
    if places:
        change(*choose.choice(places))
    return json.dumps(root, ensure_ascii=choose.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys)[:50]:
        yield value, key
        if depth < 20:
            yield from _places(value[key], depth + 1)


def _span(choose: random.Random, content: bytes, longest: int) -> tuple[int, int]:
    start = choose.randrange(len(content) + 1)
    return start, min(start + choose.randrange(longest), len(content))
