"""Plans and programmes that somebody made or brought along, as the TOML text they are; broken ones are drafts."""

import sqlite3
from datetime import datetime

from msgspec import Struct

from balancecoach.store.rows import Report
from balancecoach.store.values import UnreadableError, moment, stamp

KINDS = ("plan", "programme")


class SavedPlan(Struct, frozen=True):
    """``text``: TOML. ``kind``: "plan" or "programme". ``draft``: it may not be walked."""

    id: str
    title: str
    text: str
    kind: str
    draft: bool
    changed: datetime


def write_plan(connection: sqlite3.Connection, plan: SavedPlan) -> None:
    """Keep a plan, in place of the one with its id."""
    if plan.kind not in KINDS:
        raise ValueError(f"{plan.kind!r} is neither of {KINDS}")
    connection.execute(
        "INSERT INTO plans (id, title, text, kind, draft, changed) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, kind = excluded.kind,"
        " draft = excluded.draft, changed = excluded.changed",
        (plan.id, _storable(plan.title), _storable(plan.text), plan.kind, plan.draft, stamp(plan.changed)),
    )


def read_plans(connection: sqlite3.Connection, report: Report) -> tuple[SavedPlan, ...]:
    """Every plan by its title. One whose row is damaged is left out and reported; the row stays."""
    found = connection.execute("SELECT id, title, text, kind, draft, changed FROM plans").fetchall()
    plans = []
    for row in found:
        try:
            plans.append(_plan(*row))
        except ValueError as error:
            report(f"The plan {row[0]} was left out: {error}.")
    return tuple(sorted(plans, key=lambda plan: (plan.title.casefold(), plan.id)))


def delete_plan(connection: sqlite3.Connection, plan_id: str) -> None:
    """Nothing happens when there is none."""
    connection.execute("DELETE FROM plans WHERE id = ?", (plan_id,))


def _plan(plan_id: object, title: object, text: object, kind: object, draft: object, changed: object) -> SavedPlan:
    if kind not in KINDS:
        raise UnreadableError(f"{kind!r} is not known here; a newer Balance Coach may have written it")
    return SavedPlan(str(plan_id), str(title), str(text), str(kind), bool(draft), moment(changed))


def _storable(text: str) -> str:
    """Half a character, as some keyboards leave behind, cannot be written; it becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
