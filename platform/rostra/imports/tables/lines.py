"""Line by line: whom or what each speaks of, what is new in it, and doing that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from rostra.errors import Invalid, Refusal
from rostra.imports.tables.cells import flat
from rostra.imports.tables.columns import KEY, Column, Form, plain, read
from rostra.imports.tables.keys import LONGEST_KEY, remember, remembered
from rostra.imports.tables.reports import Change, Fate, Line, Remark, Report
from rostra.imports.tables.sheets import Row, Sheet
from rostra.imports.tables.stocks import Holding, Names, Register, folded, id_in, register_of
from rostra.imports.tables.tables import Table
from rostra.work import Work

MOST_NEW = 500
"""Lines that bring something new, in one table: while they are taken in, others wait to write."""

DEEPEST = 20
"""Levels of organizations that one table can enter below each other."""

NAMESAKE = "There is another one of this name."
RECOGNISED = "Without a key, this line is taken for the one of this name that is here."
GONE = "What bore this key is not here any more, and stays away."


@dataclass
class Entry:
    """A line on its way: its cells, each in its one spelling, and what is found out about it."""

    number: int
    key: str
    cells: dict[str, str]
    target: Holding | None = None
    gone: bool = False
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Desk:
    """Takes the lines of one table in, in the name of the Work's actor."""

    work: Work
    table: Table
    body_id: UUID
    register: Register = field(default_factory=dict)
    stock: dict[UUID, Holding] = field(default_factory=dict)
    namesakes: dict[tuple[str, ...], list[UUID]] = field(default_factory=dict)
    spoken_of: dict[object, int] = field(default_factory=dict)
    """What the lines so far speak of, and in which line."""
    done: list[Line] = field(default_factory=list)
    fresh: int = 0
    """How many lines bring something new."""

    async def take(self, sheet: Sheet) -> Report:
        """What became of every line, in their order."""
        await self.prepare(sheet)
        self.done += [
            Line(number, Fate.REFUSED, "", remarks=(remark,)) for number, remark in sheet.broken
        ]
        pending = [entry for row in sheet.rows if (entry := self.opened(row, sheet.columns))]
        deep = 0
        while pending:
            called = self.called(pending)
            waiting = [self.waits(one, called) for one in pending]
            deep += 1
            stuck = all(waiting) or deep > DEEPEST
            ready = [one for one, late in zip(pending, waiting, strict=True) if stuck or not late]
            pending = [
                one for one, late in zip(pending, waiting, strict=True) if late and not stuck
            ]
            known = [one for one in ready if self.is_found_out(one)]
            self.refuse_too_much(known)
            for entry in sorted(known, key=lambda one: one.target is None):
                await self.settle(entry)
        lines = tuple(sorted(self.done, key=lambda line: line.number))
        about = {"table": self.table.name, "body": str(self.body_id), "text": sheet.digest}
        return Report(lines, sheet.remarks, about)

    def refuse_too_much(self, entries: Sequence[Entry]) -> None:
        """Refuse a table that brings more than others can wait for."""
        self.fresh += sum(not one.gone and bool(self.fresh_cells(one)) for one in entries)
        if self.fresh > MOST_NEW:
            raise Invalid(
                "text", f"More than {MOST_NEW} lines bring something new; send them in parts."
            )

    async def prepare(self, sheet: Sheet) -> None:
        """Find out what is there, and which keys are remembered."""
        self.register = await register_of(self.work, self.body_id)
        self.register.setdefault(self.table.kind, Names())
        for one in await self.table.stock(self.work, self.body_id, self.register):
            self.hold(one)
        columns = [(self.table.kind, KEY.name)]
        columns += [(one.to, one.name) for one in sheet.columns if one.form is Form.REFERENCE]
        for kind, name in columns:
            keys = {flat(row.cells.get(name, "")) for row in sheet.rows}
            keys = {key for key in keys if 0 < len(key) <= LONGEST_KEY}
            self.register[kind].keys |= await remembered(self.work, self.body_id, kind, keys)

    def hold(self, one: Holding) -> None:
        """Know a thing that is there."""
        self.stock[one.id] = one
        alike = self.table.alike(one.cells)
        if alike:
            self.namesakes.setdefault(alike, []).append(one.id)

    def opened(self, row: Row, columns: Sequence[Column]) -> Entry | None:
        """The line with its cells read; None if one of them cannot be."""
        entry = Entry(row.number, flat(row.cells.get(KEY.name, "")), {})
        wrong = []
        for column in columns:
            try:
                entry.cells[column.name] = read(column, row.cells.get(column.name, ""))
            except Invalid as refusal:
                wrong.append(Remark(column.name, refusal.sentence))
        for column in columns:
            instead = column.stands_in_for
            if instead and not entry.cells.get(instead):
                entry.cells[instead] = entry.cells.get(column.name, "")
        if wrong:
            self.refuse(entry, *wrong)
            return None
        return entry

    def called(self, pending: Sequence[Entry]) -> dict[str, set[int]]:
        """By which keys and names other lines may refer to these."""
        found: dict[str, set[int]] = {}
        for entry in pending:
            for name in {entry.key, *map(folded, self.table.names(entry.cells))} - {""}:
                found.setdefault(name, set()).add(entry.number)
        return found

    def waits(self, entry: Entry, called: dict[str, set[int]]) -> bool:
        """Whether a line refers to another one that is not taken in yet."""
        for column in self.table.own_columns:
            written = entry.cells.get(column.name, "")
            if column.to == self.table.kind and written and not self.is_known(column, written):
                others = called.get(written, set()) | called.get(folded(written), set())
                if others - {entry.number}:
                    return True
        return False

    def is_known(self, column: Column, written: str) -> bool:
        """Whether what a cell refers to is there."""
        try:
            return self.register[column.to].find(written) is not None
        except Invalid:
            return True

    def is_found_out(self, entry: Entry) -> bool:
        """Whether it is clear of what a line speaks; refuses it otherwise."""
        column = KEY.name
        try:
            for one in self.table.own_columns:
                if one.form is Form.REFERENCE and entry.cells.get(one.name):
                    column = one.name
                    entry.cells[column] = self.referred(one, entry.cells[column])
            column = KEY.name
            self.find_target(entry)
        except Invalid as refusal:
            self.refuse(entry, Remark(column, refusal.sentence))
            return False
        return True

    def referred(self, column: Column, written: str) -> str:
        """The id of what a cell refers to."""
        found = self.register[column.to].find(written)
        if found is None:
            raise Invalid(column.name, "There is nothing here with this key or name.")
        return str(found)

    def find_target(self, entry: Entry) -> None:
        """Find what a line speaks of: by its key, or without one by what it says."""
        alike = self.table.alike(entry.cells)
        same = self.namesakes.get(alike, []) if alike else []
        named = id_in(entry.key)
        known = named or self.register[self.table.kind].keys.get(entry.key)
        if len(entry.key) > LONGEST_KEY:
            raise Invalid(KEY.name, f"A key has {LONGEST_KEY} characters at most.")
        if known is not None:
            entry.target = self.stock.get(known)
            if entry.target is None and named:
                raise Invalid(KEY.name, "There is nothing here with this key.")
            entry.gone = entry.target is None
        elif not entry.key and len(same) > 1:
            raise Invalid(KEY.name, f"There are {len(same)} of this name; write the key.")
        elif not entry.key and same:
            entry.target = self.stock[same[0]]
            entry.remarks.append(Remark(KEY.name, RECOGNISED))
        subject: object = known or (entry.target and entry.target.id) or entry.key or alike
        self.refuse_repetition(entry, subject)
        if entry.target is None and not entry.gone and (same or ("alike", alike) in self.spoken_of):
            entry.remarks.append(Remark("", NAMESAKE))
        self.spoken_of.setdefault(("alike", alike), entry.number)

    def refuse_repetition(self, entry: Entry, subject: object) -> None:
        """Refuse a line that speaks of the same thing as an earlier one."""
        if subject and subject in self.spoken_of:
            number = self.spoken_of[subject]
            raise Invalid(KEY.name, f"Line {number} speaks of the same already.")
        self.spoken_of[subject] = entry.number

    async def settle(self, entry: Entry) -> None:
        """Do what a line says, and note what became of it."""
        if entry.gone:
            self.note(entry, Fate.LEFT, remarks=(Remark(KEY.name, GONE),))
            return
        fresh = self.fresh_cells(entry)
        changes = tuple(
            Change(
                one.name, self.told(one, self.before(entry, one)), self.told(one, fresh[one.name])
            )
            for one in self.table.own_columns
            if one.name in fresh
        )
        try:
            if entry.target is None:
                made = await self.table.enter(self.work, self.body_id, fresh)
                self.know(entry, made)
                self.note(entry, Fate.CREATED, changes)
            elif changes:
                endings = await self.table.change(self.work, entry.target, fresh)
                self.note(entry, Fate.CHANGED, changes, endings=endings)
            else:
                entry.remarks.clear()
                self.note(entry, Fate.LEFT)
        except Refusal as refusal:
            about = refusal.field if isinstance(refusal, Invalid) else ""
            self.refuse(entry, Remark(self.column_of(about), refusal.sentence), changes=changes)

    def fresh_cells(self, entry: Entry) -> dict[str, str]:
        """What a line says that does not stand there already."""
        return {
            one.name: cell
            for one in self.table.own_columns
            if one.takes and (cell := entry.cells.get(one.name)) is not None
            if cell != self.before(entry, one)
        }

    def before(self, entry: Entry, column: Column) -> str:
        """What stands there now in a column of a line."""
        return entry.target.cells.get(column.name, "") if entry.target else ""

    def told(self, column: Column, cell: str) -> str:
        """A cell for readers: the name of what it refers to."""
        id = id_in(cell) if column.form is Form.REFERENCE else None
        return self.register[column.to].labels.get(id, cell) if id else cell

    def know(self, entry: Entry, made: UUID) -> None:
        """Remember the thing that was made of a line."""
        names = self.table.names(entry.cells)
        self.register[self.table.kind].enter(made, next(iter(names), "") or str(made), names)
        if entry.key:
            remember(self.work, self.body_id, self.table.kind, entry.key, made)
            self.register[self.table.kind].keys[entry.key] = made

    def column_of(self, field_name: str) -> str:
        """The column of which a refusal speaks."""
        wanted = plain({"lastDay": "endDate"}.get(field_name, field_name))
        known = (one.name for one in self.table.own_columns)
        return next((name for name in known if plain(name) == wanted), "")

    def refuse(self, entry: Entry, *remarks: Remark, changes: tuple[Change, ...] = ()) -> None:
        """Note that a line cannot be taken in."""
        self.note(entry, Fate.REFUSED, changes, remarks)

    def note(
        self,
        entry: Entry,
        fate: Fate,
        changes: tuple[Change, ...] = (),
        remarks: tuple[Remark, ...] = (),
        endings: str = "",
    ) -> None:
        """Note what became of a line."""
        name = self.table.label(entry.cells, self.register)
        if entry.target:
            name = self.table.label({**entry.target.cells, **entry.cells}, self.register)
        told = (*entry.remarks, *remarks)
        self.done.append(Line(entry.number, fate, name, changes, told, endings))
