"""Is what is wrong with the data found, counted and said?"""

from __future__ import annotations

from datetime import timedelta

from tests.learn.audit.exports import AT, audited, kinds, leads

TOUCHES = [timedelta(minutes=n) for n in range(1, 31)]


def test_a_clean_export_has_no_findings():
    told = audited(leads(TOUCHES))
    assert kinds(told) == set()


def test_leads_without_an_owner_are_told_with_their_rows():
    told = audited(leads(TOUCHES, more="x,2026-03-09 10:00:00,2026-03-09 11:00:00,,ads\n"))
    finding = next(one for one in told.findings if one.kind == "no owner")
    assert (finding.rows, finding.such_as) == (1, "row 31")


def test_an_id_that_comes_twice_is_told():
    assert "doubles" in kinds(audited(leads(TOUCHES, more="3,2026-03-09 10:00:00,,ana,ads\n")))


def test_one_source_written_two_ways_is_told():
    assert "written two ways" in kinds(audited(leads(TOUCHES, more="x,2026-03-09 10:00:00,,ana,Ads\n")))


def test_leads_of_one_instant_are_an_import():
    more = "".join(f"i{n},2026-03-09 10:00:00,,ana,ads\n" for n in range(25))
    assert "imported at once" in kinds(audited(leads(TOUCHES, more=more)))


def test_an_export_of_finished_leads_alone_is_told():
    rows = "".join(f"{n},2026-03-02 09:00:0{n % 10},2026-03-0{3 + n % 5} 10:00:00\n" for n in range(30))
    assert "only finished ones" in kinds(audited("id,created,closed at\n" + rows))


def test_a_broken_row_is_left_out_and_counted():
    text = "id,created,owner\n" + "".join(f"{n},2026-03-02,ana\n" for n in range(30)) + "1,2,3,4,5\n"
    finding = next(one for one in audited(text).findings if one.kind == "broken rows")
    assert (finding.rows, "line 32" in finding.such_as) == (1, True)


def test_what_a_report_writes_below_its_rows_is_no_lead():
    text = leads([timedelta(hours=1)] * 30)
    below = "\nLeads by source\nCopyright (c) 2000-2027 salesforce.com\n"
    plain, told = audited(text), audited(text.rstrip("\n") + "\n" + below)
    assert (told.leads, "lines below the rows" in kinds(told)) == (plain.leads, True)
    assert "lines below the rows" not in kinds(plain)


def test_rows_that_hold_nothing_but_a_number_are_leads_all_the_same():
    bare = "".join(f"{n}\n" for n in range(900, 930))
    assert audited(leads([timedelta(hours=1)] * 30) + bare).leads == 60


def test_five_things_at_most_are_to_be_fixed_first():
    assert 0 < len(audited(leads([*TOUCHES, *[None] * 30])).fixes) <= 5


def test_the_five_are_different_things():
    fixes = audited(leads(TOUCHES, more="".join(f"x{n},2026-03-09 10:00:00,,ana,\n" for n in range(30)))).fixes
    assert [fix.what for fix in fixes if "source" in fix.what] == ["30 leads have no usable source"]


def test_each_thing_to_fix_has_its_evidence_and_a_next_step():
    assert all(fix.evidence and fix.next_step for fix in audited(leads([*TOUCHES, *[None] * 30])).fixes)


def test_a_lead_without_an_owner_is_handed_out_and_not_asked_for_on_a_form():
    nobodys = "".join(f"n{n},2026-03-09 1{n % 9}:00:00,2026-03-09 19:00:00,,ads\n" for n in range(20))
    (fix,) = [one for one in audited(leads(TOUCHES, more=nobodys)).fixes if "nobody's" in one.what]
    assert ("form" in fix.next_step, "Say who gets a lead" in fix.next_step) == (False, True)


def test_a_fault_of_the_data_says_why_it_matters_and_what_to_do_about_this_one():
    told = audited(leads([*TOUCHES, timedelta(days=-2)]))
    (fix,) = [one for one in told.fixes if "lies before" in one.what]
    assert (fix.evidence.startswith("That cannot be"), "correct the date" in fix.next_step) == (True, True)


def test_leads_that_nobody_followed_up_come_first():
    assert audited(leads([*TOUCHES, *[None] * 30])).fixes[0].what == "26 leads never followed up"


def test_the_same_export_at_the_same_instant_gives_the_same_report():
    assert audited(leads(TOUCHES)) == audited(leads(TOUCHES))


def test_the_instant_of_the_report_is_given():
    assert audited(leads(TOUCHES)).made_at == AT


def test_a_row_that_repeats_another_word_for_word_counts_once():
    text = leads(TOUCHES)
    twice = audited(text + text.partition("\n")[2])
    assert (twice.leads, kinds(twice)) == (audited(text).leads, kinds(audited(text)) | {"repeated rows"})
