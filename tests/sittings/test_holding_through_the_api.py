"""The verbs of a sitting through the API, and what a screen then shows to whom."""

from support.asking import api_of, ask
from support.sitting import sitting_council

SCENE = """
query Scene($meeting: UUID!) {
  scene(uuid: $meeting) {
    state behindClosedDoors currentItem { name }
    interruptions { reason ended }
    quorumFindings { rule legal entitled needed unsummoned quorate agendaItem { name } }
  }
}
"""


async def scene(api, council, *who):
    return (await ask(api, SCENE, *who, meeting=str(council.meeting.id)))["scene"]


async def test_a_screen_shows_what_its_reader_may_know(database):
    council = await sitting_council(database)
    api, meeting = api_of(database), str(council.meeting.id)

    async def do(verb, answer="{ id }", name="meeting", of=meeting):
        text = f"mutation Do($of: UUID!) {{ {verb}({name}: $of) {answer} }}"
        return (await ask(api, text, council.chair, of=of))[verb]

    await do("callNextItem")
    assert (await do("establishQuorum", "{ quorate entitled }")) == {"quorate": True, "entitled": 5}
    await do("callItem", name="item", of=str(council.items[3].id))
    await do("interruptSitting", "{ state }")

    public = await scene(api, council)
    assert (public["state"], public["currentItem"], public["behindClosedDoors"]) == (
        "open", None, True,
    )  # fmt: skip
    assert public["interruptions"] == []
    assert [one["agendaItem"] for one in public["quorumFindings"]] == [{"name": "Eröffnung"}]
    inside = await scene(api, council, council.member(2))
    assert (inside["state"], len(inside["interruptions"])) == ("interrupted", 1)
    assert inside["currentItem"] == {"name": council.items[3].name}
