"""Buttons of a form asked one question at a time."""

from datetime import date

from handlers.chat.buttons import button


@button("form.give")
def answer_field(draft_id: int, name: str, value: str) -> None: ...


@button("form.days")
def choose_day(draft_id: int, name: str, page: int) -> None: ...


@button("form.day")
def choose_hour(draft_id: int, name: str, on: date) -> None: ...


@button("form.skip")
def skip_field(draft_id: int, name: str) -> None: ...


@button("form.pick")
def pick_field(draft_id: int, name: str) -> None: ...


@button("form.back")
def previous_field(draft_id: int, name: str) -> None: ...


@button("form.resume")
def resume_form(draft_id: int, text: str) -> None: ...


@button("form.cancel")
def cancel_form(draft_id: int) -> None: ...
