"""Reminders of check-ups that somebody put off: a setting, person id -> when."""

from datetime import datetime

from balancecoach.store.store import Store

SETTING = "checkups_put_off"


def _read(store: Store) -> dict[str, str]:
    found = store.get_setting(SETTING)
    if not isinstance(found, dict):
        return {}
    return {str(who): at for who, at in found.items() if isinstance(at, str)}


def put_off_at(store: Store, person_id: str) -> datetime | None:
    """When somebody put it off; ``None`` for never, and for what cannot be read."""
    try:
        at = datetime.fromisoformat(_read(store).get(person_id, ""))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def put_off(store: Store, person_id: str, now: datetime) -> None:
    """Not for now."""
    store.put_setting(SETTING, {**_read(store), person_id: now.isoformat()})


def forget(store: Store, person_id: str) -> None:
    """Of somebody who is deleted."""
    kept = _read(store)
    if kept.pop(person_id, None) is not None:
        store.put_setting(SETTING, kept)
