"""The two ways in which landsim refuses: the input is wrong, or the model cannot stand behind the result."""


class InputError(ValueError):
    """Wrong usage or invalid input: exit code 2. The text is one plain sentence for the user.

    It names the file and the key, what was found, what was expected and, where known, what to do.
    """


class ModelError(RuntimeError):
    """The model refused: a balance did not close or a state was not finite. Exit code 1."""
