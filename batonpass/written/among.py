"""Can somebody work among the others: has the address nobody else, and does nobody whom they lead lead them?"""

from collections.abc import Mapping

from batonpass.handoff.people import Directory, Rep
from batonpass.written.notes import Notes, points_by_path
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted


def circle(name: str, managers: Mapping[str, str | None]) -> tuple[str, ...]:
    """Give those who lead one another in a circle that `name` stands in, beginning with `name`; nobody if none does."""
    way = [name]
    while (boss := managers.get(way[-1])) is not None and boss not in way:
        way.append(boss)
    return tuple(way) if boss == name else ()


def refuse_circles(reading: Reading) -> None:
    """Note each circle once: in one a broken promise goes round instead of up."""
    managers = {name: person.manager for name, person in reading.file.people.items() if person.manager != name}
    told = set[str]()
    for name in managers:
        led = circle(name, managers)
        if told.isdisjoint(led):
            told.update(led)
            _add_circle(reading.ask_since("people", name, "manager"), led)


def refuse_shared_addresses(reading: Reading) -> None:
    """Note whoever is at work with somebody else's address: nobody knows who signs in with it, or writes from it."""
    first: dict[str, str] = {}
    for name, person in reading.file.people.items():
        other = first.setdefault(person.email.lower(), name) if person.active else name
        if other != name:
            _add_shared(reading.ask_since("people", name, "email"), person.email, other)


def check_among(rep: Rep, known: Directory) -> None:
    """Raise Refused when what a person's new entry changes shares an address with somebody or leads in a circle."""
    was, notes = known.reps.get(rep.id), Notes(point=points_by_path(f"rep {rep.id}"))
    if was is None or was.manager != rep.manager:
        managers = {one.id: one.manager for one in known.reps.values()} | {rep.id: rep.manager}
        _add_circle(notes.under("manager"), circle(rep.id, managers))
    if rep.active and (was is None or not was.active or was.email.lower() != rep.email.lower()):
        for other in known.reps.values():
            if other.id != rep.id and other.active and other.email.lower() == rep.email.lower():
                _add_shared(notes.under("email"), rep.email, other.id)
    notes.refuse()


def _add_circle(here: Notes, led: tuple[str, ...]) -> None:
    match led:
        case ():
            return
        case (_,):
            here.add("nobody is their own manager", "Name another person, or remove the line")
        case _:
            way = " is led by ".join((*led, led[0]))
            here.add(f"{way}: nobody stands above them", "Remove the manager of whoever leads the others")


def _add_shared(here: Notes, email: str, other: str) -> None:
    here.add(f"{quoted(email)} is the address of {other} already", "Write an address of their own")
