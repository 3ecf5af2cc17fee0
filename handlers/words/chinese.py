"""What people type in Chinese. Its times are not understood yet, and known as times."""

from handlers.words.language import Kind, Language

CHINESE = Language(
    times={
        Kind.CLOCK: {0: "点|點|点钟"},
        Kind.BOUND: {0: "到|至|或"},
        Kind.UNREAD: {
            0: "今天|明天|后天|大后天|昨天|前天|上午|下午|中午|晚上|早上|今晚|明晚|明早|凌晨|傍晚|周一"
            "|周二|周三|周四|周五|周六|周日|周天|周末|星期|礼拜|下周|本周|上周|下个月|月底|月|小时|分钟"
            "|天后|天前|点半|点一刻"
        },
    },
    per="每年|每月|每个|一年|一个月|/ ?[年月个]|不含税|含税",
    scales={10**3: "千", 10**4: "万|萬", 10**8: "亿|億"},
    currencies={"USD": "美元|美金", "EUR": "欧元", "CNY": "元|块|人民币"},
)
