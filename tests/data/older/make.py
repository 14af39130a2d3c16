#!/usr/bin/env python3
"""make.py: writes the files of this folder anew, with the programs of the older version (`./dev older`).

OTMETKA_OLDER_BIN   the directory of these programs
"""

import datetime
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "e2e"))

import older  # noqa: E402
import programs  # noqa: E402

NAMES = {"ru": "Зал", "tt": "Зал", "ky": "Зал", "en": "Hall"}
TEXT = "{ " + ", ".join(f'{language} = "{name}"' for language, name in NAMES.items()) + " }"
PACKAGE = {
    "programme.toml": f"""name = "small"
kind = "training"
title = {TEXT}
zone = "Europe/Moscow"
start = {older.DAY}
languages = ["ru", "tt", "en"]
[organiser]
title = {TEXT}
[forget]
days_after_end = 3000
""",
    "sessions.toml": f"""[[session]]
name = "first"
venue = "hall"
day = 1
start = "09:30"
end = "11:00"
type = "lecture"
title = {TEXT}
""",
    "people.toml": f"""[[delegation]]
name = "kazan"
title = {TEXT}
organisation = {TEXT}
zone = "Europe/Moscow"
""" + "".join(f"""[[person]]
family = "{family}"
given = "{given}"
delegation = "kazan"
language = "tt"
role = "participant"
""" for family, given in (("Гыйззәтова", "Сөмбел"), ("Шәмсиев", "Айтуган"), ("Вәлиуллина", "Энҗе"), ("Нуруллин", "Ильяр"),
                          ("Хәбибрахманов", "Тимерлан"), ("Зыятдинова", "Чулпан"))),
    "venues/hall.toml": f"""title = {TEXT}
about = {TEXT}
address = {TEXT}
zone = "Europe/Moscow"
public_name = true
""",
}


def keep(place, target):
    """Its files without those that are made again at a start; databases packed."""
    for path, data in programs.files(place.directory).items():
        name = pathlib.PurePath(path)
        if name.suffix == ".sock" or name.name in ("writer.lock", "central.lock") or path.endswith("-shm"):
            continue
        if path.endswith("-wal"):
            assert not data, f"{path} was not taken into its file"
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data) if name.suffix != ".db" else older.pack(target / name, data)


def main():
    world = programs.World(older.MORNING)
    world.bin = pathlib.Path(os.environ["OTMETKA_OLDER_BIN"]).resolve()
    package = world.root / "package"
    for name, text in PACKAGE.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    central = world.central()
    central.host, central.port = older.HOST, older.PORT
    central.start()
    central.load(package)
    badges = central.badges("small")
    codes = list(badges.values())
    kiosk = world.kiosk(central, "hall", "kiosk")
    for act in lambda: kiosk.checkin(*codes[:2]), kiosk.once, lambda: kiosk.checkin(codes[2]), kiosk.once:
        assert act().code == 0
    # The next boot's wait.
    assert kiosk.checkin(codes[3], offset=older.MORNING + 60).code == 0
    kept = {"badges": "".join(f"{person}\t{code}\n" for person, code in badges.items()),
            "facts-kiosk": kiosk.facts("--own"), "facts-central": central.facts()}
    assert central.stop().code == 0
    for name in "central", "kiosk":
        shutil.rmtree(HERE / name, ignore_errors=True)
    keep(central, HERE / "central")
    keep(kiosk, HERE / "kiosk")
    for name, text in kept.items():
        (HERE / name).write_text(text)
    world.close()
    size = sum(len(data) for data in programs.files(HERE).values())
    print(f"{datetime.date.today()}: {size} bytes")


if __name__ == "__main__":
    main()
