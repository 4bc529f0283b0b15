"""Does everything that may stand in a playbook have its sentence, and is no sentence about something that may not?"""

from __future__ import annotations

from batonpass.written.outline import outline


def shapes(shape):
    yield shape
    for inner in ("list", "each"):
        if inner in shape:
            yield from shapes(shape[inner])


def test_each_setting_and_each_field_says_what_it_means():
    told = outline()
    settings = [one["says"] for section in told["sections"].values() for one in section.values()]
    assert all(settings)
    assert all(field["says"] for field in told["fields"].values())


def test_each_word_of_a_closed_list_says_what_it_means():
    entries = [one for section in outline()["sections"].values() for one in section.values()]
    words = [
        (word, says) for one in entries for shape in shapes(one["is"]) for word, says in shape.get("words", {}).items()
    ]
    assert [word for word, says in words if not says] == []


def test_names_that_stand_elsewhere_in_the_playbook_are_of_sections_there_are():
    told = outline()
    known = {*told["sections"]["PlaybookFile"], "sent", "read"}
    entries = [one for section in told["sections"].values() for one in section.values()]
    named = {shape.get(key) for one in entries for shape in shapes(one["is"]) for key in ("of", "names")}
    assert named - known == {None}


def test_a_tier_offers_whose_hours_count():
    assert outline()["sections"]["TierFile"]["hours"]["is"]["words"] == {
        "owner": "the owner's calendar",
        "team": "the team's, whoever has the lead: name its calendar",
        "both": "only time that also lies in the lead's contact window",
    }


def test_a_rung_offers_its_words_its_targets_and_cases_of_ones_own():
    rung = outline()["sections"]["PlaybookFile"]["routing"]["is"]["list"]
    assert "account_owner" in rung["words"]
    assert "SendFile" in rung["in"]
    assert rung["each"]["each"] == {"in": ["CaseFile"]}
