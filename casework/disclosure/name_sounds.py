"""Names as they are compared: plain letters, the name behind a short form, and their sound."""

from __future__ import annotations

import re
import unicodedata

import jellyfish

# Each group: a full name, then what it is shortened to or otherwise spelled.
_SHORT_FORMS = """alexander alex sandy sasha xander | alexandra alex sandra sasha lexi |
andrew andy drew | anthony tony | benjamin ben benny | catherine kate katie cathy kathy cat kath |
charles charlie chuck | charlotte lottie charlie | christine chris chrissie tina |
christopher chris kit | daniel dan danny | david dave davey | deborah deb debbie debs |
edward ed eddie ted ned | elizabeth liz lizzie beth betty eliza lisa libby | frances fran frankie |
francis frank frankie | frederick fred freddie | geoffrey geoff jeff | gregory greg |
harold harry | henry harry hal | isabella bella izzy | jacqueline jackie | james jim jimmy jamie |
janet jan | jennifer jen jenny | jessica jess jessie | joanna jo joanne | john jack johnny jon |
jonathan jon jonny | joseph joe joey | joshua josh | judith judy | katherine kate katie kathy kath |
kenneth ken kenny | lawrence larry laurie | leonard len lenny | madeleine maddie |
margaret maggie meg peggy rita | matthew matt | maximilian max | michael mike mick mickey |
mohammed mo mohammad muhammad mohamed | natalie nat | natasha tasha | nicholas nick nicky |
nicola nicky nikki | oliver ollie | pamela pam | patricia pat trish tricia | patrick pat paddy |
peter pete | philip phil | philippa pippa | rachel rach | rebecca becky bex |
richard rick dick ricky rich | robert rob bob bobby robbie bert | ronald ron ronnie |
samantha sam | samuel sam sammy | sarah sally sara | stephanie steph | stephen steve stevie |
steven steve | susan sue suzie | teresa terry tess | terence terry | theresa terry tess |
theodore theo ted | thomas tom tommy | timothy tim | valerie val | victoria vicky tori |
vincent vince | william will bill billy liam | zachary zach zac"""

_FULL_NAMES: dict[str, tuple[str, ...]] = {}
for _group in _SHORT_FORMS.split("|"):
    _full, *_shorts = _group.split()
    for _short in _shorts:
        _FULL_NAMES[_short] = (*_FULL_NAMES.get(_short, ()), _full)

# Letters that are no letter with a mark, so that normalising leaves them alone.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def plain(name: str) -> str:
    """A name without case, accents and marks."""
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(_STROKES)
    return "".join(letter for letter in folded if letter.isalpha())


def parts(name: str) -> tuple[str, ...]:
    """The parts of a compound name, each plain, and the whole first."""
    whole = plain(name)
    pieces = [plain(piece) for piece in re.split(r"[\s\-–]+", name)]
    long = [piece for piece in pieces if len(piece) > 1]
    return tuple(dict.fromkeys([whole, *long])) if whole else ()


def given_forms(given: str) -> tuple[str, ...]:
    """A given name, its first part, and the names that it may be short for."""
    pieces = parts(given)[:2]
    full = [name for piece in pieces for name in _FULL_NAMES.get(piece, ())]
    return tuple(dict.fromkeys([*pieces, *full]))


def sounds(name: str) -> frozenset[str]:
    """How a plain name sounds, after two rules that err differently."""
    if not name.isascii():
        return frozenset({name})
    return frozenset(
        {"m" + (jellyfish.metaphone(name) or name), "s" + jellyfish.soundex(name)} if name else ()
    )
