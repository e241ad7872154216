# SPDX-License-Identifier: MIT
"""`keruen batch --slurm` on a real Slurm: a controller and two nodes on the loopback interface."""

import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import keruen
from test_batch import STUDY, THREADS, assert_same

os.environ["PATH"] += ":/usr/sbin"  # where Debian has the daemons
SLURM = ("slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo")
PATIENCE = 120  # seconds, for each thing that is waited for

CONF = """ClusterName=keruen
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
MinJobAge=3600
SlurmdTimeout={timeout}
JobRequeue=1
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 State=UNKNOWN
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def parent_of(process):
    """Number of the process that started one."""
    text = pathlib.Path(f"/proc/{process}/stat").read_text()
    return int(text.rsplit(")", 1)[1].split()[1])


class Cluster(keruen.Case):
    timeout = 300  # seconds until a node that is silent is down: Slurm's own

    def setUp(self):
        super().setUp()
        missing = [name for name in (*SLURM, "munged") if not shutil.which(name)]
        self.assertEqual(missing, [], "scripts/install test installs them")
        for name in ("state", "spool.n1", "spool.n2"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(host=socket.gethostname().split(".")[0], folder=self.folder,
                                    user=pwd.getpwuid(os.getuid()).pw_name, ports=free_ports(3),
                                    timeout=self.timeout),
                        encoding="utf-8")
        # Of the plugins, the one that wants no cgroups until a job is to be confined in one.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n", encoding="utf-8")
        self.environment = {**os.environ, "SLURM_CONF": str(conf)}
        self.daemons = []
        self.addCleanup(self.stop)
        self.daemon("munged", "--foreground", "--force", f"--key-file={key}",
                    f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munged.pid",
                    f"--log-file={self.folder}/munged.log", f"--seed-file={self.folder}/munge.seed")
        self.wait("munged has no socket", (self.folder / "munge.socket").exists)
        self.daemon("slurmctld", "-D", "-f", conf)
        for node in ("n1", "n2"):
            self.daemon("slurmd", "-D", "-N", node, "-f", conf)
        self.wait("the two nodes are not idle",
                  lambda: self.say("sinfo", "-h", "-N", "-o", "%t").split() == ["idle"] * 2)

    def daemon(self, *command):
        log = self.folder / f"{len(self.daemons)}-{command[0]}.log"
        with log.open("w") as out:
            self.daemons.append(subprocess.Popen(list(map(str, command)), env=self.environment,
                                                 stdout=out, stderr=out))

    def wait(self, failure, condition):
        """Until the condition holds; a failure that tells what Slurm wrote if it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            dead = [one.args[0] for one in self.daemons if one.poll() is not None]
            if dead or time.monotonic() > end:
                logs = [f"== {log.name}\n{log.read_text()[-2000:]}"
                        for log in sorted(self.folder.glob("**/*.log"))]
                self.fail("\n".join([failure, f"ended by themselves: {dead}",
                                     self.say("squeue", "-t", "all"), *logs]))
            time.sleep(0.1)

    def stop(self):
        subprocess.run(["scancel", "--quiet", "--me"], env=self.environment, capture_output=True)
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def say(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout

    def program_of(self, shard):
        """Number of the process that computes a shard of this test's batch, once it is there."""
        found = []

        def look():
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    words = (folder / "cmdline").read_bytes().decode().split("\0")
                except OSError:
                    continue
                if words[1:2] == ["batch"] and str(self.batch) in words and shard in words:
                    found.append(int(folder.name))
            return found

        self.wait(f"no process computes shard {shard}", look)
        return found[0]

    def submit(self):
        """A study of six members as an array of two tasks; the jobs and the second task's log."""
        self.study = self.folder / "study.toml"
        self.study.write_text(STUDY.replace("scale = 0.1", "scale = 1"), encoding="utf-8")
        self.batch = self.folder / "batch"
        jobs = json.loads(self.succeed("batch", self.study, "-o", self.batch, "--slurm", "--shards",
                                       "2", "--json", environment=self.environment))
        return jobs, self.batch / "slurm" / "2.log"

    def assert_collection_is_that_of_one_process(self):
        alone = self.folder / "alone"
        self.succeed("batch", self.study, "-o", alone, *THREADS)
        self.succeed("collect", alone)
        assert_same(self, self.batch / "collection.h5", alone / "collection.h5")


@unittest.skipUnless(any(map(shutil.which, SLURM)), "Slurm is not installed")
class Slurm(Cluster):
    def test_an_array_with_a_killed_task_makes_what_one_process_makes(self):
        jobs, log = self.submit()
        process = self.program_of("2/2")
        self.wait("shard 2 has no second member", lambda: "member 2 of 3" in log.read_text())
        os.kill(process, signal.SIGKILL)
        self.wait("nothing was collected", (self.batch / "collection.h5").exists)
        self.assertIn("ended with code 137", log.read_text())
        self.assertNotEqual(jobs["array"], jobs["collect"])
        self.assert_collection_is_that_of_one_process()
        again = self.succeed("batch", self.study, "-o", self.batch, "--slurm",
                             environment=self.environment)
        self.assertIn("all 6 members are there", again)


@unittest.skipUnless(any(map(shutil.which, SLURM)), "Slurm is not installed")
@unittest.skipUnless(keruen.LONG, "a minute: KERUEN_LONG=1")
class NodeFailure(Cluster):
    timeout = 10

    def test_a_node_that_fails_has_its_members_computed_by_the_other(self):
        jobs, log = self.submit()
        program = self.program_of("2/2")
        self.wait("shard 2 has no second member", lambda: "member 2 of 3" in log.read_text())
        node = self.node_of(program)
        self.fail_node(node, program)
        self.wait("the node is not down",
                  lambda: self.say("sinfo", "-h", "-n", node, "-o", "%t").startswith("down"))
        task = f"{jobs['array']}_2"
        self.wait("the task was not queued again",
                  lambda: "Restarts=1 " in self.say("scontrol", "show", "job", task))
        self.wait("nothing was collected", (self.batch / "collection.h5").exists)
        self.assertNotEqual(
            node, self.say("squeue", "-h", "-t", "all", "-j", task, "-o", "%N").strip())
        self.assert_collection_is_that_of_one_process()

    def node_of(self, program):
        words = pathlib.Path(f"/proc/{program}/environ").read_bytes().decode().split("\0")
        return next(word.split("=")[1] for word in words if word.startswith("SLURMD_NODENAME="))

    def fail_node(self, node, program):
        """Kills all that runs on a node at once, so that nothing there can tell of it."""
        script = parent_of(program)
        step = parent_of(script)
        self.assertIn(b"slurmstepd", pathlib.Path(f"/proc/{step}/cmdline").read_bytes())
        (daemon,) = (one for one in self.daemons if one.args[:3] == ["slurmd", "-D", "-N"]
                     and one.args[3] == node)
        for process in (daemon.pid, step, script, program):
            os.kill(process, signal.SIGKILL)
        daemon.wait()
        self.daemons.remove(daemon)


if __name__ == "__main__":
    unittest.main()
