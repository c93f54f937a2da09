"""What came of breaking something so many times."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """``broken``: a sentence for each time that something did not hold. ``note``: what was measured meanwhile."""

    times: int
    broken: tuple[str, ...] = ()
    note: str = ""

    @property
    def held(self) -> int:
        """How often all held."""
        return self.times - len(self.broken)


def together(results: "list[Result]", note: str = "") -> Result:
    """Several as one."""
    broken = tuple(sentence for result in results for sentence in result.broken)
    return Result(sum(result.times for result in results), broken, note)
