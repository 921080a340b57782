"""PostgreSQL as several machines would run it: nodes under Patroni, which agree in etcd on who leads; HAProxy leads to
the leader, PgBouncer shares its connections. All on this machine, each in a folder and with ports of its own.

The programs are Debian's (`etcd-server`, `haproxy`, `pgbouncer`, `postgresql`) and Patroni from pip. Root starts them
as `nobody`, as they refuse to be root.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import psycopg

from tests.acceptance.house import free_port, wait_for

DEBIAN = "/usr/lib/postgresql"
START_SECONDS = 90.0
NAME = "frontdesk"

PATRONI = """
scope: desk
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters: {{max_connections: 100, wal_log_hints: "on", shared_buffers: 64MB}}
  initdb: [{{encoding: UTF8}}, data-checksums]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: "{home}/data"
  bin_dir: "{programs}"
  pgpass: "{home}/pgpass"
  authentication:
    superuser: {{username: postgres}}
    replication: {{username: replicator}}
  parameters: {{unix_socket_directories: "{home}"}}
  pg_hba: ["host all all 127.0.0.1/32 trust", "local all all trust", "host replication all 127.0.0.1/32 trust"]
"""

HAPROXY = """
defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
listen leader
  bind 127.0.0.1:{port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""

PGBOUNCER = """
[databases]
{name} = host=127.0.0.1 port={leader} dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = 20
max_client_conn = 400
server_connect_timeout = 2
server_login_retry = 1
query_wait_timeout = 6
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One PostgreSQL server and the Patroni that watches over it."""

    name: str
    home: Path
    port: int
    rest: int

    def leads(self) -> bool:
        """Whether it holds the lock of the leader: what HAProxy asks, too."""
        with contextlib.suppress(OSError), self._asked("primary") as answer:
            return bool(answer.status == 200)
        return False

    def members(self) -> dict[str, tuple[str, str]]:
        """Role and state of every node as this one knows them; nothing where it does not answer."""
        with contextlib.suppress(OSError, ValueError), self._asked("cluster") as answer:
            return {one["name"]: (one["role"], one["state"]) for one in json.load(answer)["members"]}
        return {}

    def _asked(self, what: str) -> HTTPResponse:
        answer: HTTPResponse = urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/{what}", timeout=2)
        return answer


class Cluster:
    def __init__(self, patroni: Path, nodes: int = 3) -> None:
        self._patroni = patroni
        self._programs = max(Path(DEBIAN).glob("*/bin"), default=Path())
        self._home = Path(tempfile.mkdtemp(prefix="frontdesk-cluster-"))
        self._user = "nobody" if os.getuid() == 0 else None
        self._etcd, self._leader_port, self._pool = free_port(), free_port(), free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.nodes = [
            Node(f"n{number}", self._folder(f"n{number}"), free_port(), free_port()) for number in range(nodes)
        ]

    @property
    def url(self) -> str:
        """Where Frontdesk is told to find the database: at PgBouncer."""
        return f"postgresql://{NAME}@127.0.0.1:{self._pool}/{NAME}?pgbouncer=true"

    def start(self) -> None:
        self._run("etcd", self._etcd_words())
        for node in self.nodes:
            self.start_node(node)
        self.wait_until_whole()
        self._lead_the_way()
        self._make_database()

    def start_node(self, node: Node) -> None:
        told = PATRONI.format(
            name=node.name, rest=node.rest, etcd=self._etcd, port=node.port, home=node.home, programs=self._programs
        )
        file = self._write(node.home / "patroni.yml", told)
        self._run(node.name, [str(self._patroni), str(file)])

    def leader(self) -> Node | None:
        return next((node for node in self.nodes if node.leads()), None)

    def kill(self, node: Node) -> None:
        """As if its machine had lost power: Patroni, the server and everything that serves connections."""
        patroni = self._running.pop(node.name)
        parent = int((node.home / "data" / "postmaster.pid").read_text().split()[0])
        doomed = [patroni.pid, parent, *_children(parent)]
        for step in (signal.SIGSTOP, signal.SIGKILL):
            for pid in doomed:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, step)
        patroni.wait()

    def wait_until_whole(self) -> None:
        wait_for(self.whole, lambda: "\n".join(self.last_words(node.name) for node in self.nodes), START_SECONDS)

    def whole(self) -> bool:
        """Whether one leads, and all others follow, one of them so that no commit is told before it has it.

        Patroni makes no other one the leader: what was acknowledged is never lost.
        """
        leader = self.leader()
        told = list(leader.members().values()) if leader else []
        wanted = {("leader", "running"), ("sync_standby", "streaming")}
        return len(told) == len(self.nodes) and wanted <= set(told) <= {*wanted, ("replica", "streaming")}

    def last_words(self, name: str) -> str:
        log = self._home / f"{name}.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else f"{name} said nothing"

    def close(self) -> None:
        for node in self.nodes:
            if node.name in self._running:
                with contextlib.suppress(OSError):
                    self.kill(node)
        for process in self._running.values():
            process.kill()
            process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _lead_the_way(self) -> None:
        servers = "\n".join(f"  server {node.name} 127.0.0.1:{node.port} check port {node.rest}" for node in self.nodes)
        told = HAPROXY.format(port=self._leader_port, servers=servers)
        self._run("haproxy", ["haproxy", "-db", "-f", str(self._write(self._home / "haproxy.cfg", told))])
        users = self._write(self._home / "users.txt", f'"{NAME}" ""\n')
        told = PGBOUNCER.format(name=NAME, leader=self._leader_port, port=self._pool, users=users)
        self._run("pgbouncer", ["pgbouncer", str(self._write(self._home / "pgbouncer.ini", told))])

    def _make_database(self) -> None:
        """What behind PgBouncer cannot be asked for at the start of a connection is set for the role."""
        leader = wait_for(self.leader)
        with self._connect(leader.port) as connection:
            connection.execute(f"CREATE ROLE {NAME} LOGIN")
            for name, value in (("timezone", "UTC"), ("statement_timeout", "7500ms"), ("lock_timeout", "7500ms")):
                connection.execute(f"ALTER ROLE {NAME} SET {name} = '{value}'")
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
        wait_for(self._is_there, lambda: self.last_words("pgbouncer"))

    def _is_there(self) -> bool:
        address = self.url.partition("?")[0]
        with contextlib.suppress(psycopg.Error), psycopg.connect(address, connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
        return False

    @staticmethod
    def _connect(port: int) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=port, user="postgres", autocommit=True, connect_timeout=2)

    def _etcd_words(self) -> list[str]:
        client, peer = f"http://127.0.0.1:{self._etcd}", f"http://127.0.0.1:{free_port()}"
        told = {
            "data-dir": str(self._folder("etcd")),
            "listen-client-urls": client,
            "advertise-client-urls": client,
            "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer,
            "initial-cluster": f"default={peer}",
        }
        return ["etcd", *(f"--{name}={value}" for name, value in told.items())]

    def _run(self, name: str, words: list[str]) -> None:
        with (self._home / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                cwd=self._home,
                start_new_session=True,
            )

    def _folder(self, name: str) -> Path:
        folder = self._home / name
        folder.mkdir(mode=0o700)
        for path in (self._home, folder):
            self._give(path)
        return folder

    def _write(self, file: Path, text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        self._give(file)
        return file

    def _give(self, path: Path) -> None:
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(path, account.pw_uid, account.pw_gid)


@contextlib.contextmanager
def cluster(patroni: Path, nodes: int = 3) -> Iterator[Cluster]:
    made = Cluster(patroni, nodes)
    try:
        made.start()
        yield made
    finally:
        made.close()


def _children(parent: int) -> Iterable[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
