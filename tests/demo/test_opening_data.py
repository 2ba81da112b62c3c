"""Opening the demo city's data: all of it conforms to OParl, none of it is secret."""

import json

import pytest

from support.publishing import everything, reading
from support.schemas import faults

pytestmark = pytest.mark.long


async def test_every_object_of_the_city_fits_its_schema(city, built):
    async with reading(city) as client:
        found = await everything(client)
    assert {field for field, things in found.items() if not things} == set()
    assert [fault for things in found.values() for one in things for fault in faults(one)] == []


async def test_no_secret_paper_is_in_the_open_data(city, built):
    async with reading(city) as client:
        found = json.dumps(await everything(client), ensure_ascii=False)
    secret = [one.title for one in built.plot.papers if not one.text.public]
    assert "Grundhafter Ausbau der Färbergasse" in found
    assert not [one for one in secret if one in found]
