"""Root keys: their text, their file, and every reason to refuse one."""

import os
from base64 import b64encode
from pathlib import Path
from zlib import crc32

import pytest

from casework.crypto.failures import KeyMissing, KeyringRefused
from casework.crypto.keyring import Keyring, RootKey, load_keyring, save_keyring


def test_known_answer_of_the_text_form() -> None:
    secret = bytes(range(32))
    checksum = f"{crc32(bytes([0, 0, 0, 7]) + secret):08x}"
    line = f"7:{b64encode(secret).decode()}:{checksum}"
    assert RootKey(7, secret).line() == line
    assert RootKey.from_line(line).line() == line
    assert checksum == "62476b2b"


def test_a_ring_survives_its_text() -> None:
    ring = Keyring.generate().with_new_key().activated(2).with_new_key()
    again = Keyring.from_text(ring.text())
    assert again.known() == (1, 2, 3)
    assert again.active.id == 2
    assert again.text() == ring.text()


def test_commas_serve_as_line_ends() -> None:
    text = Keyring.generate().with_new_key().text()
    assert Keyring.from_text(text.strip().replace("\n", ",")).known() == (1, 2)


def _broken_lines() -> list[str]:
    line = Keyring.generate().active.line()
    number, encoded, checksum = line.split(":")
    return [
        "",
        "# only a remark",
        "passphrase",
        "arn:aws:kms:eu-west-2:1:key/2",
        f"{number}:{encoded}",
        f"{number}:{encoded[:-8]}:{checksum}",
        f"{number}:{encoded}:00000000",
        f"9:{encoded}:{checksum}",
        f"0:{encoded}:{checksum}",
        f"{number}:{'!' * 44}:{checksum}",
        f"{line}\n{line}",
        f"*{line}\n*{RootKey(2, b'k' * 32).line()}",
        f"{line}\n{RootKey(2, b'k' * 32).line()}",
    ]


@pytest.mark.parametrize("text", _broken_lines())
def test_a_malformed_ring_is_refused_without_echo(text: str) -> None:
    with pytest.raises(KeyringRefused) as caught:
        Keyring.from_text(text)
    assert not text or text not in str(caught.value)


def test_a_missing_number_is_missing(ring: Keyring) -> None:
    with pytest.raises(KeyMissing):
        ring.named(9)


def test_the_active_key_cannot_be_dropped() -> None:
    ring = Keyring.generate().with_new_key()
    assert ring.without(2).known() == (1,)
    with pytest.raises(KeyringRefused):
        ring.without(1)


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path, ring: Keyring) -> None:
    path = tmp_path / "keyring.txt"
    save_keyring(ring, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keyring(path=path).text() == ring.text()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o700])
def test_a_file_others_may_read_is_refused(tmp_path: Path, ring: Keyring, mode: int) -> None:
    path = tmp_path / "keyring.txt"
    save_keyring(ring, path)
    path.chmod(mode)
    with pytest.raises(KeyringRefused, match="0600"):
        load_keyring(path=path)


def test_a_file_of_somebody_else_is_refused(
    tmp_path: Path, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keyring.txt"
    save_keyring(ring, path)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(KeyringRefused, match="somebody else"):
        load_keyring(path=path)


def test_a_handed_in_text_goes_before_the_file(tmp_path: Path, ring: Keyring) -> None:
    assert load_keyring(text=ring.text(), path=tmp_path / "none").text() == ring.text()
    with pytest.raises(KeyringRefused, match="cannot be read"):
        load_keyring(path=tmp_path / "none")
    with pytest.raises(KeyringRefused):
        load_keyring()
