"""What people type in Chinese. Some of its times are not understood yet, only known as times."""

from collections.abc import Iterator

from handlers.words.language import HOUR, Forms, Kind, Language
from storage.models import Outcome

DIGITS = "零一二三四五六七八九"
MINUTE, WEEK = 60, 7
LONGEST = 31  # days or weeks from today, in words


def _written(number: int) -> tuple[str, ...]:
    """How a number below a hundred is written: 23 二十三."""
    tens, ones = divmod(number, 10)
    ten = f"{DIGITS[tens] if tens > 1 else ''}十" if tens else ""
    return (f"{ten}{DIGITS[ones] if ones or not tens else ''}", *(("两",) if number == 2 else ()))


def _counted(number: int, units: str) -> Iterator[str]:
    return (f"{written}{unit}" for written in (str(number), *_written(number)) for unit in units.split("|"))


def _days() -> Forms:
    named = {0: "今天|今日", 1: "明天|明日", 2: "后天", 3: "大后天", -1: "昨天|昨日", -2: "前天", -3: "大前天"}
    found = {away: name.split("|") for away, name in named.items()}
    for number in range(1, LONGEST + 1):
        for way, side in ((1, "后|之后"), (-1, "前|之前")):
            for size, unit in ((1, "天"), (WEEK, "周"), (WEEK, "个星期"), (WEEK, "星期"), (WEEK, "个礼拜")):
                units = "|".join(f"{unit}{end}" for end in side.split("|"))
                found.setdefault(way * number * size, []).extend(_counted(number, units))
    return {away: "|".join(forms) for away, forms in found.items()}


def _lengths() -> Forms:
    """Those written in words; with digits it is a number and its unit."""
    found = {number * MINUTE: [f"{_written(number)[0]}分钟"] for number in range(1, 60)}
    found[30 * MINUTE] += ["半小时", "半个小时", "半个钟头"]
    for hours in range(1, 13):
        written = [f"{each}{unit}" for each in _written(hours) for unit in ("小时", "个小时", "个钟头")]
        found.setdefault(hours * HOUR, []).extend(written)
        half = [f"{each}个半{unit}" for each in (str(hours), *_written(hours)) for unit in ("小时", "钟头")]
        found.setdefault(hours * HOUR + HOUR // 2, []).extend(half)
    return {seconds: "|".join(forms) for seconds, forms in found.items()}


CHINESE = Language(
    times={
        Kind.DAY: _days(),
        Kind.WEEKDAY: {
            **{day: f"周{name}|星期{name}|礼拜{name}" for day, name in enumerate("一二三四五六")},
            6: "周日|周天|星期日|星期天|礼拜日|礼拜天",
        },
        Kind.MONTH: {month: f"{month}月|{month:02}月|{_written(month)[0]}月" for month in range(1, 13)},
        Kind.ORDINAL: {day: f"{day}日|{day}号|{day:02}日|{day:02}号" for day in range(1, 32)},
        Kind.YEAR: {0: "年"},
        Kind.LOOSE_PART: {9: "上午|早上|早晨", 12: "中午", 15: "下午", 18: "晚上|傍晚"},
        Kind.LATER: {0: "今天晚些时候|今天晚点"},
        Kind.MINUTES: {MINUTE: "分钟"},
        Kind.HOURS: {HOUR: "小时|个小时|钟头|个钟头"},
        Kind.SPAN: _lengths(),
        Kind.IN: {0: "再过"},
        Kind.CLOCK: {0: "点|點|点钟"},
        Kind.BOUND: {0: "到|至|或|每|不是"},
        Kind.UNREAD: {
            0: "今晚|明晚|昨晚|明早|今早|凌晨|周末|星期|礼拜|下周|下下周|本周|这周|上周|下星期|上星期|下礼拜"
            "|上礼拜|下个|上个|下个月|上个月|月初|月底|月|天后|天前|点半|点一刻|点三刻|点多|点左右"
            "|前|之前|以前|后|之后|以后|一两|两三|三四|三五|四五|五六"
            "|四十|五十|六十|七十|八十|九十|" + "|".join(f"点{minute}|点{minute:02}" for minute in range(60))
        },
    },
    born="生日|出生日期|出生|生于",
    phone="电话|手机|手机号|手机号码|座机|联系电话|办公电话|传真|电话号码",
    name="姓名|名字|客户|联系人",
    email="邮箱|邮件|电子邮箱|电子邮件",
    company="公司|单位|企业",
    title="职位|职务",
    address="地址",
    messenger="微信|微信号",
    registered="税号|统一社会信用代码|信用代码",
    jobs="经理|总监|总经理|董事长|采购|会计|老板",
    next_step="下一步|接下来",
    outcomes={
        Outcome.REACHED: "接通|接了|已接通|打通了",
        Outcome.NO_ANSWER: "没接|未接|无人接听|没人接",
        Outcome.VOICEMAIL: "语音信箱",
        Outcome.BUSY: "占线|忙线",
        Outcome.WRONG_NUMBER: "号码错误|打错了",
    },
    per="每年|每月|每个|一年|一个月|/ ?[年月个]|不含税|含税",
    scales={10**3: "千", 10**4: "万|萬", 10**8: "亿|億"},
    currencies={
        "USD": "美元|美金",
        "EUR": "欧元",
        "GBP": "英镑",
        "CNY": "元|块|人民币",
        "JPY": "jp¥|日元",
        "HKD": "港元|港币",
        "RUB": "卢布",
    },
)
