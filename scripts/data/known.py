# SPDX-License-Identifier: MIT
"""known_flows.csv and known_momentum.csv: flows and momentum as the same rules would have given
them at the end of earlier years, for hindcasts: nothing recorded later is in them."""
from . import flows, schema
from .momentum import momentum_at

BASES = range(2008, 2016)


def rows_at(raw, cells, base):
    past = cells.until(base)
    return past, flows.flows(raw, past)


def known_flows(raw, cells, today):
    """The cells that differ from those of today; blank where the pair had not been recorded."""
    out = []
    for base in BASES:
        then = {(r["origin"], r["host"], r["year"]): r["students"]
                for r in rows_at(raw, cells, base)[1]}
        now = {(r["origin"], r["host"], r["year"]): r["students"]
               for r in today if r["year"] <= base}
        strange = then.keys() - now.keys()
        if strange:
            raise ValueError(f"flows known in {base} and not today: {sorted(strange)[:5]}")
        for (o, h, y), students in now.items():
            known = then.get((o, h, y), "")
            if schema.text(known) != schema.text(students):
                out.append({"origin": o, "host": h, "year": y, "base": base, "students": known})
    return sorted(out, key=lambda r: (r["origin"], r["host"], r["year"], r["base"]))


def known_momentum(raw, cells):
    out = []
    for base in BASES:
        past, rows = rows_at(raw, cells, base)
        out += [{k: r[k] for k in ("origin", "host", "base", "momentum")}
                for r in momentum_at(base, raw, rows, past)]
    return sorted(out, key=lambda r: (r["origin"], r["host"], r["base"]))
