"""Why does a process not start, and who can change that?"""


class SettingRefused(Exception):
    """A setting cannot be used; the text names it and says what to write."""
