"""A real IMAP server on loopback: Debian's dovecot, set up in a folder of its own, with TLS."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from channels.imap_account import ImapAccount
from tests.databases import missing

USER, PASSWORD = "reader", "s3cret/@:"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/box
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  user = {login}
  inet_listener imap {{
    port = {clear}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """A running server with one mailbox."""

    tls_port: int
    clear_port: int
    ca_file: Path

    def account(self, **overrides: object) -> ImapAccount:
        """Return the mailbox as an installation names it."""
        values: dict[str, object] = {
            "scheme": "imaps",
            "host": "localhost",
            "port": self.tls_port,
            "username": USER,
            "password": PASSWORD,
            "ca_file": self.ca_file,
        } | overrides
        return ImapAccount(**values)  # type: ignore[arg-type]

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Yield a session of somebody else's."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        with imaplib.IMAP4_SSL("localhost", self.tls_port, ssl_context=context) as session:
            session.login(USER, PASSWORD)
            yield session

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder."""
        with self.session() as session:
            for mail in mails:
                status, _ = session.append(
                    folder, "", "", mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                )
                assert status == "OK"

    def count(self, folder: str = "INBOX") -> int:
        """Return how many mails lie in a folder; none where there is no such folder."""
        with self.session() as session:
            status, answer = session.select(f'"{folder}"', readonly=True)
            return int(answer[0] or 0) if status == "OK" else 0

    def empty(self) -> None:
        """Delete every folder's mails; the inbox gets another UIDVALIDITY only when it is made anew."""
        with self.session() as session:
            for folder in ("INBOX", "Dunwell handled", "Dunwell set aside"):
                status, found = session.select(f'"{folder}"')
                if status == "OK" and found != [b"0"]:
                    session.store("1:*", "+FLAGS", r"(\Deleted)")
                    session.expunge()


@contextmanager
def an_imap_server() -> Iterator[ImapServer]:
    """Serve until the block ends, from a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="dunwell-imap-"))
    try:
        with _serving(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def _serving(folder: Path) -> Iterator[ImapServer]:
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        missing("dovecot (the package dovecot-imapd)")
    folder.chmod(0o755)
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(str(folder / "cert.pem"), append=True)
    server = ImapServer(_free_port(), _free_port(), folder / "ca.pem")
    config = folder / "dovecot.conf"
    config.write_text(_configured(folder, server))
    process = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _configured(folder: Path, server: ImapServer) -> str:
    """Dovecot serves nobody as root: there, the accounts of its package do the work."""
    me = pwd.getpwuid(os.getuid())
    user, login = (pwd.getpwnam("dovecot"), "dovenull") if me.pw_uid == 0 else (me, me.pw_name)
    (folder / "mail").mkdir()
    os.chown(folder / "mail", user.pw_uid, user.pw_gid)
    return _CONFIG.format(
        folder=folder,
        user=user.pw_name,
        login=login,
        group=grp.getgrgid(user.pw_gid).gr_name,
        uid=user.pw_uid,
        gid=user.pw_gid,
        password=PASSWORD,
        clear=server.clear_port,
        tls=server.tls_port,
    )


def _wait(server: ImapServer, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < until:
        try:
            with server.session():
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
    process.terminate()
    raise RuntimeError(f"dovecot does not serve: {process.communicate(timeout=20)[1].decode()}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
