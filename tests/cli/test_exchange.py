# SPDX-License-Identifier: MIT
"""Credit mobility in a run of the baseline."""

import pathlib
import shutil
import sys
import tempfile
import unittest

import xarray

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen


class Exchange(keruen.Case):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="keruen-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.path = folder / "baseline.h5"
        code, _, err = keruen.command("run", "baseline", "--years", "2003:2025", "-o", cls.path,
                                      "--threads", "2", "--verify")
        assert code == 0, err
        cls.flows = xarray.open_dataset(cls.path, group="flows", engine="h5netcdf")
        cls.payers = xarray.open_dataset(cls.path, group="exchange_payers",
                                         engine="h5netcdf")["people"]

    def test_kazakhstan_2017_lies_near_what_its_strategy_counted(self):
        # S0: 2,510 out and 712 in. Nothing pins them: slots, seats, places and family budgets are
        # assumptions with wide ranges, so the band is a fifth, and a third for weighted agents.
        credit = self.flows["credit"].sel(year=2017)
        out, into = int(credit.sel(origin="KAZ").sum()), int(credit.sel(host="KAZ").sum())
        self.assertTrue(0.8 * 2510 < out < 1.2 * 2510, out)
        self.assertTrue(0.67 * 712 < into < 1.33 * 712, into)

    def test_mevlana_runs_from_2012_to_2022(self):
        for programme in ("mevlana", "mevlana-from-turkey"):
            people = self.payers.sel(payer=programme).sum(["origin", "host"])
            self.assertGreater(int(people.sel(year=slice(2012, 2022)).min()), 0)
            self.assertEqual(int(people.sel(year=slice(2023, None)).sum()), 0)
            self.assertEqual(int(people.sel(year=slice(None, 2011)).sum()), 0)

    def test_programmes_pay_only_between_their_partners(self):
        icm = self.payers.sel(payer="erasmus-icm").sum("year")
        self.assertEqual(int(icm.sum()), int(icm.sel(origin="KAZ", host="EHEA")))
        self.assertGreater(int(icm.sum()), 0)
        sco = self.payers.sel(payer="sco-university").sum("year")
        self.assertEqual(int(sco.sel(host=["EHEA", "GBR", "ANG", "TUR"]).sum()), 0)

    def test_payers_add_up_and_nobody_is_an_exchange_student_in_the_own_country(self):
        credit = self.flows["credit"]
        self.assertTrue((self.payers.sum("payer") == credit).all())
        for code in ("KAZ", "RUS", "CHN", "TUR", "GBR"):
            self.assertEqual(int(credit.sel(origin=code, host=code).sum()), 0)

    def test_graduates_with_a_stay_are_fewer_than_awards(self):
        with_stay = self.flows["credit_graduates"].sum("host")
        home = xarray.open_dataset(self.path, group="home", engine="h5netcdf")["graduates"]
        self.assertTrue((with_stay <= home).all())
        self.assertTrue((self.flows["credit_graduates_ects"]
                         <= self.flows["credit_graduates"]).all())


if __name__ == "__main__":
    unittest.main()
