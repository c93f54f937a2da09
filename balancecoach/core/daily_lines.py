"""Which lines the daily check has: they depend on where is walked, with whom, and in which setting."""

from balancecoach.core.daily import STATEMENTS, Statement
from balancecoach.core.plan import Surface
from balancecoach.core.programme import Setting
from balancecoach.core.words import N_

ALONE = Statement("helper", N_("Somebody near knows that I walk now. My phone is in reach"))
SAME = Statement("same", N_("No fall, operation or new injury since last time"))
PHYSIO_HERE = Statement("physio", N_("A physio is beside me"))
FLOOR = {
    "key": Statement("key", N_("A firm rail all the way, or parallel bars")),
    "space": Statement("space", N_("The way is clear and flat. No rug, no pet, no step")),
    "helper": Statement("helper", N_("My helper walks beside me and looks where we go")),
    "hear": Statement("hear", N_("I can hear this voice from the rail")),
}


def statements(surface: Surface, setting: Setting, helper: bool) -> tuple[Statement, ...]:
    """The daily check for this session (evidence 5b), in order."""
    made = []
    for statement in STATEMENTS:
        if surface is Surface.FLOOR:
            statement = FLOOR.get(statement.key, statement)
        elif statement.key == "helper" and not helper:
            statement = ALONE
        made.append(statement)
        if statement.key == "clear_head":
            made.append(SAME)
    if setting is Setting.CLINIC:
        made.append(PHYSIO_HERE)
    return tuple(made)
