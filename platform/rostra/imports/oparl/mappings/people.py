"""How persons are read."""

from rostra.imports.oparl import converting
from rostra.imports.oparl.mapping import Field, Reference, Rule
from rostra.people.models import Person

person = Rule(
    "person",
    Person,
    fields=(
        Field("name", "name"),
        Field("familyName", "family_name"),
        Field("givenName", "given_name"),
        Field("formOfAddress", "form_of_address"),
        Field("affix", "affix"),
        Field("title", "title", converting.texts),
        Field("gender", "gender", converting.trimmed),
        Field("phone", "phone", converting.texts),
        Field("email", "email", converting.texts),
        Field("status", "status", converting.texts),
        Field("life", "life"),
        Field("lifeSource", "life_source"),
    ),
    references=(
        Reference("location", "location_id", "location"),
        Reference("locationObject", "location_id", "location"),
    ),
    known=("body",),
)
