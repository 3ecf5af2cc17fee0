"""Given names that are common where Rapport's languages are spoken, and Chinese family names.

They distinguish "Smith, John" from "Ivan, Acme". Sources: the most frequent names of the last decades as
published by the US Social Security Administration, PESEL (Poland) and the registry offices of Russia and
Ukraine; the family names from the 2020 census of China. The shorter the list, the less is mistaken for a name.
"""

ENGLISH = """
        james john robert michael william david richard joseph thomas charles christopher daniel matthew
    anthony mark donald
        steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob
    gary nicholas
        eric jonathan stephen larry scott frank benjamin gregory samuel raymond patrick alexander jack
    dennis jerry peter
        henry adam arthur oliver harry simon martin ian neil alan philip hugh mary patricia jennifer linda
    elizabeth barbara
        susan jessica sarah karen lisa nancy betty margaret sandra ashley emily donna michelle carol amanda
    melissa deborah
    stephanie rebecca laura sharon cynthia kathleen amy angela anna ruth brenda pamela nicole katherine samantha
        christine emma catherine virginia rachel janet maria heather diane julie joan victoria kelly
    christina lauren
    olivia sophie charlotte hannah alice jane helen claire fiona lucy kate ann anne
"""
POLISH = """
        jan piotr krzysztof andrzej tomasz paweł marcin michał marek grzegorz łukasz zbigniew jerzy adam
    tadeusz stanisław
        jakub mateusz wojciech dariusz mariusz rafał robert kamil maciej jacek ryszard henryk dawid szymon
    filip bartosz
        sebastian przemysław anna katarzyna maria małgorzata agnieszka barbara ewa krystyna elżbieta
    magdalena joanna
    zofia aleksandra monika teresa danuta natalia julia karolina beata dorota halina irena jolanta jadwiga iwona
    weronika zuzanna paulina justyna
"""
RUSSIAN = """
        александр алексей анатолий андрей антон аркадий артем борис вадим валентин валерий василий виктор
    виталий владимир
        владислав вячеслав геннадий георгий григорий даниил денис дмитрий евгений егор иван игорь илья
    кирилл константин
        леонид максим михаил никита николай олег павел петр роман руслан сергей станислав степан тимур федор
    юрий ярослав
        александра алина алла анастасия анна валентина валерия вера виктория галина дарья диана евгения
    екатерина елена
        жанна зинаида инна ирина кристина ксения лариса лидия любовь людмила маргарита марина мария надежда
    наталья наталия
    нина оксана ольга полина раиса светлана софья тамара татьяна юлия яна
"""
UKRAINIAN = """
        олександр сергій володимир микола іван василь михайло петро андрій олексій дмитро віталій юрій ігор
    євген віктор
        анатолій павло максим артем ярослав тарас богдан назар остап роман олег степан григорій олена
    наталія тетяна ірина
    оксана світлана ольга людмила юлія катерина галина любов надія марія ганна анна вікторія дарина соломія леся
"""
# Written after the family name in lists and in speech alike, so the order is kept.
GIVEN_LAST = frozenset((*RUSSIAN.split(), *UKRAINIAN.split()))
GIVEN = frozenset((*ENGLISH.split(), *POLISH.split())) | GIVEN_LAST
CHINESE_FAMILIES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦"
    "贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈鄒韋龍賀顧龔萬錢嚴"
) | {"欧阳", "歐陽", "上官", "司马", "司馬", "诸葛", "諸葛", "皇甫", "东方", "慕容", "令狐", "尉迟"}
