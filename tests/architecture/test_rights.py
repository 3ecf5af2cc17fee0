"""Whoever asks for client data is named, and looked at: functions of storage take `who`."""

import ast

from tests.architecture.source import TREES, functions, module_of

CLIENT_DATA = (
    *("clients.clients", "clients.handover", "clients.offers", "search.client_search", "search.matching"),
    *("search.deal_search", "search.texts.interaction_search"),
    *("search.filters", "activities.interactions", "activities.follow_ups", "activities.files", "deals.deals"),
    *("deals.deal_lists", "audit.changes", "reports.weekly", "clients.duplicates", "clients.bulk_duplicates"),
)
WITHOUT_WHO = {
    "clients.duplicates.possible_duplicates": "the clients were found for whoever asked",
    "clients.clients.add": "the new client belongs to `owner`",
    "clients.clients.add_all": "the new clients belong to `owner`",
    "clients.clients.look_again": "for Rapport itself",
    "clients.clients.edit": "the caller got the client through get",
    "clients.clients.points": "the caller got the client through get",
    "clients.clients.put_point": "the caller got the client through get",
    "clients.clients.set_points": "the caller got the client through get",
    "deals.deals.put_default_pipeline": "stages are no client data",
    "deals.deals.pipelines": "pipelines are no client data",
    "deals.deals.stage": "stages are no client data",
    "deals.deals.stages": "stages are no client data",
    "activities.follow_ups.mark_escalated": "for Rapport itself, of all reps at once",
    "activities.follow_ups.mark_escalated_together": "for Rapport itself",
    "activities.follow_ups.is_any_ignored": "for Rapport itself",
    "activities.follow_ups.is_any_unreminded": "for Rapport itself",
    "activities.follow_ups.get_ignored": "for Rapport itself, of all reps at once",
    "activities.follow_ups.count_ignored": "for Rapport itself, of all reps at once",
    "activities.follow_ups.mark_reminded": "for Rapport itself, of all reps at once",
    "activities.follow_ups.mark_reminded_together": "for Rapport itself",
    "activities.follow_ups.get_unreminded": "for Rapport itself, of all reps at once",
    "activities.follow_ups.count_unreminded": "for Rapport itself, of all reps at once",
    "activities.files.close": "for Rapport itself, once a file is copied",
    "activities.files.paths": "for Rapport itself, of all files",
    "activities.files.to_copy": "for Rapport itself, of all files",
    "clients.offers.get": "an offer is no client data",
    "clients.offers.taken_back": "the act of `who` was taken back",
    "clients.offers.update_posts": "the caller has got the offer",
    "audit.changes.act_id": "the act of this very transaction",
    "audit.changes.get": "an act is no client data",
    "audit.changes.set_alike": "the caller has looked the rows up",
}
NAMES = {name: module_of(name).removeprefix("storage.") for name in TREES if name.startswith("storage/")}
OF_CLIENT_DATA = {name: module for name, module in NAMES.items() if module in CLIENT_DATA}


def test_functions_over_client_data_say_for_whom() -> None:
    without = set()
    for name, module in OF_CLIENT_DATA.items():
        for function in TREES[name].body:
            if isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
                names = [argument.arg for argument in function.args.args]
                public = not function.name.startswith("_")
                if public and names[:1] == ["db"] and names[1:2] != ["who"]:
                    without.add(f"{module}.{function.name}")
    assert without == set(WITHOUT_WHO), "Take `who` after the session, or say in WITHOUT_WHO why not."


def test_whoever_is_asked_for_is_minded() -> None:
    """A function that takes `who` passes it on or compares with it: it never only takes it."""
    forgotten = [
        f"{module}.{function.name}"
        for name, module in OF_CLIENT_DATA.items()
        for function in functions(name)
        if "who" in [argument.arg for argument in function.args.args]
        and not any(isinstance(node, ast.Name) and node.id == "who" for node in ast.walk(function))
    ]
    assert not forgotten, f"Look at `who`, or do not take it: {forgotten}"


def test_every_module_that_is_listed_is_there() -> None:
    assert set(OF_CLIENT_DATA.values()) == set(CLIENT_DATA), "Mend CLIENT_DATA: a module has moved."
