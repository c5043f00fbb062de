"""The command words of the search line: what a clerk can ask the desk to do, in four languages and in a few letters.

`>` lists them all. An alias typed whole comes first; a beginning of one comes after the records that were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from deskapp.i18n import N_, _, language
from deskapp.rules.text import code


@dataclass(frozen=True)
class Command:
    """One thing to ask for: the screen or act it opens, its word, what it is for, and the short words that call it."""

    opens: str
    label: str
    help: str
    aliases: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that calls it, as it is compared."""
        return _words(self, language())


@cache
def _words(command: Command, _spoken: str) -> tuple[str, ...]:
    """Worked out once for each language: they are compared at every key in the search line."""
    return tuple(code(word).casefold() for word in (*command.aliases, command.label, _(command.label)))


COMMANDS: tuple[Command, ...] = (
    Command("points", N_("Points"), N_("Register a receipt for points"), ("p", "jf", "积分", "積分", "적립")),
    Command("redeem", N_("Redeem"), N_("Hand out a gift for points"), ("r", "dh", "兑换", "兌換", "교환")),
    Command("enrol", N_("Enrol"), N_("Make somebody a member"), ("n", "bk", "办卡", "辦卡", "入会", "入會", "가입")),
    Command("member", N_("Member"), N_("Show the customer in front"), ("m", "hy", "会员", "會員", "회원")),
    Command("statement", N_("Statement"), N_("Every line of a member's points"), ("st", "mx", "明细", "明細", "내역")),
    Command("activate", N_("Activate card"), N_("Give a member a card"), ("a", "jh", "激活", "啟用", "카드등록")),
    Command(
        "reissue", N_("Re-issue card"), N_("Replace a lost or broken card"), ("ri", "buka", "补卡", "補卡", "재발급")
    ),
    Command("edit", N_("Change member"), N_("Change what is known of a member"), ("e", "xiugai", "修改", "수정")),
    Command("reveal", N_("Show masked"), N_("Show a masked field, with a reason"), ("rv", "chakan", "查看", "조회")),
    Command("lost", N_("Card lost"), N_("Stop a lost card at once"), ("lost", "guashi", "挂失", "掛失", "분실")),
    Command("birthdays", N_("Birthdays"), N_("Whose birthday it is today"), ("bd", "shengri", "生日", "생일")),
    Command("upgrades", N_("Upgrades"), N_("Who has reached a new tier"), ("up", "shengji", "升级", "升級", "승급")),
    Command(
        "adjust", N_("Adjust points"), N_("Correct points, with a supervisor"), ("adj", "tz", "调整", "調整", "조정")
    ),
    Command("items", N_("Gifts"), N_("The gifts and their prices"), ("g", "lp", "礼品", "禮品", "사은품")),
    Command("stock", N_("Stock"), N_("What is on hand"), ("k", "kc", "库存", "庫存", "재고")),
    Command("receive", N_("Receive stock"), N_("Take goods in"), ("in", "rk", "入库", "入庫", "입고")),
    Command(
        "move", N_("Move stock"), N_("From the stockroom to the desk and back"), ("mv", "yk", "移库", "移庫", "이동")
    ),
    Command("count", N_("Count stock"), N_("Count and compare"), ("ct", "pd", "盘点", "盤點", "실사")),
    Command(
        "counts",
        N_("Open counts"),
        N_("Counts that differ, to be explained"),
        ("oc", "pdcy", "盘差", "盤差", "차이"),
    ),
    Command("write_off", N_("Write off"), N_("Broken, expired or gone"), ("wo", "bs", "报损", "報損", "폐기")),
    Command("slips", N_("Slips"), N_("Slips to sign and signed"), ("sl", "dj", "单据", "單據", "전표")),
    Command(
        "journal", N_("Journal"), N_("Everything that was done, and voiding it"), ("j", "rz", "日志", "日誌", "일지")
    ),
    Command("void", N_("Void"), N_("Take an entry back, with a reason"), ("v", "zf", "作废", "作廢", "취소")),
    Command("language", N_("Language"), N_("Speak another language"), ("lang", "yy", "语言", "語言", "언어", "中文")),
    Command(
        "release", N_("Release customer"), N_("The customer in front has gone"), ("x", "lk", "离开", "離開", "보내기")
    ),
    Command("lock", N_("Lock"), N_("Lock the desk or sign off"), ("l", "sd", "锁定", "鎖定", "잠금")),
    Command("quit", N_("Quit"), N_("Close the program"), ("exit", "tc", "退出", "結束", "종료")),
)


def exact(text: str) -> Command | None:
    """The command that this text calls by a whole word."""
    said = code(text).casefold().removeprefix(">")
    return next((command for command in COMMANDS if said in command.words), None) if said else None


def matching(text: str) -> list[Command]:
    """The commands that this text may be the beginning of; `>` alone lists all."""
    said = code(text).casefold()
    if said.startswith(">"):
        said = said[1:]
        return [command for command in COMMANDS if any(said in word for word in command.words)]
    return [command for command in COMMANDS if said and any(word.startswith(said) for word in command.words)]
