"""Renders the scene in Blender, smooths the noise of the light, and develops the picture.

Cycles gives light and colour apart, so only the light is smoothed (an edge-stopping wavelet filter led by normal,
depth and colour of the surface) and every edge and texture stays sharp.
"""
import os

import bpy
import numpy as np

PASSES = {"Image": "combined", "DiffCol": "albedo", "DiffDir": "direct", "DiffInd": "indirect", "Normal": "normal",
          "Depth": "depth", "Emit": "emit", "Env": "env"}


def _setup(width, height, samples, folder):
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, height, 100
    scene.render.threads_mode, scene.render.threads = "FIXED", int(os.environ.get("PICTURES_THREADS", "2"))
    cycles = scene.cycles
    cycles.samples, cycles.use_adaptive_sampling, cycles.use_denoising = samples, False, False
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 3, 3
    cycles.transparent_max_bounces, cycles.caustics_reflective, cycles.caustics_refractive = 8, False, False
    cycles.sample_clamp_indirect, cycles.sample_clamp_direct, cycles.blur_glossy = 3.0, 12.0, 1.0
    cycles.use_light_tree = False if hasattr(cycles, "use_light_tree") else False
    layer = scene.view_layers[0]
    for name in ("diffuse_direct", "diffuse_indirect", "diffuse_color", "normal", "z", "emit", "environment"):
        setattr(layer, "use_pass_" + name, True)
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    source, out = tree.nodes.new("CompositorNodeRLayers"), tree.nodes.new("CompositorNodeOutputFile")
    out.base_path, out.format.file_format = folder, "OPEN_EXR"
    out.format.color_mode, out.format.color_depth, out.format.exr_codec = "RGBA", "32", "NONE"
    out.file_slots.clear()
    for name, slot in PASSES.items():
        out.file_slots.new(slot + "_")
        tree.links.new(source.outputs[name], out.inputs[slot + "_"])


def _read(folder, slot):
    image = bpy.data.images.load(os.path.join(folder, f"{slot}_0001.exr"))
    image.colorspace_settings.name = "Non-Color"
    flat = np.empty(image.size[0] * image.size[1] * 4, np.float32)
    image.pixels.foreach_get(flat)
    return np.nan_to_num(flat.reshape(image.size[1], image.size[0], 4)[::-1, :, :3].copy(), posinf=50, neginf=0)


def _shift(a, dy, dx):
    """a[y + dy, x + dx], the border repeated."""
    height, width = a.shape[:2]
    out = np.empty_like(a)
    y0, y1, x0, x1 = max(0, -dy), height - max(0, dy), max(0, -dx), width - max(0, dx)
    out[y0:y1, x0:x1] = a[y0 + dy:y1 + dy, x0 + dx:x1 + dx]
    out[:y0, x0:x1], out[y1:, x0:x1] = a[:1, x0 + dx:x1 + dx], a[-1:, x0 + dx:x1 + dx]
    out[:, :x0], out[:, x1:] = out[:, x0:x0 + 1], out[:, x1 - 1:x1]
    return out


