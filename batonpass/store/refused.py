"""Why can this database not be used, and who can change that?"""


class DatabaseRefused(Exception):
    """The database, its settings or its folder are unfit; `setting` names what to change, the text says how (R6)."""

    def __init__(self, says: str, *, setting: str) -> None:
        """Keep the sentence for the operator and the name of the setting it is about."""
        super().__init__(says)
        self.setting = setting


class MigrationRefused(Exception):
    """The schema was left as it was; the text names the migration and what to do."""
