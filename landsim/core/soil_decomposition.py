"""Carbon of mineral soil, 0-30 cm, in three pools: IPCC 2019 Tier 2 steady-state method (V4 ch. 5, eq. 5.0A-5.0G).

The Guidelines move each pool towards the steady state y* of the year: y += (y* - y) min(1, k). All three steady
states are proportional to the carbon input C, so that constants of litter and texture can be taken out once:

    active   A* k_a = a C    a = [b f1 + (1 - L - b) f2 + L f3 (f7 + f6 f8)] / (1 - f4 f7 - f5 f8 - f4 f6 f8)
    slow     S* k_s = s C    s = L f3 + a f4
    passive  P* k_p = q C    q = a f5 + s f6

with L and N the lignin and nitrogen of the input, b = 0.85 - 0.018 L/N its metabolic share, and
f4 = 1 - f5 - (0.17 + 0.68 sand). For k <= 1 the step is then y += (share) C - k y, and for k > 1 y = (share) C / k:
no steady state is needed and k = 0 does no harm. What does not enter or stay in a pool is respired.

The flows a C, s C and q C count what the pools pass to each other as if they were in their steady state. Pools far
below it could so be promised more carbon than the input and the losses of the year hold; then all three inflows are
scaled down together until nothing is respired (``granted``). At or above the steady state this never happens.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_TABLE = "IPCC 2019 V4 ch. 5 T5.5A"
_LITTER = "IPCC 2019 V4 ch. 5 T5.5B; range: own judgement for crop residue and grass"

PARAMETERS = (
    Parameter(
        "soil_decomposition.active_rate", "1/yr", 7.4, (0.1, 20.0), (7.4, 7.4), _TABLE,
        "decay of the active pool without limits, k of eq. 5.0B", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.slow_rate", "1/yr", 0.209, (0.01, 1.0), (0.058, 0.3), f"{_TABLE} (sd 0.566)",
        "decay of the slow pool without limits, k of eq. 5.0C", status="read",
    ),
    Parameter(
        "soil_decomposition.passive_rate", "1/yr", 0.00689, (0.0005, 0.05), (0.005, 0.01), f"{_TABLE} (sd 0.00125)",
        "decay of the passive pool without limits, k of eq. 5.0D", status="read",
    ),
    Parameter(
        "soil_decomposition.active_of_metabolic", "1", 0.378, (0.0, 1.0), (0.01, 0.8), f"{_TABLE} (sd 0.0719)",
        "f1: share of metabolic litter that enters the active pool", status="read",
    ),
    Parameter(
        "soil_decomposition.active_of_structural_full", "1", 0.455, (0.0, 1.0), (0.455, 0.455), _TABLE,
        "f2 under full tillage: share of structural litter that enters the active pool", status="read",
        distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.active_of_structural_reduced", "1", 0.477, (0.0, 1.0), (0.477, 0.477), _TABLE,
        "f2 under reduced tillage", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.active_of_structural_none", "1", 0.5, (0.0, 1.0), (0.5, 0.5), _TABLE,
        "f2 without tillage", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.active_of_structural_unknown", "1", 0.368, (0.0, 1.0), (0.007, 0.5),
        f"{_TABLE} (sd 0.0998)", "f2 where tillage is not known", status="read",
    ),
    Parameter(
        "soil_decomposition.slow_of_lignin", "1", 0.455, (0.0, 1.0), (0.1, 0.8), f"{_TABLE} (sd 0.201)",
        "f3: share of lignin that enters the slow pool", status="read",
    ),
    Parameter(
        "soil_decomposition.passive_of_active", "1", 0.0855, (0.0, 0.15), (0.037, 0.1), f"{_TABLE} (sd 0.0122)",
        "f5: share of what leaves the active pool that enters the passive pool", status="read",
    ),
    Parameter(
        "soil_decomposition.passive_of_slow", "1", 0.0504, (0.0, 0.5), (0.02, 0.19), f"{_TABLE} (sd 0.028)",
        "f6: share of what leaves the slow pool that enters the passive pool", status="read",
    ),
    Parameter(
        "soil_decomposition.active_of_slow", "1", 0.42, (0.0, 0.5), (0.42, 0.42), _TABLE,
        "f7: share of what leaves the slow pool that enters the active pool", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.active_of_passive", "1", 0.45, (0.0, 1.0), (0.45, 0.45), _TABLE,
        "f8: share of what leaves the passive pool that enters the active pool", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.tillage_full", "1", 3.036, (0.5, 10.0), (1.4, 4.0), f"{_TABLE} (sd 0.579)",
        "multiplies the decay of the active and slow pools under full or unknown tillage", status="read",
    ),
    Parameter(
        "soil_decomposition.tillage_reduced", "1", 2.075, (0.5, 10.0), (1.0, 3.0), f"{_TABLE} (sd 0.569)",
        "the same under reduced tillage", status="read",
    ),
    Parameter(
        "soil_decomposition.tillage_none", "1", 1.0, (0.5, 10.0), (1.0, 1.0), _TABLE, "the same without tillage",
        status="read", distribution="fixed",
    ),
    Parameter(
        "soil_decomposition.lignin", "1", 0.073, (0.0, 1.0), (0.04, 0.15), _LITTER,
        "lignin in the dry matter of the input where nothing better is known", status="read",
    ),
    Parameter(
        "soil_decomposition.nitrogen", "1", 0.0083, (0.0005, 0.2), (0.005, 0.02), _LITTER,
        "nitrogen in the dry matter of the input where nothing better is known", status="read",
    ),
)  # fmt: skip


@scalar
def metabolic_share(lignin, nitrogen):
    """Share of the input that is metabolic, before any cap (1, eq. 5.0G); lignin and nitrogen in its dry matter."""
    return 0.85 - 0.018 * lignin / nitrogen


@scalar
def capped_metabolic_share(lignin, nitrogen):
    """The metabolic share within what litter can hold: not below zero, not above what is not lignin (1)."""
    return min(max(metabolic_share(lignin, nitrogen), 0.0), 1.0 - lignin)


@scalar
def slow_of_active(sand, passive_of_active):
    """f4: share of what leaves the active pool that enters the slow pool (1, eq. 5.0C); sand as a share, 0 to 1."""
    return 1.0 - passive_of_active - (0.17 + 0.68 * sand)


@scalar
def shares(lignin, nitrogen, sand, f1, f2, f3, f5, f6, f7, f8):
    """a, s and q: yearly flow into the active, slow and passive pool for each tonne of input (1, eq. 5.0B-5.0G).

    lignin, nitrogen  shares of the dry matter of the input
    sand              share of the soil
    f1 to f8          shares of flows, see the declared parameters; f2 is that of the tillage
    """
    metabolic = capped_metabolic_share(lignin, nitrogen)
    f4 = slow_of_active(sand, f5)
    litter = metabolic * f1 + (1.0 - lignin - metabolic) * f2 + lignin * f3 * (f7 + f6 * f8)
    active = litter / (1.0 - f4 * f7 - f5 * f8 - f4 * f6 * f8)
    slow = lignin * f3 + active * f4
    return active, slow, active * f5 + slow * f6


@scalar
def rates(temperature_factor, water_factor, tillage, sand, active_rate, slow_rate, passive_rate):
    """Decay of the active, slow and passive pool, 1/yr (eq. 5.0B-5.0D).

    temperature_factor, water_factor, tillage  effects on decay (1); tillage does not reach the passive pool
    sand                                       share of the soil
    active_rate, slow_rate, passive_rate       1/yr, without limits
    """
    climate = temperature_factor * water_factor
    return climate * tillage * (0.25 + 0.75 * sand) * active_rate, climate * tillage * slow_rate, climate * passive_rate


@scalar
def declared_shares(lignin, nitrogen, sand, structural, p):
    """``shares`` with the declared flows; structural is f2 of the tillage, p the scalar parameters."""
    return shares(
        lignin, nitrogen, sand, p.soil_decomposition_active_of_metabolic, structural,
        p.soil_decomposition_slow_of_lignin, p.soil_decomposition_passive_of_active,
        p.soil_decomposition_passive_of_slow, p.soil_decomposition_active_of_slow,
        p.soil_decomposition_active_of_passive,
    )  # fmt: skip


@scalar
def declared_rates(climate, tillage, sand, p):
    """``rates`` with the declared decay; climate is the temperature times the water factor, p the scalar parameters."""
    return rates(
        climate, 1.0, tillage, sand, p.soil_decomposition_active_rate, p.soil_decomposition_slow_rate,
        p.soil_decomposition_passive_rate,
    )  # fmt: skip


@scalar
def taken(flow, decay):
    """What a pool takes up in a year of the flow promised to it, in the unit of the flow; decay in 1/yr."""
    return flow / max(decay, 1.0)


@scalar
def lost(pool, decay):
    """What leaves a pool in a year, in the unit of the pool; decay in 1/yr."""
    return pool * min(decay, 1.0)


@scalar
def granted(wanted, available):
    """Share of the wanted inflows that the carbon of the year can pay for (1).

    wanted     what the three pools would take up
    available  input and what leaves the three pools, in the same unit
    """
    return 1.0 if wanted <= available else available / wanted


@scalar
def respired(wanted, available):
    """What goes to the air in a year: the carbon at hand that no pool takes up, in the unit of both."""
    return max(available - wanted, 0.0)


@scalar
def advance(pool, uptake, loss):
    """A pool after a year, in the unit of all three: uptake is ``taken`` x ``granted``, loss is ``lost``."""
    return pool - loss + uptake


@scalar
def advance_pools(active, slow, passive, carbon, a, s, q, active_decay, slow_decay, passive_decay):
    """A year of the three pools: returns them and what is respired. Carbon is what enters the soil, all in one unit.

    a, s, q  flow into each pool for each tonne that enters (``shares``); the decays are those of ``rates``, 1/yr
    """
    to_active, to_slow, to_passive = (
        taken(a * carbon, active_decay), taken(s * carbon, slow_decay), taken(q * carbon, passive_decay),
    )  # fmt: skip
    of_active, of_slow, of_passive = lost(active, active_decay), lost(slow, slow_decay), lost(passive, passive_decay)
    wanted, available = to_active + to_slow + to_passive, carbon + of_active + of_slow + of_passive
    share = granted(wanted, available)
    return (
        advance(active, share * to_active, of_active),
        advance(slow, share * to_slow, of_slow),
        advance(passive, share * to_passive, of_passive),
        respired(wanted, available),
    )


@scalar
def steady(flow, decay):
    """Pool at which inflow and loss are equal, in the unit of the yearly flow; decay in 1/yr, above zero."""
    return flow / decay
