"""The rules of the house on which decisions rest, kept by the moderators of a body."""

from uuid import UUID

from rostra.access import PUBLIC, Permission
from rostra.errors import Invalid
from rostra.moderation.events import HouseRuleKept
from rostra.moderation.models import HouseRule
from rostra.organizations.models import Body
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_RULE = 1_000
USUAL = (
    ("Beleidigung", "Niemand wird beleidigt, verleumdet oder beschimpft.", "§§ 185 ff. StGB"),
    ("Hetze", "Gegen Menschen und Gruppen wird nicht gehetzt.", "§ 130 StGB"),
    ("Drohung", "Niemandem wird gedroht; zu keiner Tat wird aufgerufen.", "§§ 111, 241 StGB"),
    ("Fremde Daten", "Anschriften und Bilder anderer gehören nicht hierher.", "Art. 6 DSGVO"),
    ("Werbung", "Werbung und mehrfach Gleiches gehören nicht hierher.", None),
    ("Thema", "Geschrieben wird zu dem, worum es hier geht.", None),
)
"""Rules with which a city can begin: name, text, and the law where there is one."""


async def keep_house_rule(
    work: Work,
    body_id: UUID,
    name: str,
    text: str,
    law: str = "",
    rule_id: UUID | None = None,
    active: bool = True,
) -> HouseRule:
    """Set a rule of the house, or change it; decisions made before keep their words."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.HOUSE_RULE_KEEP, body.id)
    name, law = (" ".join(cleaned_text(one).split()) for one in (name, law))
    text = cleaned_text(text)
    for field, words in (("name", name), ("text", text)):
        if not 1 <= len(words) <= LONGEST_RULE:
            raise Invalid(field, f"This has 1 to {LONGEST_RULE} characters.")
    rule = await work.find(HouseRule, rule_id) if rule_id else None
    if rule is None:
        rule = HouseRule(body_id=body.id, audience_id=PUBLIC)
        work.add(rule)
    rule.name, rule.text, rule.law, rule.active = name, text, law or None, active
    await work.flush()
    work.record(HouseRuleKept(rule.id))
    return rule


async def begin_with_usual_rules(work: Work, body_id: UUID) -> list[HouseRule]:
    """The usual rules, for a body that has none yet."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.HOUSE_RULE_KEEP, body.id)
    if await work.count(work.readable(HouseRule).where(HouseRule.body_id == body_id)):
        return []
    return [await keep_house_rule(work, body_id, *rule[:2], rule[2] or "") for rule in USUAL]
