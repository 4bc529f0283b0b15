"""What does the editor's script say, in the reader's language?"""

from __future__ import annotations

from batonpass.tongue.spoken import say


def script_words() -> dict[str, object]:
    """The words the script puts on the page, by its names for them; `phrases` are those of its search panel."""
    return {
        "unsaved": say("not saved"),
        "same": say("as saved"),
        "saving": say("saving"),
        "saved": say("saved"),
        "signIn": say("sign in again in another window"),
        "nobody": say("nobody answers"),
        "unread": say("this could not be read"),
        "kept": say("not saved: {why}; what you wrote stands here still"),
        "text": say("The text of the playbook"),
        "phrases": {
            "Find": say("Find"),
            "Replace": say("Replace with"),
            "next": say("next one"),
            "previous": say("one before"),
            "all": say("all"),
            "match case": say("match case"),
            "regexp": say("regular expression"),
            "by word": say("whole words"),
            "replace": say("replace this"),
            "replace all": say("replace all"),
            "close": say("close"),
        },
    }
