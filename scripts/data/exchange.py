# SPDX-License-Identifier: MIT
"""credit_hours.csv and virtual_exchange.csv: rules of credit mobility."""

NUMBERS = ("hours", "share", "low", "high")


def rows(raw, name):
    """The project's own rows, typed; notes stay behind."""
    out = []
    for r in raw.own(name):
        row = {k: float(v) if k in NUMBERS else v for k, v in r.items() if k != "note"}
        out.append({**row, "from_year": int(r["from_year"]),
                    "source": raw.sources.id(r["source"])})
    return out


def credit_hours(raw):
    return rows(raw, "credit_hours")


def virtual_exchange(raw):
    return rows(raw, "virtual_exchange")
