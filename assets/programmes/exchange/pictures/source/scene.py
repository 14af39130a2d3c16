"""blender -b -P scene.py -- NAME OUT.ppm WIDTH HEIGHT SAMPLES SCREENS: builds one scene and shoots it."""
import importlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import develop  # noqa: E402
import studio  # noqa: E402

name, out, width, height, samples, screens = sys.argv[sys.argv.index("--") + 1:]
studio.reset(sum(map(ord, name)))
for module in sorted(f[:-3] for f in os.listdir(os.path.dirname(os.path.abspath(__file__))) if f.startswith("scenes_")):
    build = importlib.import_module(module).SCENES.get(name)
    if build:
        exposure = build(screens) or 1.0
        develop.shoot(out, int(width), int(height), int(samples), exposure)
