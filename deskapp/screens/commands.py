"""The command words of the search line: what a clerk can ask the desk to do, in four languages and in a few letters.

`>` lists them all. An alias typed whole comes first; a beginning of one comes after the records that were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from deskapp.i18n import N_, _, language
from deskapp.rules.text import code

GROUPS: dict[str, str] = {
    "customer": N_("The customer"),
    "card": N_("Members and cards"),
    "stock": N_("Gifts and stock"),
    "call": N_("Complaints and calls"),
    "paper": N_("Slips and journal"),
    "shift": N_("Shift and handover"),
    "desk": N_("The desk"),
}
"""What commands are about, in the order in which they are listed."""


@dataclass(frozen=True)
class Command:
    """One thing to ask for: the screen or act it opens, what it is about, its word, what it is for.

    `called` are the words that call it: the first letters of the English, of the pinyin, then a word in simplified and
    in traditional Chinese and in Korean, then others.
    """

    opens: str
    group: str
    label: str
    help: str
    called: str

    @property
    def aliases(self) -> tuple[str, ...]:
        """The words that call it, each once."""
        return tuple(dict.fromkeys(self.called.split()))

    @property
    def spoken(self) -> str:
        """The two short ones and the word of the language now spoken, as they stand beside it in lists."""
        latin, pinyin, *words = self.called.split()
        here = dict(zip(("zh_Hans", "zh_Hant", "ko"), words, strict=False)).get(language())
        return " ".join(filter(None, (latin, pinyin, here)))

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that calls it, as it is compared."""
        return _words(self, language())


@cache
def _words(command: Command, _spoken: str) -> tuple[str, ...]:
    """Worked out once for each language: they are compared at every key in the search line."""
    return tuple(code(word).casefold() for word in (*command.aliases, command.label, _(command.label)))


