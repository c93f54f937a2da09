"""Plan -> Script: what is said when, to the millisecond."""

from collections.abc import Mapping

from msgspec import Struct, field

from balancecoach.core.asides import asides
from balancecoach.core.cue import Cue, Lead, Lengths, estimate, no_lead
from balancecoach.core.layout import Layout
from balancecoach.core.phrases import Tone
from balancecoach.core.plan import Plan
from balancecoach.core.preferences import Speaking

#: What a script says of itself where nobody chose anything.
NOTHING_MORE = Speaking()


class Script(Struct, frozen=True):
    """All cues of a plan. ``seconds``: of each block, a gate's never shorter than its words take."""

    plan: Plan
    cues: tuple[tuple[Cue, ...], ...]
    seconds: tuple[float, ...]
    asides: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)

    def starts_s(self) -> tuple[float, ...]:
        """Start of each block from the session's start, every gate at its minimum."""
        starts, now = [], 0.0
        for seconds in self.seconds:
            starts.append(now)
            now += seconds
        return tuple(starts)

    def all_cues(self) -> tuple[Cue, ...]:
        """Every cue of the plan, in order."""
        return tuple(cue for row in self.cues for cue in row)

    def clips(self) -> tuple[tuple[Tone, str], ...]:
        """Every (tone, words) that can be heard in this session, each once, asides first: they cannot wait."""
        every = [cue for row in self.asides.values() for cue in row] + list(self.all_cues())
        return tuple(dict.fromkeys((cue.tone, cue.say) for cue in every))


def build_script(
    plan: Plan, lengths: Lengths = estimate, speaking: Speaking = NOTHING_MORE, early: Lead = no_lead
) -> Script:
    """Lay out every cue of a valid plan.

    ``lengths``: real clip lengths where known, else the estimate. ``speaking``: what is said besides what must be.
    ``early``: of a tone, the seconds that its clips begin before they are heard; cues counted back from a block's end
    start that much earlier.
    """
    layout = Layout(plan, lengths, speaking, early)
    return Script(plan, *layout.all_blocks(), asides=asides(lengths, plan))
