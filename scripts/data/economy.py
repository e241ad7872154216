# SPDX-License-Identifier: MIT
"""economy.csv: rates, prices and GDP by calendar year, and the arithmetic of money built on it."""
from . import fill

YEARS = range(2000, 2036)
LAST = 2024                # held in real terms afterwards
BASE = 2017
NO_PRICE_EFFECT = {"UZB": 2018, "TKM": 2014}  # official rates until this year
OLD_MANAT = 5000           # redenomination of 2009: 2000-01 rows are in old money


class Money:
    """Rates (LCU per USD), prices (2017 = 1) and price levels (USA = 1) by country and year."""

    def __init__(self, raw):
        self.raw = raw
        rates = raw.series("exchange_rates", "exchange_rate_LCU_per_USD")
        prices = raw.series("exchange_rates", "CPI_index_average")
        self.own = set(rates)
        self.source, self._rate, self._cpi = {}, {}, {}
        for country in self.own:
            self._rate[country] = {y: v for y, (v, _) in rates[country].items()}
            base = prices[country][BASE][0]
            self._cpi[country] = {y: v / base for y, (v, _) in prices[country].items()}
            self.source[country] = {y: s for y, (_, s) in rates[country].items()}
        for year in (2000, 2001):
            self._rate["TKM"][year] /= OLD_MANAT
        for country, anchor in NO_PRICE_EFFECT.items():
            self._hold_real_rate(country, anchor)
        self.current = raw.series("economics", "gdp_per_capita_current_usd")
        self.constant = raw.series("economics", "gdp_per_capita_usd_constant")
        for country in raw.codes:
            if country not in self.own:
                self._from_proxy(country)
        self.gdp = {c: self._gdp_series(c) for c in raw.codes}
        self.level = self._price_levels()

    def _hold_real_rate(self, country, anchor):
        """Rates before the anchor (TKM: all) follow prices at home and in the USA."""
        rate, cpi, usa = self._rate[country], self._cpi[country], self._cpi["USA"]
        real = rate[anchor] / cpi[anchor] * usa[anchor]
        for year in rate:
            if year < anchor or country == "TKM":
                rate[year] = real * cpi[year] / usa[year]

    def _from_proxy(self, country):
        """Money of the proxy. Prices of the proxy too, unless GDP in current and constant dollars
        tells the country's own price level in that money (to 2016)."""
        proxy = self.raw.fact[country]["currency_proxy"]
        self._rate[country] = self._rate[proxy]
        cpi = dict(self._cpi[proxy])
        euro_of_old = proxy == "DEU" and self.raw.fact[country]["group"] == "EUW"
        if country in self.current and country in self.constant and not euro_of_old:
            def in_proxy_money(y):
                return (self.current[country][y][0] / self.constant[country][y][0]
                        * self._rate[proxy][y])
            last = max(self.current[country])
            for y in self.current[country]:
                cpi[y] = in_proxy_money(y) / in_proxy_money(last) * self._cpi[proxy][last]
        self._cpi[country] = cpi
        self.source[country] = {y: self.raw.sources.id("own-rule") for y in cpi}

    def _gdp_series(self, country):
        """Constant-2015 dollars a head; the project's figure of 2015 moved with the median."""
        if country in self.constant:
            return {y: v for y, (v, _) in self.constant[country].items()}
        level = float(self.raw.fact[country]["gdp_2015"])
        return {y: level * fill.median([t[y][0] / t[2015][0] for t in self.constant.values()])
                for y in range(2000, LAST + 1)}

    def _price_levels(self):
        """Household consumption (PWT), else GDP (current USD / PPP), USA = 1; beyond their years
        moved with the real exchange rate."""
        pwt = self.raw.series("exchange_rates", "price_level_household_consumption")
        ppp = self.raw.series("economics", "gdp_per_capita_ppp_current")
        levels = {}
        for country in self.raw.codes:
            if country in pwt:
                known = {y: v / pwt["USA"][y][0] for y, (v, _) in pwt[country].items()}
            elif country in ppp and country in self.current:
                known = {y: self.current[country][y][0] / v for y, (v, _) in ppp[country].items()}
            else:
                continue
            levels[country] = {y: fill.along(known, lambda z, c=country: self._real_rate(c, z), y)
                               for y in YEARS}
        return levels

    def _real_rate(self, country, year):
        return self.cpi(country, year) / self.rate(country, year) / self.cpi("USA", year)

    def rate(self, country, year):
        return self._rate[country][min(year, LAST)]

    def cpi(self, country, year):
        return self._cpi[country][min(year, LAST)]

    def real(self, country, usd, year):
        """Nominal USD of a calendar year as constant-2017 local money, told in 2017 USD."""
        return (usd * self.rate(country, year) / self.cpi(country, year)
                / self.rate(country, BASE))

    def nominal(self, country, real, year):
        """Constant-2017 local money (told in 2017 USD) as nominal USD of a calendar year."""
        return (real * self.rate(country, BASE) * self.cpi(country, year)
                / self.rate(country, year))

    def usd(self, country, value, unit, year):
        """A price in its printed unit as nominal USD; None if the unit is not money we know."""
        money = {"EUR": "DEU", "USD": "USA", "GBP": "GBR", "SEK": "SWE", "NOK": "NOR"}
        if unit == "USD PPP":
            level = self.level.get(country)
            return value * level[year] if level else None
        if unit == "USD of 2020-21":
            return value * self.cpi("USA", year) / self.cpi("USA", 2020)
        if unit in money:
            return value / self.rate(money[unit], year)
        return value / self.rate(country, year) if country in self.own else None


def economy(raw, money):
    rows = []
    rule = raw.sources.id("own-rule")
    for country in raw.codes:
        level = money.level.get(country, {})
        synthetic = NO_PRICE_EFFECT.get(country, 0)
        for year in YEARS:
            if year > LAST:
                status = "projected"
            elif country == "XXX":
                status = "assumed"
            elif country not in money.own or year < synthetic or country == "TKM":
                status = "estimated"
            else:
                status = "observed"
            source = money.source[country].get(min(year, LAST)) if status == "observed" else rule
            rows.append({"country": country, "year": year, "rate": money.rate(country, year),
                         "cpi": money.cpi(country, year), "price_level": level.get(year, ""),
                         "gdp_per_capita_usd": money.gdp[country][min(year, LAST)],
                         "status": status, "source": source})
    return rows
