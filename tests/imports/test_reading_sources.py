"""Folders, archives and files of every shape give up the objects that are in them."""

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from rostra.imports.oparl.documents import documents_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Splitter
from support import oparl
from support.oparl import ROOT, SCHEMA, address, deviations


def found_in(source):
    report = Report(str(source))
    splitter = Splitter(report)
    found = [one for document in documents_of(source, report)
             for one in splitter.objects_in(document)]  # fmt: skip
    return found, report


def page(*objects, last="meetings"):
    """A page of a list."""
    return {"data": list(objects), "pagination": {}, "links": {"first": f"{ROOT}/{last}?page=1"}}


PAPER = json.dumps(oparl.paper(1)).encode()
PRETTY = json.dumps([oparl.paper(1), oparl.paper(2)], indent=2, ensure_ascii=False).encode()
LINES = PAPER + b"\n\n" + json.dumps(oparl.paper(2)).encode() + b"\n"


def tarred(*members, mode="w:gz"):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def zipped(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def nested(times):
    data = PAPER
    for _ in range(times):
        data = zipped(("a.zip" if data is not PAPER else "a.json", data))
    return data


@pytest.mark.parametrize(
    ("name", "data", "papers"),
    [
        ("a.json", PAPER, 1),
        ("a.json", PRETTY, 2),
        ("a.json", b"\xef\xbb\xbf" + PRETTY, 2),
        ("a.json", json.dumps(page(oparl.paper(1), last="papers")).encode(), 1),
        ("a.jsonl", LINES, 2),
        ("a.json", LINES, 2),
        ("a.jsonl", LINES + b"{broken\n" + PAPER.replace(b"paper/1", b"paper/3"), 3),
        ("a.jsonl", b"{broken\n" + LINES, 2),
        ("a.jsonl.gz", gzip.compress(LINES), 2),
        ("a.gz", gzip.compress(PRETTY), 2),
        ("a.tar.gz", tarred(("x/b.json", PRETTY), ("x/readme.txt", b"hello")), 2),
        ("a.tgz", tarred(("b.jsonl.gz", gzip.compress(LINES))), 2),
        ("a.tar", tarred(("b.json", PAPER), mode="w"), 1),
        ("a.zip", zipped(("b.json", PAPER), ("c/d.jsonl", LINES)), 3),
        ("a.json", '{"id": "https://a.example/paper/1", "name": "Straße"}'.encode("cp1252"), 1),
        ("a.json", b'{"id": "https://a.example/paper/1", "name": "\\ud800"}', 1),
    ],
)
def test_every_shape_is_read(tmp_path, name, data, papers):
    (tmp_path / name).write_bytes(data)

    assert [one.kind for one in found_in(tmp_path)[0]].count("paper") == papers
    assert [one.kind for one in found_in(tmp_path / name)[0]].count("paper") == papers


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{"),
        ("a.json", b"\x00\xff\xfe"),
        ("a.gz", b"no gzip at all"),
        ("a.json.gz", gzip.compress(PRETTY)[:-20]),
        ("a.zip", zipped(("b.json", PAPER))[:-30]),
        ("a.tar.gz", tarred(("b.json", PAPER))[:-40]),
        ("a.zip", nested(5)),
        ("a.json", b"[" * 100_000),
    ],
)  # fmt: skip
def test_what_is_damaged_costs_only_itself(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.json").write_bytes(PAPER)

    found, report = found_in(tmp_path)

    assert "paper" in [one.kind for one in found]
    assert sum(deviations(report).values()) >= 1


def test_an_empty_file_is_nothing(tmp_path):
    (tmp_path / "a.json").write_bytes(b"\n")
    found, report = found_in(tmp_path)
    assert (found, deviations(report)) == ([], {})


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "readme.txt").write_bytes(PAPER)
    assert found_in(tmp_path)[0] == []


def test_embedded_objects_are_split_off(tmp_path):
    oparl.written(tmp_path / "x", oparl.meeting(1), oparl.person(1))
    found, _ = found_in(tmp_path / "x")

    by_id = {one.id: one for one in found}
    assert by_id[address("Meeting", 1)].object["agendaItem"] == [
        address("AgendaItem", "1-0"),
        address("AgendaItem", "1-1"),
    ]
    item = by_id[address("AgendaItem", "1-1")]
    assert (item.position, item.object["meeting"]) == (1, address("Meeting", 1))
    assert by_id[address("Membership", 1)].object["person"] == address("Person", 1)
    assert by_id[address("Membership", 1)].body == ROOT


def test_an_agenda_stands_in_the_order_that_it_states(tmp_path):
    sitting = oparl.meeting(1, items=3)
    for item, order in zip(sitting["agendaItem"], (30, 10, 20), strict=True):
        item["order"] = order
    found, report = found_in(oparl.written(tmp_path / "x", sitting))

    places = {one.object["name"]: one.position for one in found if one.kind == "agenda_item"}
    assert places == {"Punkt 1": 0, "Punkt 2": 1, "Punkt 0": 2}
    assert deviations(report)["meeting", "order does not count from 0"] == 1


@pytest.mark.parametrize(
    "type_url",
    [
        SCHEMA + "Paper",
        "https://schema.oparl.org/1.0/Paper",
        "http://schema.oparl.org/1.1/Paper/",
        "Paper",
    ],
)
def test_a_type_is_known_in_every_spelling(tmp_path, type_url):
    found, _ = found_in(oparl.written(tmp_path / "x", {**oparl.paper(1), "type": type_url}))
    assert found[0].kind == "paper"


def test_an_untyped_object_is_what_its_list_holds(tmp_path):
    bare = {"id": "https://rat.example.org/x/1", "deleted": True}
    other = {"id": "https://rat.example.org/protokolle/2"}
    (tmp_path / "a.json").write_text(json.dumps(page(bare, oparl.meeting(1))))
    (tmp_path / "b.json").write_text(json.dumps(page(other, last="organization")))
    (tmp_path / "c.json").write_text(json.dumps({"id": f"{ROOT}/people/7"}))
    found, report = found_in(tmp_path)

    kinds = {one.id: one.kind for one in found}
    assert kinds[bare["id"]] == "meeting"
    assert kinds[other["id"]] == "organization"
    assert kinds[f"{ROOT}/people/7"] == "person"
    assert deviations(report)["meeting", "meeting without type"] == 1


def test_what_is_no_oparl_object_is_reported(tmp_path):
    strange = [{"factions": {}}, 7, None, "text", {"id": 5}, {"id": address("x", 1), "type": "y"}]
    (tmp_path / "a.json").write_text(json.dumps(strange))
    found, report = found_in(tmp_path)

    assert found == []
    assert deviations(report) == {
        ("unknown", "not an OParl object"): 5,
        ("unknown", "type unknown to OParl"): 1,
    }


def test_an_embedded_object_without_id_gets_one_below_its_parent(tmp_path):
    sitting = oparl.meeting(1)
    del sitting["location"]["id"]
    found, _ = found_in(oparl.written(tmp_path / "x", sitting))
    places = [one.id for one in found if one.kind == "location"]
    assert places == [f"{sitting['id']}#location"]
