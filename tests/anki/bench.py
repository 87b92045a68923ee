"""The other side of tests/anki.rs: writes and reads packages with the real Anki library, and prints what it sees as JSON."""

import json
import os
import sys
import time

from anki.import_export_pb2 import ImportCsvRequest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def notes(col):
    """Every note with its cards, by guid."""
    found = {}
    for nid in col.find_notes(""):
        note = col.get_note(nid)
        found[note.guid] = {
            "fields": note.fields,
            "tags": note.tags,
            "type": note.note_type()["name"],
            "cards": [
                {
                    "ord": c.ord,
                    "deck": col.decks.name(c.odid or c.did),
                    "type": c.type,
                    "queue": c.queue,
                    "ivl": c.ivl,
                    "factor": c.factor,
                    "reps": c.reps,
                    "csum": col.db.scalar("select csum from notes where id = ?", nid),
                }
                for c in note.cards()
            ],
        }
    return found


def make(folder):
    """A collection with every kind of note and state, as packages of each layout."""
    col = Collection(os.path.join(folder, "made.anki2"))

    def add(kind, deck, fields, tags=()):
        note = col.new_note(col.models.by_name(kind))
        for i, text in enumerate(fields):
            note.fields[i] = text
        note.tags = list(tags)
        col.add_note(note, col.decks.id(deck))
        return note

    plain = add("Basic", "Top::A", ["What <b>wins</b>?", "A winner<br>and more"], ["a", "b::c"])
    both = add("Basic (and reversed card)", "Top::B::C", ["VMI", "vendor&nbsp;managed"])
    cloze = add("Cloze", "Top::B", ["A {{c1::qualifier::what}} and a {{c2::winner}}", "Hill"])
    add("Basic (type in the answer)", "Top::A", ["Which place?", "ship-to"])
    add("Basic", "Top::A", ["<img src='x.png'>", "picture"])

    card = plain.cards()[0]
    card.type, card.queue, card.due, card.ivl, card.factor, card.reps, card.lapses = 2, 2, 12, 30, 2360, 7, 2
    col.update_card(card)
    card = both.cards()[1]
    card.type, card.queue, card.due, card.ivl, card.factor, card.reps = 2, -1, 3, 9, 1300, 4
    col.update_card(card)
    # A filtered deck takes the first gap away from its home.
    card = cloze.cards()[0]
    card.type, card.queue, card.due, card.ivl, card.factor, card.reps = 2, 2, 0, 21, 2500, 3
    col.update_card(card)
    dyn = col.decks.new_filtered("Cram")
    deck = col.decks.get(dyn)
    deck["terms"] = [[f"cid:{card.id}", 100, 0]]
    col.decks.save(deck)
    col.sched.rebuild_filtered_deck(dyn)
    assert col.get_card(card.id).odid != 0

    for name, legacy in [("older.apkg", True), ("newest.apkg", False)]:
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=False, legacy=legacy)
        col.export_anki_package(out_path=os.path.join(folder, name), options=options, limit=None)
    seen = {"crt": col.crt, "notes": notes(col)}
    col.export_collection_package(os.path.join(folder, "older.colpkg"), include_media=False, legacy=True)
    col = Collection(os.path.join(folder, "made.anki2"))
    col.export_collection_package(os.path.join(folder, "newest.colpkg"), include_media=False, legacy=False)
    return seen


def take(folder, package):
    """Imports a package into the folder's collection, as a user would."""
    col = Collection(os.path.join(folder, "taken.anki2"))
    options = ImportAnkiPackageOptions(merge_notetypes=False, update_notes=0, update_notetypes=0, with_scheduling=False, with_deck_configs=False)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))
    problems, ok = col.fix_integrity()
    seen = {"notes": notes(col), "types": sorted(m.name for m in col.models.all_names_and_ids()), "ok": ok, "problems": problems}
    col.close()
    return seen


def rows(folder, name, back):
    """Takes a file of rows as it asks to be taken; shows its cards, and exports them again as rows and as a package."""
    col = Collection(os.path.join(folder, name + ".anki2"))
    path = os.path.join(folder, name)
    metadata = col.get_csv_metadata(path, None)
    log = col.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log
    shown = {}
    for nid in col.find_notes(""):
        note = col.get_note(nid)
        shown[note.guid] = [[c.question(), c.answer()] for c in note.cards()]
    col.export_note_csv(out_path=os.path.join(folder, back + ".txt"), limit=None, with_html=True, with_tags=True, with_deck=True,
        with_notetype=True, with_guid=True)
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=False, legacy=True)
    col.export_anki_package(out_path=os.path.join(folder, back + ".apkg"), options=options, limit=None)
    col.close()
    return {"new": len(log.new), "shown": shown}


def study(folder, guid):
    """Gives one card a history."""
    col = Collection(os.path.join(folder, "taken.anki2"))
    nid = col.db.scalar("select id from notes where guid = ?", guid)
    card = col.get_note(nid).cards()[0]
    card.type, card.queue, card.due, card.ivl, card.factor, card.reps = 2, 2, 50, 44, 2300, 5
    col.update_card(card)
    seen = notes(col)
    col.close()
    return seen


def time_of(folder, file):
    """Seconds that an import takes into an empty collection, without the start of Python."""
    col = Collection(os.path.join(folder, "timed.anki2"))
    began = time.perf_counter()
    if file.endswith(".apkg"):
        options = ImportAnkiPackageOptions(merge_notetypes=False, update_notes=0, update_notetypes=0, with_scheduling=False, with_deck_configs=False)
        col.import_anki_package(ImportAnkiPackageRequest(package_path=file, options=options))
    else:
        col.import_csv(ImportCsvRequest(path=file, metadata=col.get_csv_metadata(file, None)))
    took = time.perf_counter() - began
    col.close()
    return took


if __name__ == "__main__":
    print(json.dumps({"make": make, "take": take, "study": study, "rows": rows, "time": time_of}[sys.argv[1]](*sys.argv[2:])))
