import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.encryption import KEY_BYTES, AesSuite, Keys, keys_from
from actions.casework.errors import DamagedRecord, DataKeyProblem

OLD, NEW = b"o" * KEY_BYTES, b"n" * KEY_BYTES
PLACE = "letters.contact"
SETTING = "YIFAWEN_DATA_KEY"


def written(key: bytes) -> str:
    return base64.b64encode(key).decode()


@given(st.binary(max_size=300))
def test_what_is_sealed_opens(plain: bytes) -> None:
    keys = Keys([NEW])
    assert keys.open(keys.seal(plain, PLACE), PLACE) == plain


def test_the_same_text_is_never_sealed_alike(keys: Keys) -> None:
    assert keys.seal(b"text", PLACE) != keys.seal(b"text", PLACE)


def test_a_sealed_value_opens_in_its_own_place_only(keys: Keys) -> None:
    sealed = keys.seal(b"text", PLACE)
    with pytest.raises(DamagedRecord):
        keys.open(sealed, "letters.name")


@pytest.mark.parametrize("position", [0, 1, 5, 17, -1], ids=["version", "key id", "nonce", "ciphertext", "tag"])
def test_a_changed_bit_is_noticed(keys: Keys, position: int) -> None:
    sealed = bytearray(keys.seal(b"text", PLACE))
    sealed[position] ^= 1
    with pytest.raises(DamagedRecord):
        keys.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 16, 20])
def test_a_cut_value_is_noticed(keys: Keys, length: int) -> None:
    with pytest.raises(DamagedRecord):
        keys.open(keys.seal(b"text", PLACE)[:length], PLACE)


def test_after_a_rotation_old_values_stay_readable_and_new_ones_use_the_new_key() -> None:
    before, after = Keys([OLD]), Keys([NEW, OLD])
    assert after.open(before.seal(b"text", PLACE), PLACE) == b"text"
    assert Keys([NEW]).open(after.seal(b"text", PLACE), PLACE) == b"text"
    with pytest.raises(DamagedRecord):
        Keys([NEW]).open(before.seal(b"text", PLACE), PLACE)


def test_after_a_rotation_old_digests_are_still_found() -> None:
    before, after = Keys([OLD]), Keys([NEW, OLD])
    stored = before.digest("code", "text")
    assert after.matches("code", "text", stored)
    assert stored in after.digests("code", "text")
    assert after.knows(stored)
    assert not Keys([NEW]).knows(stored)


def test_a_digest_depends_on_key_label_and_text(keys: Keys) -> None:
    digests = {
        keys.digest("code", "text"),
        keys.digest("code", "Text"),
        keys.digest("contact", "text"),
        Keys([NEW]).digest("code", "text"),
    }
    assert len(digests) == 4
    assert all(len(digest) == 72 for digest in digests)


def test_a_digest_takes_any_text_that_json_can_carry(keys: Keys) -> None:
    assert keys.matches("code", "\ud800\0", keys.digest("code", "\ud800\0"))


def test_a_wrong_text_does_not_match(keys: Keys) -> None:
    assert not keys.matches("code", "other", keys.digest("code", "text"))


def test_subkeys_differ_from_each_other_and_from_the_master() -> None:
    suite = AesSuite()
    derived = {suite.derive(NEW, "fields"), suite.derive(NEW, "digest code"), suite.derive(OLD, "fields"), NEW, OLD}
    assert len(derived) == 5


def test_hkdf_and_hmac_give_the_published_results() -> None:
    # RFC 4231, test case 2: the keyed hash is plain HMAC-SHA256.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert AesSuite().mac(b"Jefe", b"what do ya want for nothing?").hex() == expected


class ReversingSuite:
    """A toy that shows what another set of algorithms has to provide."""

    def derive(self, master: bytes, label: str) -> bytes:
        return (label.encode() + master)[:KEY_BYTES]

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
        return bound_to + plain[::-1]

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        if not sealed.startswith(bound_to):
            raise DamagedRecord("moved")
        return sealed[len(bound_to) :][::-1]

    def mac(self, key: bytes, message: bytes) -> bytes:
        return (key + message)[-32:].rjust(32, b"\0")


def test_the_algorithms_can_be_replaced() -> None:
    keys = Keys([NEW], ReversingSuite())
    assert keys.seal(b"abc", PLACE).endswith(b"letters.contactcba")
    assert keys.open(keys.seal(b"abc", PLACE), PLACE) == b"abc"


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (None, "missing"),
        ("  ", "missing"),
        ("不是密钥", "malformed"),
        ("%%%", "malformed"),
        (written(b"short"), "malformed"),
        (written(NEW + b"x"), "malformed"),
        (f"{written(NEW)},", "malformed"),
    ],
)
def test_a_bad_setting_is_named(value: str | None, complaint: str) -> None:
    environment = {} if value is None else {SETTING: value}
    with pytest.raises(DataKeyProblem, match=f"{SETTING} is {complaint}"):
        keys_from(environment)


def test_the_complaint_does_not_quote_the_key() -> None:
    almost = written(b"secret-secret-secret-secret-se")
    with pytest.raises(DataKeyProblem) as caught:
        keys_from({SETTING: almost})
    assert almost not in str(caught.value)


def test_the_setting_may_hold_several_keys_newest_first() -> None:
    keys = keys_from({SETTING: f" {written(NEW)} , {written(OLD)} "})
    assert keys.digest("code", "x") == Keys([NEW]).digest("code", "x")
    assert keys.knows(Keys([OLD]).digest("code", "x"))


def test_the_url_safe_alphabet_is_understood() -> None:
    key = b"\xfb\xef\xff" * 10 + b"\xfb\xef"
    assert keys_from({SETTING: base64.urlsafe_b64encode(key).decode()}).digest("a", "b") == Keys([key]).digest("a", "b")


@pytest.mark.parametrize("masters", [[], [b"short"], [NEW, b"short"]])
def test_keys_of_another_length_are_refused(masters: list[bytes]) -> None:
    with pytest.raises(DataKeyProblem, match=SETTING):
        Keys(masters)


def test_a_key_does_not_show_in_a_repr() -> None:
    assert "nnn" not in repr(Keys([NEW]))
