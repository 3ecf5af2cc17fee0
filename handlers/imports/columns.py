"""Recognise the columns of other programs by their names in English and Russian."""

import re
from enum import StrEnum


class Column(StrEnum):
    NAME = "name"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    COMPANY = "company"
    TITLE = "title"
    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    ADDRESS = "address"  # and its parts, in the order of the columns
    COUNTRY = "country"
    TAGS = "tags"
    NOTE = "note"
    OTHER = "other"  # saved with its name


# Numbers in a name are ignored: "Phone 2 - Value" is another "phone - value".
NAMES = {
    Column.NAME: """
        name; full name; contact; contact name; contactname; client; client name; display name
        имя клиента; фио; полное имя; полное имя контакта; контакт; контактное лицо; клиент
    """,
    Column.FIRST: "first name; firstname; given name; имя",
    Column.MIDDLE: "middle name; middlename; additional name; отчество",
    Column.LAST: "last name; lastname; surname; family name; фамилия",
    Column.COMPANY: """
        company; company name; companyname; organization; organisation; organization name; organization - name
        account name; associated company; employer
        компания; название компании; компания контакта; организация
    """,
    Column.TITLE: """
        title; job title; jobtitle; contact title; contacttitle; position; occupation; role
        organization title; organization - title; должность
    """,
    Column.PHONE: """
        phone; phones; phone number; phone numbers; telephone; tel; mobile; mobile phone; mobile number; cell
        cell phone; work phone; home phone; business phone; car phone; other phone; primary phone
        company main phone; phone - value; contact number; contact numbers
        телефон; телефоны; номер телефона; рабочий телефон; рабочий прямой телефон; мобильный; мобильный телефон
        домашний телефон; другой телефон
    """,
    Column.EMAIL: """
        email; emails; e-mail; e-mails; email address; e-mail address; mail; work email; personal email
        other email; e-mail - value
        почта; электронная почта; эл. почта; рабочий email; личный email; другой email
    """,
    Column.BIRTHDAY: "birthday; birth date; birthdate; date of birth; dob; born; день рождения; дата рождения",
    Column.ADDRESS: """
        address; street; street address; mailing street; city; town; region; state; province; postal code
        postalcode; postcode; zip; zip code; address - formatted; address - street; address - city
        address - region; address - postal code; business street; business city; business state
        business postal code; home street; home city; home state; home postal code; other street; other city
        other state; other postal code
        адрес; улица; город; регион; область; индекс
    """,
    Column.COUNTRY: """
        country; country/region; address - country; business country/region; home country/region
        other country/region; страна
    """,
    Column.TAGS: "tags; labels; categories; group membership; теги; метки",
    Column.NOTE: "note; notes; comment; comments; description; примечание; комментарий; комментарии; заметки",
}
MEANS = {
    name.strip(): column
    for column, names in NAMES.items()
    for name in re.split(r"[;\n]", names)
    if name.strip()
}


def meaning(header: str) -> Column:
    plain = re.sub(r"\d+", " ", header.replace("_", " ").casefold())
    return MEANS.get(" ".join(plain.split()), Column.OTHER)