def _luma(a):
    return a @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _smooth(light, albedo, normal, depth, rounds=4, strength=3.0):
    """Edge-stopping a-trous filter; how much two lights may differ follows the noise measured round each pixel."""
    slope = np.abs(_shift(depth, 0, 1) - _shift(depth, 0, -1)) + np.abs(_shift(depth, 1, 0) - _shift(depth, -1, 0)) + 0.002 * depth
    kernel = {-2: 1 / 16, -1: 1 / 4, 0: 3 / 8, 1: 1 / 4, 2: 1 / 16}

    def feature(dy, dx):
        reach = max(abs(dy), abs(dx), 1)
        n = np.clip((normal * _shift(normal, dy, dx)).sum(-1), 0, 1) ** 24
        z = np.exp(-np.abs(depth - _shift(depth, dy, dx)) / (slope * reach))
        c = np.exp(-np.abs(albedo - _shift(albedo, dy, dx)).sum(-1) * 12)
        return n * z * c

    total, mean, square = np.zeros_like(depth), np.zeros_like(depth), np.zeros_like(depth)
    bright = _luma(light)
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            w, b = feature(dy, dx), _shift(bright, dy, dx)
            total += w
            mean += w * b
            square += w * b * b
    total = np.maximum(total, 1e-6)
    mean /= total
    variance = np.maximum(square / total - mean * mean, 1e-6)
    for i in range(rounds):
        step, bright = 2 ** i, _luma(light)
        allow = strength * np.sqrt(_blur(variance[..., None], 1)[..., 0]) + 1e-4
        out, weight, spread = np.zeros_like(light), np.zeros_like(depth), np.zeros_like(depth)
        for ky, wy in kernel.items():
            for kx, wx in kernel.items():
                dy, dx = ky * step, kx * step
                w = wy * wx * feature(dy, dx) * np.exp(-np.abs(bright - _shift(bright, dy, dx)) / allow)
                if ky == kx == 0:
                    w = np.full_like(depth, wy * wx)
                out += w[..., None] * _shift(light, dy, dx)
                spread += w * w * _shift(variance, dy, dx)
                weight += w
        light, variance = out / weight[..., None], spread / weight ** 2
    return light


def _blur(a, radius):
    if radius < 1:
        return a
    taps = np.exp(-0.5 * (np.arange(-2 * radius, 2 * radius + 1) / radius) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    for axis in (0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (2 * radius, 2 * radius)
        wide, out = np.pad(a, pad, mode="edge"), np.zeros_like(a)
        for i, t in enumerate(taps):
            part = [slice(None)] * 3
            part[axis] = slice(i, i + a.shape[axis])
            out += t * wide[tuple(part)]
        a = out
    return a


def _curve(x):
    """Linear up to a knee, then a soft shoulder to white; a light S for contrast."""
    knee = 0.62
    x = np.where(x > knee, knee + (1 - knee) * (1 - np.exp(-(x - knee) / (1 - knee))), x)
    s = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 1e-8), 1 / 2.4) - 0.055)
    return np.clip(s + 0.10 * (s - 0.5) * s * (1 - s) * 4, 0, 1)


def develop(folder, exposure):
    p = {slot: _read(folder, slot) for slot in PASSES.values()}
    depth = np.minimum(p["depth"][..., 0], 500.0)
    light, diffuse = p["direct"] + p["indirect"], (p["direct"] + p["indirect"]) * p["albedo"]
    rest = p["combined"] - diffuse - p["emit"] - p["env"]
    light = _smooth(light, p["albedo"], p["normal"], depth)
    rest = _smooth(np.maximum(rest, 0), p["albedo"], p["normal"], depth, rounds=2, strength=1.5)
    image = (light * p["albedo"] + rest + p["emit"] + p["env"]) * exposure
    bright = np.minimum(np.maximum(image - 0.85, 0), 2.0)
    image = image + 0.10 * _blur(bright, 6) + 0.07 * _blur(bright, 24)
    grey = _luma(image)[..., None]
    image = np.maximum(grey + (image - grey) * (1.08 - 0.45 * np.clip((image.max(-1, keepdims=True) - 0.8) / 1.6, 0, 1)), 0)
    height, width = depth.shape
    yy, xx = np.mgrid[-1:1:height * 1j, -1:1:width * 1j]
    image *= (1 - 0.07 * np.clip(xx ** 2 + yy ** 2 - 0.5, 0, 2))[..., None]
    image = _curve(image)
    soft = image - _blur(image.astype(np.float32), 1)
    return np.clip(image + 0.25 * soft, 0, 1)


def shoot(path, width, height, samples, exposure=1.0):
    """Renders and writes `path` as a binary PPM."""
    folder = path + ".passes"
    os.makedirs(folder, exist_ok=True)
    _setup(width, height, samples, folder)
    bpy.ops.render.render()
    pixels = (develop(folder, exposure) * 255 + 0.5).astype(np.uint8)
    with open(path, "wb") as out:
        out.write(f"P6 {width} {height} 255\n".encode() + pixels.tobytes())