# fmt: off
COMMANDS: tuple[Command, ...] = (
    Command("points", "customer", N_("Points"), N_("Register a receipt for points"), "p jf 积分 積分 적립"),
    Command("redeem", "customer", N_("Redeem"), N_("Hand out a gift for points"), "r dh 兑换 兌換 교환 换礼 換禮"),
    Command("member", "customer", N_("Member"), N_("Show the customer in front"), "m hy 会员 會員 회원"),
    Command("statement", "customer", N_("Statement"), N_("Every line of a member's points"), "st mx 明细 明細 내역"),
    Command("adjust", "customer", N_("Adjust points"), N_("Correct points, with a supervisor"),
            "adj tz 调整 調整 조정"),
    Command("park", "customer", N_("Park"), N_("Put this customer aside with everything open, and serve another"),
            "pk gq 挂起 暫存 보류 挂单 掛單"),
    Command("recall", "customer", N_("Recall"), N_("Bring back what was put aside: 1 to 9 picks"),
            "rc qh 取回 取回 불러오기 取单 取單"),
    Command("release", "customer", N_("Release customer"), N_("The customer in front has gone"),
            "x lk 离开 離開 보내기"),
    Command("enrol", "card", N_("Enrol"), N_("Make somebody a member"), "n bk 办卡 辦卡 가입 入会 入會"),
    Command("edit", "card", N_("Change member"), N_("Change what is known of a member"), "e xiugai 修改 修改 수정"),
    Command("reveal", "card", N_("Show masked"), N_("Show a masked field, with a reason"),
            "rv chakan 查看 檢視 열람 조회"),
    Command("activate", "card", N_("Activate card"), N_("Give a member a card"), "a jh 激活 啟用 카드발급 카드등록"),
    Command("reissue", "card", N_("Re-issue card"), N_("Replace a lost or broken card"), "ri buka 补卡 補卡 재발급"),
    Command("lost", "card", N_("Card lost"), N_("Stop a lost card at once"), "lost guashi 挂失 掛失 분실"),
    Command("birthdays", "card", N_("Birthdays"), N_("Whose birthday it is today"), "bd shengri 生日 生日 생일"),
    Command("upgrades", "card", N_("Upgrades"), N_("Who has reached a new tier"), "up shengji 升级 升級 승급"),
    Command("items", "stock", N_("Gifts"), N_("The gifts and their prices"), "g lp 礼品 禮品 사은품"),
    Command("put", "stock", N_("New gift"), N_("Put a gift on the list or change it"),
            "ng xlp 新礼品 新禮品 새사은품"),
    Command("stock", "stock", N_("Stock"), N_("What is on hand"), "k kc 库存 庫存 재고"),
    Command("receive", "stock", N_("Receive stock"), N_("Take goods in"), "in rk 入库 入庫 입고"),
    Command("move", "stock", N_("Move stock"), N_("From the stockroom to the desk and back"),
            "mv yk 移库 調撥 이동 移庫"),
    Command("count", "stock", N_("Count stock"), N_("Count and compare"), "ct pd 盘点 盤點 실사"),
    Command("counts", "stock", N_("Open counts"), N_("Counts that differ, to be explained"),
            "oc pdcy 盘差 盤差 차이"),
    Command("settle", "stock", N_("Settle a count"), N_("Say why a count differed"),
            "se clcy 处理差异 處理差異 반영"),
    Command("write_off", "stock", N_("Write off"), N_("Broken, expired or gone"), "wo bs 报损 報損 폐기"),
    Command("callback", "call", N_("Call back"), N_("Call the next customer back"), "cb hf 回访 回訪 재통화"),
    Command("callbacks", "call", N_("Callback queue"), N_("Who is to be called, and what the day holds"),
            "cbs hfd 回访单 回訪單 재통화표"),
    Command("arrange", "call", N_("Arrange a callback"), N_("Owe somebody a call, by hand"),
            "acb xhf 新回访 新回訪 통화등록"),
    Command("appoint", "call", N_("Callback appointment"), N_("Note the time that the customer chose"),
            "apt yhf 约回访 約回訪 통화예약"),
    Command("cancel_callback", "call", N_("Cancel a callback"), N_("Nobody needs to call about it any more"),
            "ccb chf 撤回访 撤回訪 통화취소"),
    Command("call_hours", "call", N_("When to call"), N_("The hours in which a person may be called"),
            "wh lxsj 联系时间 聯絡時間 통화시간"),
    Command("silence", "call", N_("No calls"), N_("A person wants no calls at all"), "dnc wr 勿扰 勿擾 수신거부"),
    Command("allow_calls", "call", N_("Allow calls"), N_("Call a person again who asked for it"),
            "alc jj 解禁 解禁 거부해제"),
    Command("deal_out", "call", N_("Deal out callbacks"), N_("Share the customers among the clerks"),
            "do fphf 分配回访 分配回訪 통화배분"),
    Command("gather", "call", N_("The day's callbacks"), N_("Birthdays, expiring points, visits: make their callbacks"),
            "gt drhf 当日回访 當日回訪 오늘통화"),
    Command("statistics", "call", N_("Complaint figures"), N_("Complaints by category, department, cause and channel"),
            "cc tstj 投诉统计 客訴統計 불만통계 统计 統計"),
    Command("callback_summary", "call", N_("Callback summary"), N_("Who was called back, and what came of it"),
            "cr hfzj 回访总结 回訪總結 통화보고 回访报告 回訪報告"),
    Command("slips", "paper", N_("Slips"), N_("Slips to sign and signed"), "sl dj 单据 單據 전표"),
    Command("journal", "paper", N_("Journal"), N_("Everything that was done, and voiding it"), "j rz 日志 日誌 일지"),
    Command("report", "paper", N_("Report"), N_("Figures of a day, week or month: pictures, seal, paper and files"),
            "rp bb 报表 報表 보고서 日报 日報 일보"),
    Command("void", "paper", N_("Void"), N_("Take an entry back, with a reason"), "v zf 作废 作廢 취소"),
    Command("complain", "call", N_("Complaint"), N_("Take a complaint down: its number is there at once"),
            "c ts 投诉 客訴 불만접수 投訴 민원"),
    Command("complaints", "call", N_("Open complaints"), N_("By the time that is left, and searching all"),
            "cs tslb 投诉列表 客訴列表 불만목록 投訴列表"),
    Command("approvals", "call", N_("To approve"), N_("Remedies that wait for your approval"),
            "ap sp 审批 審批 결재"),
    Command("call", "call", N_("Call"), N_("The phone rings: put aside what is open, and note the call"),
            "ph laidian 来电 來電 전화 电话 電話"),
    Command("calls", "call", N_("Calls"), N_("The calls of a day, or with one person"),
            "cl thjl 通话记录 通話紀錄 통화기록"),
    Command("call_figures", "call", N_("Telephone figures"), N_("How the telephone is answered, hour by hour"),
            "cf dhtj 电话统计 電話統計 전화통계"),
    Command("feedback", "call", N_("Feedback to departments"), N_("What departments have not answered yet"),
            "fb bmfk 部门反馈 部門回饋 부서전달"),
    Command("send_feedback", "call", N_("Send feedback"), N_("Tell a department what a customer said"),
            "sf fsfk 发送反馈 發送回饋 의견전달"),
    Command("knowledge", "call", N_("Answers"), N_("What clerks are asked: floors, parking, rules"),
            "kb zsk 知识库 知識庫 안내 问答 問答"),
    Command("write_answer", "call", N_("Write an answer"), N_("Put an answer in four languages, or write it anew"),
            "wa xwd 写问答 寫問答 안내작성"),
    Command("shift", "shift", N_("Shift"), N_("Everything about this counter's shift"), "sh bc 班次 班次 근무"),
    Command("open_shift", "shift", N_("Open the shift"), N_("Begin with the float counted"),
            "os kaib 开班 開班 근무시작"),
    Command("handover", "shift", N_("Handover"), N_("Seal the shift and hand it over"), "ho jjb 交班 交班 인계 交接班"),
    Command("take_over", "shift", N_("Take over"), N_("Accept what was handed over here"), "tk jieb 接班 接班 인수"),
    Command("refuse_handover", "shift", N_("Refuse the handover"), N_("What is unclear stays with who kept the shift"),
            "rfh jujb 拒接 拒接 거절"),
    Command("handover_shown", "shift", N_("From the last shift"), N_("What was handed on, and is still open"),
            "fls sbj 上一班 上一班 전근무"),
    Command("shifts", "shift", N_("Shifts"), N_("Who keeps which counter; what was handed over"),
            "shs bcb 班次表 班次表 근무표"),
    Command("count_shift", "shift", N_("Count for the handover"), N_("Cash, cards, forms and gifts, counted blind"),
            "cnt jbqd 清库 清庫 시재"),
    Command("settle_shift", "shift", N_("Reason of a difference"), N_("Why a count of this shift differs"),
            "dif cyy 差异 差異 차액"),
    Command("cash", "shift", N_("Money in or out"), N_("Float, fees, expenses: money of the drawer"),
            "mo byj 备用金 備用金 시재입출"),
    Command("supply", "shift", N_("Cards and forms"), N_("Blank cards and numbered forms in or out of the drawer"),
            "cfo lyp 领用 領用 용품입출"),
    Command("shift_note", "shift", N_("Note to the next shift"), N_("What they should know"),
            "sn jbly 交班留言 交班留言 인계메모"),
    Command("no_relief", "shift", N_("Nobody takes over"), N_("Tell the supervisor; the shift stays open"),
            "nr wrjb 无人接班 無人接班 교대없음"),
    Command("close_shift", "shift", N_("Close a shift"), N_("End a shift without its clerks, from any counter"),
            "xs dgb 代关班 代關班 대리마감"),
    Command("language", "desk", N_("Language"), N_("Speak another language"), "lang yy 语言 語言 언어 中文"),
    Command("theme", "desk", N_("Colours"), N_("Choose the colours and lines of the screen"),
            "th zt 主题 主題 테마 颜色 顏色 theme"),
    Command("help", "desk", N_("Help"), N_("This screen's keys and how the work is done"),
            "h bz 帮助 說明 도움말 幫助"),
    Command("lock", "desk", N_("Lock"), N_("Lock the desk: everything stays as it is"), "l sd 锁定 鎖定 잠금"),
    Command("sign_off", "desk", N_("Sign off"), N_("Go, and leave the desk to another"), "so qt 签退 簽退 퇴근"),
    Command("quit", "desk", N_("Quit"), N_("Close the program"), "exit tc 退出 結束 종료"),
)
# fmt: on


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
