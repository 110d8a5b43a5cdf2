"""What an import makes of a table: roles, classes, rows, problems, the document, and the choices as text and back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.equations import LossConvention
from bpgui.resource_files import resource_path
from bpgui.session.data_files import look_at, read
from bpgui.session.data_reading import DataFile, Delimiter, Reading
from bpgui.session.data_table import DataError, DataTable
from bpgui.session.document import Document
from bpgui.session.export_matrices import npz_content
from bpgui.session.import_choices import ImportChoices, Role, Rows, Taking, listed, unlisted
from bpgui.session.import_document import imported
from bpgui.session.import_plan import plan
from bpgui.session.import_proposal import proposed_choices, proposed_roles
from bpgui.session.problems import read_example
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session import documents

IRIS = resource_path("data", "iris.csv")
PEOPLE = """Name;Größe;Gewicht;Alter;Art
Anna;1,70;60,5;20;a
Bert;1/3;;22;b
Carl;1.80;70,1;n/a;a
Dora;1,65;55;19;b;extra
Emil;1,90;?;30;a
Frank;2;3;4;
Gerd;1,7;80;33;b
"""


class File:
    """A file that was read, with what is proposed for it."""

    def __init__(self, path: Path) -> None:
        self.data: DataFile = look_at(path)
        self.table: DataTable = read(self.data, self.data.proposed)
        self.choices = proposed_choices(self.table, None, ImportChoices(self.data.proposed))

    def document(self, **changed: object) -> Document:
        return imported(self.data, self.table, replace(self.choices, **changed))  # type: ignore[arg-type]

    def refusal(self, **changed: object) -> str:
        choices = replace(self.choices, **changed)  # type: ignore[arg-type]
        with pytest.raises(DataError) as caught:
            imported(self.data, self.table, choices)
        assert plan(self.table, choices).refusal == str(caught.value)
        return str(caught.value)


def file_of(folder: Path, text: str, name: str = "some.csv") -> File:
    (folder / name).write_text(text, encoding="utf-8")
    return File(folder / name)


@pytest.fixture
def people(tmp_path: Path) -> File:
    return file_of(tmp_path, PEOPLE)


def iris_example() -> Document:
    return read_example(resource_path("examples", "4-irises.json"), IRIS).document


def iris_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(IRIS.read_text(encoding="utf-8").splitlines()):
        *values, name = line.split(",")
        sheet.append([*(map(float, values) if number else values), name])
    book.save(folder / "iris.xlsx")
    return folder / "iris.xlsx"


# --- the iris data, in several files


@pytest.mark.parametrize("kind", ["csv", "tsv", "semicolons", "xlsx", "npz"])
def test_the_irises_imported_are_the_examples_numbers_and_names(tmp_path: Path, kind: str) -> None:
    text = IRIS.read_text(encoding="utf-8")
    match kind:
        case "csv":
            file = File(IRIS)
        case "tsv":
            file = file_of(tmp_path, text.replace(",", "\t"), "iris.tsv")
        case "semicolons":
            file = file_of(tmp_path, text.replace(",", ";").replace(".", ","), "iris.csv")
        case "xlsx":
            file = File(iris_workbook(tmp_path))
        case _:
            rows = [line.split(",") for line in text.splitlines()[1:]]
            columns = {
                name: np.array([float(row[place]) for row in rows])
                for place, name in enumerate(text.splitlines()[0].split(",")[:4])
            }
            np.savez(tmp_path / "iris.npz", **columns, **{"class": np.array([row[4] for row in rows])})
            file = File(tmp_path / "iris.npz")
    made, expected = file.document(), iris_example()
    assert made.x.same_as(expected.x)
    assert made.y.same_as(expected.y)
    assert made.names == expected.names
    assert made.title == "iris"
    assert made.learning_rate == Fraction(1, 100)
    assert not made.w.values.any()
    assert not made.b.values.any()
    assert made.source is not None
    assert made.source.file == file.data.path.name


def test_an_import_is_one_step_that_can_be_undone(tmp_path: Path) -> None:
    before = documents.note()
    session = Session(before)
    session.run(3)
    session.replace_document(File(IRIS).document(), "Import iris.csv")
    assert [step.name for step in session.history.done] == ["Import iris.csv"]
    assert session.document.shape == (150, 4, 3)
    session.undo()
    assert session.document.same_as(before)
    assert session.iteration == 3


def test_the_loss_convention_stays(tmp_path: Path) -> None:
    file = File(IRIS)
    made = imported(file.data, file.table, file.choices, LossConvention.per_entry)
    assert made.convention is LossConvention.per_entry


# --- roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("a,b,kind\n1,2,u\n3,4,v\n5,6,u\n", "x x label"),
        ("a,b,c\n1,2,3\n4,5,6.5\n", "x x y"),
        ("label,p1,p2\n0,2,3\n1,5,6\n", "label x x"),
        ("Id,a,Species\n1,2,u\n2,4,v\n3,9,u\n4,1,v\n", "names of the examples x label"),
        ("who,a,b\nAnn,1,2\nBob,3,4\nCas,5,6\nDan,7,8\n", "names of the examples x y"),
        ("a,empty,b\n1,,2\n3,,4\n", "x left out y"),
        ("a\n1\n2\n", "x"),
        ("a,b,y\n0,1,1\n1,0,3\n2,2,5\n3,1,7\n4,0,9\n5,2,11\n", "x x y"),
        ("a,b,Target\n0,1,1\n1,0,0\n2,2,1\n3,1,0\n", "x x label"),
        ("a,digit\n5,0\n6,1\n7,2\n", "x label"),
        ("x1,x2,y1,y2\n1,2,3,4\n5,6,7,9\n", "x x y y"),
        ("x1,y1,x2,y2\n1,2,3,4\n5,6,7,9\n", "x x x y"),
    ],
)
def test_roles_are_proposed_from_names_and_cells(tmp_path: Path, text: str, roles: str) -> None:
    table = file_of(tmp_path, text).table
    assert " ".join(role.value for role in proposed_roles(table)) == roles


def test_an_archive_that_was_exported_comes_back_as_it_was(tmp_path: Path) -> None:
    session = Session(documents.note())
    session.run(3)
    (tmp_path / "all.npz").write_bytes(b"".join(npz_content(Screen(session))))
    file = File(tmp_path / "all.npz")
    assert file.data.proposed.parts == ("x", "y")
    made = file.document()
    assert made.x.same_as(session.document.x)
    assert made.y.same_as(session.document.y)
    assert made.names.features == made.names.classes == ()


def test_of_an_archive_x_and_y_are_proposed_wherever_they_stand(tmp_path: Path) -> None:
    x, y = np.arange(12.0).reshape(6, 2), np.array([0, 1, 1, 0, 0, 1])
    np.savez(tmp_path / "some.npz", x_test=x[:2], y_test=y[:2], Y_train=y, w=x, X_train=x)
    file = File(tmp_path / "some.npz")
    assert file.data.proposed.parts == ("X_train", "Y_train")
    assert file.choices.roles == (Role.x, Role.x, Role.label)


def test_a_label_and_targets_never_stand_together() -> None:
    choices = ImportChoices(Reading(), (Role.x, Role.x, Role.label, Role.names))
    assert choices.with_roles([0, 1], Role.y).roles == (Role.y, Role.y, Role.left_out, Role.names)
    assert choices.with_roles([1], Role.label).roles == (Role.x, Role.label, Role.left_out, Role.names)
    assert choices.with_roles([0, 1], Role.names).roles == (Role.names, Role.x, Role.label, Role.left_out)


def test_targets_become_y_with_their_names(tmp_path: Path) -> None:
    file = file_of(tmp_path, "a,b,c\n1,1/3,3\n4,5,6.5\n")
    made = file.document(roles=(Role.x, Role.y, Role.y))
    assert made.y.values.tolist() == [[1 / 3, 3], [5, 6.5]]
    assert made.y.exact == {(0, 0): Fraction(1, 3)}
    assert made.names.classes == ("b", "c")
    assert made.names.features == ("a",)


@pytest.mark.parametrize(
    ("labels", "classes", "of_rows"),
    [
        ("3 1 2 1", "1 2 3", [2, 0, 1, 0]),
        ("1.0 1 2 2.50", "1 2 2.5", [0, 0, 1, 2]),
        ("v u v w", "v u w", [0, 1, 0, 2]),
        ("01 1 01 x", "01 1 x", [0, 1, 0, 2]),
        ("-1 +1 −1 1", "−1 1", [0, 1, 0, 1]),
    ],
)
def test_labels_become_one_hot_names_in_their_order_and_numbers_by_size(
    tmp_path: Path, labels: str, classes: str, of_rows: list[int]
) -> None:
    text = "a,label\n" + "".join(f"{n},{label}\n" for n, label in enumerate(labels.split()))
    made = file_of(tmp_path, text).document(roles=(Role.x, Role.label))
    assert made.names.classes == tuple(classes.split())
    assert made.y.values.argmax(axis=1).tolist() == of_rows
    assert (made.y.values.sum(axis=1) == 1).all()


def test_names_of_examples_come_from_their_column(people: File) -> None:
    assert people.document(leaves_out=True).names.examples == ("Anna", "Gerd")


# --- rows


@pytest.mark.parametrize(
    ("rows", "expected", "classes"),
    [
        (Rows(), range(150), "setosa versicolor virginica"),
        (Rows(Taking.first, count=7), range(7), "setosa"),
        (Rows(Taking.between, begin=50, end=60), range(49, 60), "setosa versicolor"),
    ],
)
def test_rows_count_from_1_and_only_their_classes_are_there(rows: Rows, expected: range, classes: str) -> None:
    made = File(IRIS).document(rows=rows)
    assert made.x.values.tolist() == iris_example().x.values[list(expected)].tolist()
    assert made.names.classes == tuple(classes.split())


def test_a_sample_is_told_by_its_seed_and_stays_in_order() -> None:
    file = File(IRIS)
    one, again, other = (Rows(Taking.sample, count=30, seed=seed).of(150).tolist() for seed in (7, 7, 8))
    assert one == again == sorted(set(one))
    assert one != other
    made = file.document(rows=Rows(Taking.sample, count=30, seed=7))
    assert made.x.values.tolist() == iris_example().x.values[one].tolist()
    assert made.names.classes == ("setosa", "versicolor", "virginica")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (Rows(Taking.first, count=151), "151 rows can't be taken: the file has 150."),
        (Rows(Taking.sample, count=0), "0 rows can't be taken: the file has 150."),
        (Rows(Taking.between, begin=149, end=151), "There is no row 151: the file has 150 rows."),
        (Rows(Taking.between, begin=5, end=4), "There are no rows from 5 to 4: expected 1 ≤ from ≤ to."),
    ],
)
def test_rows_that_are_not_there_are_refused(rows: Rows, said: str) -> None:
    assert File(IRIS).refusal(rows=rows) == said


def test_rows_are_proposed_no_further_than_the_file_goes(people: File) -> None:
    assert (people.choices.rows.count, people.choices.rows.end) == (7, 7)
    rows = replace(people.choices.rows, taking=Taking.between)
    assert people.document(rows=rows, leaves_out=True).names.examples == ("Anna", "Gerd")


# --- what can't be used


def test_what_is_missing_or_no_number_is_counted_and_listed_and_refused(people: File) -> None:
    made = plan(people.table, people.choices)
    assert made.problems.told == "4 cells are missing, 1 cell is no number, 1 row is too long, in 5 rows."
    assert [problem.told(people.table) for problem in made.problems.listed] == [
        "row 2, column 3 (Gewicht): missing",
        "row 3, column 2 (Größe): “1.80” is no number",
        "row 3, column 4 (Alter): missing, “n/a”",
        "row 4: 6 cells for 5 columns",
        "row 5, column 3 (Gewicht): missing, “?”",
        "row 6, column 5 (Art): missing",
    ]
    assert people.refusal() == f"{made.problems.told} Leave out these rows, or mend them in the file."


def test_rows_with_problems_can_be_left_out_and_nothing_is_filled_in(people: File) -> None:
    choices = replace(people.choices, leaves_out=True)
    made = plan(people.table, choices)
    assert made.rows.tolist() == [0, 6]
    assert made.told(choices) == "N = 2, D = 3, K = 2 (a, b); w and b start at zero, η = 0.01. 5 rows are left out."
    assert people.document(leaves_out=True).x.values.tolist() == [[1.7, 60.5, 20], [1.7, 80, 33]]


def test_only_columns_and_rows_that_are_used_have_problems(people: File) -> None:
    only_size = people.choices.with_roles([2, 3], Role.left_out)
    problems = plan(people.table, replace(only_size, rows=Rows(Taking.first, count=2))).problems
    assert problems.count == 0
    assert problems.told == "No cell is missing or unreadable."


def test_many_problems_are_all_counted_and_the_first_ones_listed(tmp_path: Path) -> None:
    file = file_of(tmp_path, "a,b\n" + "1,2\n" * 2000 + "1,?\n" * 1500)
    problems = plan(file.table, file.choices).problems
    assert (problems.count, len(problems.listed), problems.listed[0].row) == (1500, 1000, 2000)


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((Role.left_out, Role.y), "No column is x: choose at least one feature."),
        ((Role.x, Role.left_out), "No column is the label or y: choose what the network is to learn."),
    ],
)
def test_without_x_or_something_to_learn_there_is_no_network(
    tmp_path: Path, roles: tuple[Role, ...], said: str
) -> None:
    assert file_of(tmp_path, "a,b\n1,2\n3,4\n").refusal(roles=roles) == said


def test_where_no_row_is_left_it_is_said(tmp_path: Path) -> None:
    assert file_of(tmp_path, "a,b\n1,x1\nx2,4\n").refusal(roles=(Role.x, Role.y), leaves_out=True) == "No row is left."


# --- the start


def test_w_starts_with_small_random_numbers_of_a_seed_that_is_kept() -> None:
    one, again, other = (File(IRIS).document(start_seed=seed) for seed in (7, 7, 8))
    assert one.w.same_as(again.w)
    assert not one.w.same_as(other.w)
    assert 0 < np.abs(one.w.values).max() < 1
    assert not one.b.values.any()
    assert one.seed == 7
    assert File(IRIS).document().seed is None


# --- choices as text

roles = st.lists(st.sampled_from(Role), max_size=30).map(tuple)
wholes = st.integers(1, 10**6)
rows_taken = st.one_of(
    st.just(Rows()),
    st.builds(lambda count: Rows(Taking.first, count=count), wholes),
    st.builds(lambda begin, end: Rows(Taking.between, begin=begin, end=end), wholes, wholes),
    st.builds(lambda count, seed: Rows(Taking.sample, count=count, seed=seed), wholes, st.integers(0, 2**32 - 1)),
)
readings = st.builds(
    Reading,
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
    st.sampled_from(Delimiter),
    st.booleans(),
    st.sampled_from([None, True, False]),
)
all_choices = st.builds(
    ImportChoices,
    readings,
    roles,
    rows_taken,
    st.booleans(),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 2**32 - 1)),
)


@given(all_choices)
def test_choices_are_kept_as_text_and_found_again(choices: ImportChoices) -> None:
    assert ImportChoices.from_text(choices.as_text()) == choices


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12))), st.data())
def test_other_texts_are_no_choices(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    good = list(ImportChoices(Reading(), (Role.x, Role.label)).as_text())
    place = data.draw(st.integers(0, len(good) - 1))
    good[place] = (good[place][0], data.draw(st.text(alphabet="0123456789–, xy-", max_size=12)))
    for told in (tuple(pairs), tuple(good)):
        choices = ImportChoices.from_text(told)
        assert choices is None or isinstance(choices, ImportChoices)


@given(st.sets(st.integers(0, 60)))
def test_columns_are_listed_in_runs(columns: set[int]) -> None:
    assert unlisted(listed(sorted(columns))) == sorted(columns)


def test_runs_read_as_a_person_writes_them() -> None:
    assert listed([0, 1, 2, 5, 7, 8]) == "1–3, 6, 8–9"
    with pytest.raises(ValueError, match="no columns"):
        unlisted("1–999999999999")
    with pytest.raises(ValueError, match="columns"):
        unlisted(", ".join(["1–50000"] * 1000))  # more than there can be, named again and again


def test_a_later_import_of_the_same_file_proposes_the_same(people: File) -> None:
    chosen = replace(people.choices, leaves_out=True, standardises=True, start_seed=3)
    source = people.document(leaves_out=True, standardises=True, start_seed=3).source
    assert source is not None
    earlier = ImportChoices.from_text(source.choices)
    assert proposed_choices(people.table, earlier, ImportChoices(people.data.proposed)) == chosen
    fewer = replace(people.table, names=people.table.names[:3], values=people.table.values[:, :3])
    assert len(proposed_choices(fewer, earlier, ImportChoices(people.data.proposed)).roles) == 3
