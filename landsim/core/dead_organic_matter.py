"""Dead organic matter and soil under forest: nine pools with temperature-dependent decay.

CBM-CFS3 (Kurz et al. 2009): litter enters by turnover, snags fall, fast pools decay partly to air and partly to
the slow pools, slow pools decay to air, a little of the humus layer mixes into the mineral soil.
The order within a year reproduces libcbm 2.10.2: snag fall, litter in, decay of the fast pools on the stocks
after litter, slow pools receive and then decay, then mixing.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

POOLS = (
    "above_ground_very_fast", "below_ground_very_fast", "above_ground_fast", "below_ground_fast",
    "medium", "above_ground_slow", "below_ground_slow", "stem_snag", "branch_snag",
)  # fmt: skip

_CBM = "CBM-CFS3 default (Kurz et al. 2009)"
_REGROWTH = "assumption: 1 is steady; less where forest regrows on land that was worn out before"


def _decay(pool: str, rate: float, spread: float = 0.3) -> Parameter:
    return Parameter(
        f"dead_organic_matter.{pool}_decay", "1/yr", rate, (1e-6, 1.0), (rate * (1 - spread), rate * (1 + spread)),
        _CBM, f"decay rate of the {pool.replace('_', ' ')} pool at 10 degrees Celsius", status="read",
    )  # fmt: skip


PARAMETERS = (
    _decay("above_ground_very_fast", 0.355),
    _decay("below_ground_very_fast", 0.5),
    _decay("above_ground_fast", 0.1435),
    _decay("below_ground_fast", 0.1435),
    _decay("medium", 0.0374),
    _decay("above_ground_slow", 0.015),
    _decay("below_ground_slow", 0.0033),
    _decay("stem_snag", 0.0187),
    _decay("branch_snag", 0.07175),
    Parameter(
        "dead_organic_matter.q10_litter", "1", 2.65, (1.0, 5.0), (2.0, 3.0), _CBM,
        "Q10 of the above-ground very fast and slow pools", status="read",
    ),
    Parameter(
        "dead_organic_matter.q10_wood", "1", 2.0, (1.0, 5.0), (1.4, 2.65), _CBM,
        "Q10 of the other pools; below-ground slow has none", status="read",
    ),
    Parameter(
        "dead_organic_matter.air_share_litter", "1", 0.815, (0.0, 1.0), (0.75, 0.88), _CBM,
        "share of the decay of above-ground very fast matter that goes to air", status="read",
    ),
    Parameter(
        "dead_organic_matter.air_share_wood", "1", 0.83, (0.0, 1.0), (0.76, 0.9), _CBM,
        "share of the decay of the other fast pools that goes to air", status="read",
    ),
    Parameter(
        "dead_organic_matter.stem_snag_fall", "1/yr", 0.032, (0.0, 1.0), (0.02, 0.05), _CBM,
        "share of stem snags that falls in a year", status="read",
    ),
    Parameter(
        "dead_organic_matter.branch_snag_fall", "1/yr", 0.1, (0.0, 1.0), (0.06, 0.14), _CBM,
        "share of branch snags that falls in a year", status="read",
    ),
    Parameter(
        "dead_organic_matter.mixing", "1/yr", 0.006, (0.0, 1.0), (0.003, 0.01), _CBM,
        "share of above-ground slow matter mixed into the mineral soil in a year", status="read",
    ),
    Parameter(
        "dead_organic_matter.branch_litter_to_snag", "1", 0.25, (0.0, 1.0), (0.15, 0.35), _CBM,
        "share of branch litter that stays as branch snag", status="read",
    ),
    Parameter(
        "dead_organic_matter.humification_low", "1", 0.2, (0.01, 1.0), (0.1, 0.5), "cap, reported when reached",
        "lowest humification multiplier that the starting soil stock may ask for",
    ),
    Parameter(
        "dead_organic_matter.humification_high", "1", 5.0, (1.0, 5.0), (3.0, 5.0), "cap, reported when reached",
        "highest humification multiplier that the starting soil stock may ask for",
    ),
    Parameter(
        "dead_organic_matter.decay_scale", "1", 1.0, (0.05, 20.0), (0.5, 4.0),
        "CBM-CFS3's rates are those of Canada; surveys elsewhere find less dead wood and litter than these would leave",
        "multiplies the decay of dead wood and litter in a country, all pools but the slow one below ground",
        dimension="country",
    ),
    Parameter(
        "dead_organic_matter.start_share", "1", 1.0, (0.0, 3.0), (0.5, 1.25), _REGROWTH,
        "dead wood and litter of forest at the end of 1989 over what litter and events of that year would hold",
        dimension="country",
    ),
    Parameter(
        "dead_organic_matter.start_soil_share", "1", 1.0, (0.2, 2.0), (0.85, 1.05), _REGROWTH,
        "soil of forest at the end of 1989 over what litter and events of that year would hold; the stock is the map's",
        dimension="country",
    ),
)  # fmt: skip


@scalar
def slow_share(air_share, humification):
    """Share of decayed matter that becomes slow matter (0-1)."""
    return min(1.0, (1.0 - air_share) * humification)


@scalar
def mixed_share(mixing, humification):
    """Share of the humus layer mixed into the mineral soil in a year (0-1)."""
    return min(1.0, mixing * humification)


@scalar
def decay_fast(stock, rate, air_share, humification):
    """Stock left, carbon to air and carbon to the slow pool after one year of decay, tC."""
    decayed = stock * min(rate, 1.0)
    to_slow = decayed * slow_share(air_share, humification)
    return stock - decayed, decayed - to_slow, to_slow


@scalar
def decay_slow(stock, received, rate):
    """Slow stock left and carbon to air: the pool receives first and then decays, tC."""
    full = stock + received
    to_air = full * min(rate, 1.0)
    return full - to_air, to_air


@scalar
def fall(snag, rate):
    """Snags left standing and what falls, tC."""
    fallen = snag * rate
    return snag - fallen, fallen


@scalar
def advance_pools(
    ag_very_fast, bg_very_fast, ag_fast, bg_fast, medium, ag_slow, bg_slow, stem_snag, branch_snag,
    stem, foliage, branch, coarse, fine, q_litter, q_wood, humification, p,
):  # fmt: skip
    """The nine pools after one year, in the order of POOLS, and the carbon to air, tC or tC/ha.

    stem ... fine      litter of the five tissues; root litter goes half and half above and below ground
    q_litter, q_wood   decay at the year's temperature relative to 10 degrees Celsius (1)
    humification       multiplies what reaches the mineral soil (1)
    p                  scalar parameters
    """
    coarse, fine = 0.5 * coarse, 0.5 * fine
    to_snag = p.dead_organic_matter_branch_litter_to_snag
    air_litter = p.dead_organic_matter_air_share_litter
    air_wood = p.dead_organic_matter_air_share_wood

    stem_snag, fallen_stem = fall(stem_snag, p.dead_organic_matter_stem_snag_fall)
    branch_snag, fallen_branch = fall(branch_snag, p.dead_organic_matter_branch_snag_fall)
    stem_snag, a1, h1 = decay_fast(stem_snag + stem, p.dead_organic_matter_stem_snag_decay * q_wood, air_wood, 1.0)
    branch_snag, a2, h2 = decay_fast(
        branch_snag + branch * to_snag, p.dead_organic_matter_branch_snag_decay * q_wood, air_wood, 1.0
    )
    medium, a3, h3 = decay_fast(medium + fallen_stem, p.dead_organic_matter_medium_decay * q_wood, air_wood, 1.0)
    ag_fast, a4, h4 = decay_fast(
        ag_fast + fallen_branch + branch * (1.0 - to_snag) + coarse,
        p.dead_organic_matter_above_ground_fast_decay * q_wood, air_wood, 1.0,
    )  # fmt: skip
    ag_very_fast, a5, h5 = decay_fast(
        ag_very_fast + foliage + fine, p.dead_organic_matter_above_ground_very_fast_decay * q_litter, air_litter, 1.0
    )
    bg_fast, a6, h6 = decay_fast(
        bg_fast + coarse, p.dead_organic_matter_below_ground_fast_decay * q_wood, air_wood, humification
    )
    bg_very_fast, a7, h7 = decay_fast(
        bg_very_fast + fine, p.dead_organic_matter_below_ground_very_fast_decay * q_wood, air_wood, humification
    )
    ag_slow, a8 = decay_slow(ag_slow, h1 + h2 + h3 + h4 + h5, p.dead_organic_matter_above_ground_slow_decay * q_litter)
    bg_slow, a9 = decay_slow(bg_slow, h6 + h7, p.dead_organic_matter_below_ground_slow_decay)
    mixed = ag_slow * mixed_share(p.dead_organic_matter_mixing, humification)
    to_air = a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9
    return (
        ag_very_fast, bg_very_fast, ag_fast, bg_fast, medium, ag_slow - mixed, bg_slow + mixed, stem_snag, branch_snag,
        to_air,
    )  # fmt: skip


@scalar
def steady_stock(carried, received, rate):
    """Stock at the year's end that repeats itself: x = (carried x + received) (1 - rate), tC.

    carried   share of the stock that is still there when decay begins (after fire and fall)
    received  input that enters before decay, tC/yr
    """
    left = 1.0 - min(rate, 1.0)
    return received * left / (1.0 - carried * left)
