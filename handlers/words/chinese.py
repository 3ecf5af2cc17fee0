"""What people type in Chinese."""

from handlers.words.language import HOUR, Forms, Kind, Language, numbered
from storage.models import Outcome

DIGITS = "一二三四五六七八九"


def _written(number: int) -> str:
    """As numbers from one to 59 are written: 二十五."""
    tens, ones = divmod(number, 10)
    ten = f"{DIGITS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return ten + (DIGITS[ones - 1] if ones else "")


NUMBERS: Forms = {**{number: _written(number) for number in range(1, 60)}, 2: "二|两|兩"}
CHINESE = Language(
    times={
        Kind.DAY: {
            0: "今天|今日",
            1: "明天|明日",
            2: "后天",
            3: "大后天",
            -1: "昨天|昨日",
            -2: "前天",
            -3: "大前天",
        },
        Kind.WEEKDAY: {
            0: "周一|星期一|礼拜一|週一",
            1: "周二|星期二|礼拜二|週二",
            2: "周三|星期三|礼拜三|週三",
            3: "周四|星期四|礼拜四|週四",
            4: "周五|星期五|礼拜五|週五",
            5: "周六|星期六|礼拜六|週六",
            6: "周日|周天|星期日|星期天|礼拜日|礼拜天|週日",
        },
        Kind.MONTH: numbered(1, "一月|元月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"),
        Kind.MONTH_AFTER: {1: "月"},
        Kind.OF_MONTH: {0: "号|日|號"},
        Kind.PART: {9: "上午|早上|早晨", 12: "中午", 15: "下午", 18: "晚上|傍晚"},
        Kind.DAY_AND_PART: {
            -15: "昨早",
            -6: "昨晚|昨夜",
            9: "今早",
            18: "今晚",
            33: "明早",
            42: "明晚",
            57: "后天早",
        },
        Kind.LATER: {0: "今天晚些时候|今天晚点|晚些时候|今天稍后"},
        Kind.MINUTES: {1: "秒|秒钟", 60: "分钟"},
        Kind.HOURS: {HOUR: "小时|钟头|小時"},
        Kind.SPAN: {HOUR / 4: "一刻钟", HOUR / 2: "半小时|半个小时|半个钟头|半个钟|半小時"},
        Kind.DAYS: {1: "天"},
        Kind.WEEKS: {7: "周|星期|礼拜|週"},
        Kind.MONTHS: {1: "个月", 6: "半年", 12: "年"},
        Kind.QUANTITY: NUMBERS,
        Kind.AND_A_HALF: {0.5: "个半"},
        Kind.IN: {0: "过|再过"},
        Kind.HENCE: {0: "后|以后|之后|後"},
        Kind.BEFORE: {0: "前|以前|之前"},
        Kind.ON: {0: "本|这|这个|在"},
        Kind.POINT: {0: "点|點|点钟|時|时"},
        Kind.HALF_POINT: {15: "点一刻", 30: "点半|點半", 45: "点三刻"},
        Kind.PAST_HOUR: {0: "分"},
        Kind.CLOCK: {0: "左右|前后"},
        Kind.NEAR: {0: "大概|大约|从"},
        Kind.BOUND: {
            0: "到|至|或|或者|每|每个|不|除了"
            # before the number of a house
            "|路|街|大街|大道|巷|弄|胡同|村|镇|楼|栋|幢|单元|第"
        },
        Kind.WEEK_AWAY: {1: "下", 2: "下下", -1: "上", -2: "上上"},
        Kind.END_OF: {0: "底|底前|底之前|末|末前|结束前"},
        Kind.OWN: {0: "的|中|初|内|以内|之内|起|开始"},
        Kind.UNREAD: {
            0: "凌晨|半夜|午夜|夜里|周末|下班|上班|稍后|待会|待会儿|等会儿|一会儿|早点|晚点|早一点"
            "|晚一点|晚些"
            "|半天|半个月|周六日|一两|两三|二三|三四|三五|四五|五六|七八|几|月中|月初|年中|年初|工作日"
            "|今年|明年|去年|后年|上半年|下半年"
        },
        Kind.FILLER: {0: "个"},
        Kind.PLAIN: {
            0: "一下|以下|线下|剩下|下单|下载|下发|下次|下一步|余下|线上|网上|以上|马上|加上|赶上|路上"
            "|基本上|上次"
            "|上海|有点|一点点|有一点|差一点|一点儿|点击|观点|重点|地点|要点|点建议|点意见|点问题|点要求"
            "|点内容"
            "|点钱|时间|时候|周会|周报|周期|周年|周边|周转|周总|周先生|周经理|月报|月结|月度|年度|年会"
            "|年报|生日|节日"
            "|日报|日程|号楼|号线|号店|号门|号房|号库|号仓|号机|号桌|号厅|号院|号会议室|号合同|号产品"
            "|号码|号称"
            "|个人|个性|天津|过来|过去|过程|通过|不过|然后|最后|售后|前台|前期|目前|之前说|底价|底部|年轻"
        },
    },
    han_deeds="打电话|回电|致电|通电话|电话|联系|拜访|开会|见面|会面|发送|发邮件|发合同|发报价|报价|跟进|签约|签合同"
    "|演示|讨论|沟通|确认|提醒|回复|催款|寄样|付款|谈|约见|送样|送货|提交|准备|安排|汇报|通知|回访",
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
        Outcome.REACHED: "接通|接了",
        Outcome.NO_ANSWER: "没接|未接|无人接听",
        Outcome.VOICEMAIL: "语音信箱",
        Outcome.BUSY: "占线|忙线",
        Outcome.WRONG_NUMBER: "号码错误|打错了",
    },
    per="每年|每月|每个|一年|一个月|/ ?[年月个]|不含税|含税",
    scales={10**3: "千", 10**4: "万|萬", 10**8: "亿|億"},
    currencies={
        "USD": "美元|美金",
        "EUR": "欧元",
        "CNY": "元|块|人民币",
        "JPY": "jp¥|日元",
        "HKD": "港币|港元",
        "GBP": "英镑",
        "RUB": "卢布",
    },
)
