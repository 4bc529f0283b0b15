"""Would the tests notice a fault in forms and the set-up? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.forms`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell

HOSTED, FORMS, SETUP = (f"tests/web/test_{name}.py" for name in ("hosted_forms", "forms_page", "start"))
STORE = "tests/store/test_start.py"


def fault(place: str, hurts: str, was: str, becomes: str, *, suite: str) -> Fault:
    name = place.rpartition("/")[2].partition(".")[0]
    return Fault(verb=name, hurts=hurts, was=was, becomes=becomes, place=f"batonpass/{place}", suites=(suite,))


FAULTS = (
    fault(
        "web/intake/form.py",
        "a test becomes a lead",
        "        if not trying:\n            return await self._take",
        "        if True:\n            return await self._take",
        suite=f"{HOSTED}::test_a_test_shows_what_would_happen_and_keeps_nothing",
    ),
    fault(
        "web/intake/try_mark.py",
        "a test of one form opens another",
        'f"form test\\n{form}\\n{until}"',
        'f"form test\\n{until}"',
        suite=f"{HOSTED}::test_the_link_to_try_one_form_tries_no_other",
    ),
    fault(
        "web/intake/hosted.py",
        "a yes counts for words that nobody read",
        "read != str(form.consent_version)",
        "read is None",
        suite=f"{HOSTED}::test_words_that_changed_meanwhile_are_shown_again_before_the_yes_counts",
    ),
    fault(
        "web/parts/reader.py",
        "a manager lays forms out",
        'return self.user.role in ("marketing", "admin")\n\n    @property\n    def reviews',
        'return self.user.role != "rep"\n\n    @property\n    def reviews',
        suite=f"{FORMS}::test_who_neither_markets_nor_administers_sees_and_changes_no_form",
    ),
    fault(
        "store/start.py",
        "the first link makes a second administrator",
        "if row is None or (first and not await connection.fetchval(SQL.nobody)):",
        "if row is None:",
        suite=f"{STORE}::test_where_somebody_can_sign_in_no_first_link_is_made_and_an_old_one_opens_nothing",
    ),
    fault(
        "store/start.py",
        "a link for a rep takes over who signs in already",
        'if held and held["active"]:',
        "if held is False:",
        suite=f"{SETUP}::test_a_link_for_a_rep_never_takes_over_who_signs_in_already",
    ),
    fault(
        "store/samples.py",
        "reps hear of samples",
        "        await connection.execute(start.SQL.hush, leads)\n",
        "",
        suite=f"{STORE}::test_samples_are_handed_over_and_nobody_hears_of_them",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
