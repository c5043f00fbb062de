"""How names sound: pinyin of Chinese names and the usual Latin spellings of Korean ones.

A surname has its own reading (单 is shan, not dan); a character that is read in two ways is found under both.
pypinyin is heavy and imported only when a Chinese name is enrolled, never when one is looked up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Final


def _table(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


def _sounds(text: str) -> tuple[str, ...]:
    return tuple(sound.strip("-") for sound in text.split())


SURNAMES: Final = _table(
    "单:shan 單:shan 曾:zeng 仇:qiu 解:xie 朴:piao/pu 查:zha 区:ou 區:ou 盖:ge/gai 蓋:ge/gai 华:hua 華:hua"
    " 任:ren 覃:qin/tan 缪:miao 繆:miao 翟:zhai/di 乐:yue/le 樂:yue/le 员:yun 員:yun 召:shao 冼:xian 洗:xian"
    " 繁:po 秘:bi 折:she 种:chong 祭:zhai 逄:pang 藏:zang 牟:mu/mou 宁:ning 甯:ning 柏:bai/bo 卜:bu 葛:ge"
    " 郇:xun/huan 晁:chao 郗:xi/chi 佘:she 那:na 纪:ji 紀:ji 贾:jia 賈:jia 过:guo 過:guo 宿:su 相:xiang 应:ying"
    " 應:ying 车:che 車:che 石:shi 盛:sheng 曲:qu 强:qiang 強:qiang 能:nai 尉:wei/yu 隗:wei/kui 訾:zi 句:gou"
    " 沈:shen 都:du 谌:chen/shen 諶:chen/shen 莘:shen/xin 薄:bo 燕:yan 适:kuo 俞:yu 阚:kan 闞:kan 哈:ha 黑:he"
    " 呙:guo 咼:guo 阙:que 闕:que 褚:chu 长:zhang 長:zhang 万:wan 萬:wan 尹:yin 叶:ye 葉:ye 重:chong 么:yao"
    " 麽:yao 瞿:qu 炅:gui 禚:zhuo 行:xing 尉迟:yu,chi 尉遲:yu,chi 万俟:mo,qi 萬俟:mo,qi 长孙:zhang,sun"
    " 長孫:zhang,sun 单于:chan,yu 單于:chan,yu 鲜于:xian,yu 鮮于:xian,yu 澹台:tan,tai 澹臺:tan,tai 令狐:ling,hu"
    " 夏侯:xia,hou 皇甫:huang,fu 呼延:hu,yan 亓官:qi,guan 诸葛:zhu,ge 諸葛:zhu,ge 欧阳:ou,yang 歐陽:ou,yang"
    " 司马:si,ma 司馬:si,ma 上官:shang,guan 慕容:mu,rong 宇文:yu,wen 公孙:gong,sun 公孫:gong,sun 司徒:si,tu"
    " 东方:dong,fang 東方:dong,fang 独孤:du,gu 獨孤:du,gu 南宫:nan,gong 南宮:nan,gong 西门:xi,men 西門:xi,men"
    " 轩辕:xuan,yuan 軒轅:xuan,yuan"
)
"""Surname → readings: alternatives by `/`, the characters of a double surname by `,`."""

_DIAERESIS: Final = "\u0308"
_MOST_READINGS, _MOST_COMBINATIONS, _LONG = 2, 8, 4


@lru_cache(maxsize=1)
def _dictionary() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


def _toneless(syllable: str) -> str:
    marks = (
        char for char in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(char) or char == _DIAERESIS
    )
    return unicodedata.normalize("NFC", "".join(marks)).replace("ü", "v")


@lru_cache(maxsize=8192)
def of_character(char: str) -> tuple[str, ...]:
    """Readings of one Chinese character without tones, the usual first; ü also as people type it: lv, lu, lyu."""
    known = [_toneless(one) for one in _dictionary().get(ord(char), "").split(",") if one]
    spelt = list(dict.fromkeys(known))[:_MOST_READINGS]
    for one in tuple(spelt):
        if "v" in one:
            spelt += [one.replace("v", "u"), one.replace("v", "yu")]
    return tuple(dict.fromkeys(spelt))


def of_chinese(name: str) -> list[tuple[str, ...]]:
    """Readings of a whole name, each a syllable per character, the likeliest first. Empty if one has none."""
    each: list[tuple[str, ...]] = []
    if len(name) > 2 and name[:2] in SURNAMES:
        each = [(part,) for part in SURNAMES[name[:2]].split(",")]
    elif len(name) > 1 and name[0] in SURNAMES:
        each = [tuple(SURNAMES[name[0]].split("/"))]
    each += [of_character(char) for char in name[len(each) :]]
    if not all(each):
        return []
    if len(each) > _LONG:
        return [tuple(readings[0] for readings in each)]
    return list(islice(product(*each), _MOST_COMBINATIONS))


# Korean: a syllable is 0xAC00 + (initial × 21 + vowel) × 28 + final

INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_ONSETS: Final = _sounds("g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWELS: Final = _sounds("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_CODAS: Final = _sounds("- k k k n n n t l k m p t t p t m p p t t ng t t k t p t")
_EASY_VOWELS: Final = {"eo": "u", "yeo": "yu", "u": "oo", "ui": "ee"}
_EASY_BARE: Final = {"yeo": "you", "u": "woo", "eo": "eo", "i": "i"}

KOREAN_SURNAMES: Final = _table(
    "김:kim/gim 이:lee/yi/i/rhee 박:park/bak/pak 최:choi/choe 정:jung/jeong/chung 강:kang/gang 조:cho/jo"
    " 윤:yoon/yun 장:jang/chang 임:lim/im 오:oh/o 신:shin/sin 권:kwon/gwon 황:hwang 안:ahn/an 송:song 류:ryu/yoo"
    " 유:yoo/yu/you 전:jeon/jun/chun 고:ko/go 문:moon/mun 백:baek/paik 허:heo/hur/huh 심:shim/sim 노:noh/no/roh"
    " 곽:kwak/gwak 성:sung/seong 주:joo/ju 우:woo/u 구:koo/gu/ku 나:na 라:ra/na 엄:um/eom 천:chun/cheon"
    " 공:kong/gong 현:hyun/hyeon 변:byun/byeon 추:choo/chu 도:do 석:seok/suk 선:sun/seon 길:gil/kil"
    " 명:myung/myeong 기:ki/gi 금:keum/geum 육:yook/yuk 국:kook/guk 편:pyun/pyeon 용:yong 여:yeo/yuh 양:yang"
    " 손:son/sohn 배:bae/pae 서:seo/suh 남궁:namgung 황보:hwangbo 제갈:jegal 사공:sagong 선우:sunwoo/seonu"
    " 서문:seomun 독고:dokgo/dokko 림:lim/rim 리:lee/ri 량:yang"
)


def is_syllable(char: str) -> bool:
    """A whole Korean syllable."""
    return "가" <= char <= "힣"


def initials(name: str) -> str:
    """초성, the initial consonants of a Korean name: 김하경 → ㄱㅎㄱ."""
    return "".join(INITIALS[(ord(char) - 0xAC00) // 588] if is_syllable(char) else char for char in name)


def _syllable(char: str, *, easy: bool) -> str:
    index = ord(char) - 0xAC00
    onset, vowel, coda = _ONSETS[index // 588], _VOWELS[index % 588 // 28], _CODAS[index % 28]
    if easy:
        vowel = _EASY_VOWELS.get(vowel, vowel) if onset else _EASY_BARE.get(vowel, vowel)
        onset = "k" if onset == "g" else onset
    return onset + vowel + coda


def spellings(text: str) -> Iterator[str]:
    """Korean syllables in Latin letters: as the rules have it (gyeong), then as people write it (kyung)."""
    yield "".join(_syllable(char, easy=False) for char in text)
    yield "".join(_syllable(char, easy=True) for char in text)


def of_korean(name: str) -> list[tuple[str, str]]:
    """Latin spellings of a whole Korean name as (surname, given name)."""
    cut = 2 if len(name) > 3 and name[:2] in KOREAN_SURNAMES else 1
    surnames: Sequence[str] = KOREAN_SURNAMES.get(name[:cut], "").split("/")
    if surnames == [""]:
        surnames = list(dict.fromkeys(spellings(name[:cut])))
    given = dict.fromkeys(spellings(name[cut:]))
    return [(surname, first) for surname in surnames for first in given]
