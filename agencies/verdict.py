"""The answer to "may I?": a "no" carries its reason, in Thai, for the button and for the refusal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise false with the reason to show.

    `conflict` says that the role would be right but the state is not (409 instead of 403).
    """

    reason: str = ""
    conflict: bool = False

    def __bool__(self) -> bool:
        return not self.reason


YES = Verdict()
