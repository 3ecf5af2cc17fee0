"""What people type in Chinese. Most of its times are not understood yet, only known as times."""

from handlers.words.language import Kind, Language
from storage.models import Outcome

CHINESE = Language(
    times={
        Kind.CLOCK: {0: "点|點|点钟"},
        Kind.BOUND: {0: "到|至|或|每"},
        Kind.UNREAD: {
            0: "今天|明天|后天|大后天|昨天|前天|上午|下午|中午|晚上|早上|今晚|明晚|明早|凌晨|傍晚|周一"
            "|周二|周三|周四|周五|周六|周日|周天|周末|星期|礼拜|下周|本周|上周|下个月|月底|月|小时|分钟"
            "|天后|天前|点半|点一刻"
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
        Outcome.REACHED: "接通|接了",
        Outcome.NO_ANSWER: "没接|未接|无人接听",
        Outcome.VOICEMAIL: "语音信箱",
        Outcome.BUSY: "占线|忙线",
        Outcome.WRONG_NUMBER: "号码错误|打错了",
    },
    per="每年|每月|每个|一年|一个月|/ ?[年月个]|不含税|含税",
    scales={10**3: "千", 10**4: "万|萬", 10**8: "亿|億"},
    currencies={"USD": "美元|美金", "EUR": "欧元", "CNY": "元|块|人民币"},
)
