"""One picture of each kind of screen, as the real renderer paints it, beside the one that was looked at and kept."""

import pathlib
import subprocess
import unittest

import panel
import programs

KEPT = pathlib.Path(__file__).resolve().parents[1] / "gallery/golden"


@unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
class Pictures(programs.Case):
    def setUp(self):
        self.world = programs.World()
        self.addCleanup(self.world.close)
        self.display = panel.Display(self.world)
        self.addCleanup(self.display.close)

    def paint(self, like):
        return subprocess.run([self.world.bin / "otmetka-gallery", "--chosen", "--out", self.world.root / "now", "--like", like],
                              env=self.display.environment, capture_output=True, text=True, timeout=programs.PATIENCE_S)

    def test_every_kind_of_screen_looks_as_it_did(self):
        done = self.paint(KEPT)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({p.name for p in KEPT.iterdir()}, {p.name for p in (self.world.root / "now").iterdir()})

    def test_a_screen_that_changed_is_told(self):
        changed = self.world.root / "kept"
        changed.mkdir()
        names = sorted(p.name for p in KEPT.iterdir())
        for name, other in zip(names, names[1:] + names[:1]):
            (changed / name).write_bytes((KEPT / other).read_bytes())
        done = self.paint(changed)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("looks otherwise"), len(names))


if __name__ == "__main__":
    unittest.main()
