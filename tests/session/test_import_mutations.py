"""Data files that were broken on the way: each is refused in a sentence, or read as what it is."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import openpyxl
import pytest
from numpy.lib import format as npy

from bpgui.resource_files import resource_path
from bpgui.session.data_files import look_at, read
from bpgui.session.data_table import DataError
from bpgui.session.import_choices import ImportChoices
from bpgui.session.import_document import imported
from bpgui.session.import_plan import plan
from bpgui.session.import_proposal import proposed_choices

EACH = 110
_LONGEST = 2.0


def csv_file() -> bytes:
    return resource_path("data", "iris.csv").read_bytes()


def tsv_file() -> bytes:
    return "größe\tkind\n1,5\tu\n−2,25\tv\n1/3\tu\n;\t\n".encode("utf-16") * 3


def xlsx_file() -> bytes:
    book, made = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["a", "b", "kind"], [1.5, 2, "u"], [None, "1/3", "v"], [True, "0,5", 3], [1e300, -1, "u"]):
        sheet.append(row)
    book.save(made)
    return made.getvalue()


def npy_file() -> bytes:
    made = BytesIO()
    np.save(made, np.array([(1.5, "u", 2), (2, "v", 3)], dtype=[("size", "f8"), ("kind", "U3"), ("count", "i2")]))
    return made.getvalue()


def npz_file() -> bytes:
    made = BytesIO()
    np.savez_compressed(made, x=np.arange(12.0).reshape(3, 2, 2), y=np.arange(3), name=np.array(["a", "b", "c"]))
    return made.getvalue()


def mutated(content: bytes, random: Random) -> bytes:
    """Cut off, overwritten, shortened, lengthened, or repeated in part."""
    made, place = bytearray(content), random.randrange(len(content))
    match random.randrange(5):
        case 0:
            del made[place:]
        case 1:
            for _ in range(random.randint(1, 8)):
                made[random.randrange(len(made))] = random.randrange(256)
        case 2:
            del made[place : place + random.randint(1, 40)]
        case 3:
            made[place:place] = random.randbytes(random.randint(1, 20))
        case _:
            made[place:place] = made[place : place + random.randint(1, 4000)]
    return bytes(made)


def mutated_inside(content: bytes, random: Random) -> bytes:
    """The same of one member of an archive, which is whole as such."""
    made, archive = BytesIO(), zipfile.ZipFile(BytesIO(content))
    names = [name for name in archive.namelist() if "theme" not in name and "docProps" not in name]
    broken = random.choice(names)
    with zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            member = archive.read(name)
            copy.writestr(name, mutated(member, random) if name == broken else member)
    return made.getvalue()


Mutate = Callable[[bytes, Random], bytes]


@pytest.mark.parametrize(
    ("suffix", "good", "mutate"),
    [
        ("csv", csv_file, mutated),
        ("tsv", tsv_file, mutated),
        ("xlsx", xlsx_file, mutated),
        ("xlsx", xlsx_file, mutated_inside),
        ("npy", npy_file, mutated),
        ("npz", npz_file, mutated),
        ("npz", npz_file, mutated_inside),
    ],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_broken_file_is_refused_in_a_sentence_or_read(
    tmp_path: Path, suffix: str, good: Callable[[], bytes], mutate: Mutate
) -> None:
    content, refused, whole = good(), 0, 0
    for seed in range(EACH):
        random = Random(seed)
        path = tmp_path / f"{seed}.{suffix}"
        path.write_bytes(mutate(content, random))
        begun = time.perf_counter()
        try:
            whole += go_through(path, standardises=bool(seed % 2))
        except DataError as error:
            refused += 1
            said = str(error)
            assert said.startswith(path.name)
            assert said.endswith((".", "?"))
            assert len(said) < 300
            assert "\n" not in said
        assert time.perf_counter() - begun < _LONGEST
    assert refused + whole > 0
    if suffix in ("xlsx", "npz", "npy"):
        assert refused > EACH / 4


def go_through(path: Path, standardises: bool) -> bool:
    """All that the dialog does with a file; whether a document came of it."""
    data = look_at(path)
    table = read(data, data.proposed)
    proposed = proposed_choices(table, None, ImportChoices(data.proposed))
    choices = replace(proposed, leaves_out=True, standardises=standardises)
    made = plan(table, choices)
    assert all(problem.told(table) for problem in made.problems.listed)
    if made.refusal:
        return False
    document = imported(data, table, choices)
    assert np.isfinite(document.x.values).all()
    assert np.isfinite(document.y.values).all()
    "".join((*document.names.features, *document.names.classes, *document.names.examples)).encode()
    return True


# --- files that claim to be more than they are


def claims(path: Path) -> str:
    begun = time.perf_counter()
    with pytest.raises(DataError) as caught:
        go_through(path, standardises=False)
    assert time.perf_counter() - begun < _LONGEST
    return str(caught.value).replace("\N{THIN SPACE}", " ")


def header(shape: tuple[int, ...], of: str = "<f8") -> bytes:
    made = BytesIO()
    npy.write_array_header_1_0(made, {"descr": of, "fortran_order": False, "shape": shape})
    return made.getvalue()


def test_an_array_that_claims_terabytes_is_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    path.write_bytes(header((10**7, 10**6)))
    said = "x.npy: it is damaged or cut off: it says 10 000 000 × 1 000 000, float64, and there are 128 bytes."
    assert claims(path) == said
    path.write_bytes(header((-5, 3)))
    assert "x.npy: it is damaged" in claims(path)


def test_an_archive_that_would_unpack_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w") as member:
        member.write(header((10**7, 10**6)))
        for _ in range(20):
            member.write(bytes(10**6))
    assert "“x” is damaged or cut off" in claims(path)


def sheet(path: Path, rows: bytes, claimed: int | None = None) -> Path:
    """A workbook whose sheet has these rows; `claimed`: the size that its directory tells of it."""
    source = zipfile.ZipFile(BytesIO(xlsx_file()))
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            content = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (namespace, rows)
            archive.writestr(member, content if member == name else source.read(member))
        if claimed is not None:
            archive.getinfo(name).file_size = claimed
    return path


@pytest.mark.parametrize(
    "far", [b'<c r="XFD1048576"><v>2</v></c>', b"<c r = 'XFD1048576' ><v>2</v></c>", b'<c s="1" r="xfd1048576"/>']
)
def test_a_sheet_whose_last_cell_is_far_out_is_refused(tmp_path: Path, far: bytes) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">' + far + b"</row>"
    said = claims(sheet(tmp_path / "far.xlsx", rows))
    assert said.endswith(
        "goes on to row 1 048 576 and column 16 384: more than the 20 000 000 cells that fit. Save it as CSV."
    )


def test_a_workbook_that_unpacks_to_more_than_fits_is_refused(tmp_path: Path) -> None:
    said = claims(sheet(tmp_path / "bomb.xlsx", b"", claimed=3_000_000_000))
    assert "unpacked it would take 2861 MB, more than 1144 MB." in said


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 2000))
    assert "damaged or cut off" in claims(sheet(tmp_path / "lie.xlsx", rows, claimed=500))
