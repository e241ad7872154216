# SPDX-License-Identifier: MIT
"""countries.csv and memberships.csv."""

SUSPENDED = {"RUS": 2022, "BLR": 2022}  # EHEA_rights_suspended, April 2022
FOUNDERS = ("KAZ", "RUS", "BLR")        # EAEU treaty in force 2015 (customs union 2010)


def countries(raw):
    geography = raw.sources.id("own-geography")
    return [{"country": r["country"], "name": r["name"], "latitude": float(r["latitude"]),
             "longitude": float(r["longitude"]), "currency_proxy": r["currency_proxy"],
             "status": "assumed" if r["country"] == "XXX" else "estimated", "source": geography}
            for r in raw.countries]


def memberships(raw):
    rows = []

    def add(country, bloc, year, source, to="", status="observed"):
        rows.append({"country": country, "bloc": bloc, "from_year": year, "to_year": to,
                     "status": status, "source": source})

    accession = raw.series("visa_work_rights", "EHEA_accession_year")
    for row in raw.countries:
        country = row["country"]
        if not row["ehea"]:
            continue
        if country in accession:
            ((value, source),) = accession[country].values()
            add(country, "EHEA", int(value), source)
        else:
            add(country, "EHEA", int(row["ehea"]), raw.sources.id("own-treaty"),
                SUSPENDED.get(country, ""), "estimated")
    for bloc, indicator in (("EAEU", "EAEU_member_since"), ("SCO", "SCO_member_since")):
        for country, years in raw.series("visa_work_rights", indicator).items():
            ((value, source),) = years.values()
            add(country, bloc, int(value), source)
    customs_union = raw.series("visa_work_rights", "customs_union_member_since")
    for country in FOUNDERS:
        add(country, "EAEU", 2015, next(iter(customs_union[country].values()))[1])
    for r in raw.own("blocs"):
        add(r["country"], r["bloc"], int(r["from_year"]), raw.sources.id("own-treaty"),
            int(r["to_year"]) if r["to_year"] else "", "estimated")
    return rows
