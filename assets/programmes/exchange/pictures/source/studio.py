"""The studio all pictures share: shapes with soft edges, materials, light, camera.

Runs inside Blender (Cycles). Metres, Z up; a shape's `at` is the middle of its foot.
`place(x, y, z, turn)` moves what is built inside it; figures and chairs look along -Y when turn is 0.
"""
import math
import random
from contextlib import contextmanager

import bmesh
import bpy
from mathutils import Euler, Matrix, Vector

TEAL, TEAL_DARK, TEAL_LIGHT, MINT = "#0D766E", "#0A4F55", "#3FA79B", "#CFE6E0"
CREAM, WHITE, SAND, WOOD, WOOD_DARK = "#F4ECDD", "#F7F6F2", "#E3D3B8", "#D9A66C", "#9A6A42"
CORAL, MUSTARD, NAVY, SLATE, CHARCOAL, SAGE = "#E8795A", "#EFB548", "#27455F", "#7C8C96", "#2B3338", "#8FB59A"
SKINS = ["#F2C6A0", "#E5AF86", "#C98D62", "#F6D2B4", "#A56E48"]
HAIRS = ["#2B211C", "#5A3A26", "#8C5B32", "#3A2D2A", "#C59A5B", "#6E6A66"]
CLOTHES = [TEAL, CORAL, MUSTARD, NAVY, "#F1EDE4", TEAL_LIGHT, "#B7566B", "#6F8FB8", SAGE]

rng = random.Random(7)
_meshes, _materials, _stack = {}, {}, [Matrix.Identity(4)]


def reset(seed):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    _meshes.clear()
    _materials.clear()
    _stack[:] = [Matrix.Identity(4)]
    rng.seed(seed)


@contextmanager
def place(x=0.0, y=0.0, z=0.0, turn=0.0, scale=1.0):
    step = Matrix.Translation((x, y, z)) @ Matrix.Rotation(math.radians(turn), 4, "Z") @ Matrix.Scale(scale, 4)
    _stack.append(_stack[-1] @ step)
    yield
    _stack.pop()


# --- materials ---------------------------------------------------------------------------------------------------

def linear(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts) + (1.0,)


def _new(key):
    material = bpy.data.materials.new(str(key))
    material.use_nodes = True
    _materials[key] = material
    return material, material.node_tree.nodes, material.node_tree.links


def paint(colour, rough=0.55, metal=0.0, glow=0.0, coat=0.0):
    key = ("paint", colour, rough, metal, glow, coat)
    if key in _materials:
        return _materials[key]
    material, nodes, _ = _new(key)
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(colour)
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Metallic"].default_value = metal
    shader.inputs["Specular"].default_value = 0.35
    shader.inputs["Clearcoat"].default_value = coat
    if glow:
        shader.inputs["Base Color"].default_value = linear("#101414") if glow > 0.6 else linear(colour)
        shader.inputs["Emission"].default_value = linear(colour)
        shader.inputs["Emission Strength"].default_value = glow
    return material


def glass(colour="#DFF3F0", clear=0.86):
    """A thin pane: mostly see-through, a little mirror; costs no caustics."""
    key = ("glass", colour, clear)
    if key in _materials:
        return _materials[key]
    material, nodes, links = _new(key)
    nodes.remove(nodes["Principled BSDF"])
    through, mirror, mix = (nodes.new(n) for n in ("ShaderNodeBsdfTransparent", "ShaderNodeBsdfGlossy", "ShaderNodeMixShader"))
    through.inputs[0].default_value = linear(colour)
    mirror.inputs[0].default_value = linear("#FFFFFF")
    mirror.inputs[1].default_value = 0.05
    mix.inputs[0].default_value = 1 - clear
    links.new(through.outputs[0], mix.inputs[1])
    links.new(mirror.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], nodes["Material Output"].inputs[0])
    return material


def _coordinates(nodes, links, scale):
    where, mapping = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = (scale, scale, scale)
    links.new(where.outputs["Object"], mapping.inputs[0])
    return mapping.outputs[0]


def planks(one="#D9AE7B", two="#C99A66", gap="#A87F52", width=0.22, length=1.9, rough=0.42):
    key = ("planks", one, two, gap, width, length, rough)
    if key in _materials:
        return _materials[key]
    material, nodes, links = _new(key)
    brick = nodes.new("ShaderNodeTexBrick")
    brick.offset = 0.37
    for name, value in (("Color1", one), ("Color2", two), ("Mortar", gap)):
        brick.inputs[name].default_value = linear(value)
    brick.inputs["Scale"].default_value = 1.0
    brick.inputs["Mortar Size"].default_value = 0.008
    brick.inputs["Brick Width"].default_value = length
    brick.inputs["Row Height"].default_value = width
    links.new(_coordinates(nodes, links, 1.0), brick.inputs["Vector"])
    links.new(brick.outputs["Color"], nodes["Principled BSDF"].inputs["Base Color"])
    nodes["Principled BSDF"].inputs["Roughness"].default_value = rough
    return material


def mottled(one, two, scale=1.5, rough=0.9):
    """Two tones in soft spots: grass, carpet, plaster."""
    key = ("mottled", one, two, scale, rough)
    if key in _materials:
        return _materials[key]
    material, nodes, links = _new(key)
    noise, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeValToRGB")
    noise.inputs["Scale"].default_value = 1.0
    noise.inputs["Detail"].default_value = 6.0
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = linear(one), linear(two)
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.38, 0.62
    links.new(_coordinates(nodes, links, scale), noise.inputs["Vector"])
    links.new(noise.outputs[0], ramp.inputs[0])
    links.new(ramp.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    nodes["Principled BSDF"].inputs["Roughness"].default_value = rough
    return material


def screen(path, glow=1.0):
    key = ("screen", path, glow)
    if key in _materials:
        return _materials[key]
    material, nodes, links = _new(key)
    image, light = nodes.new("ShaderNodeTexImage"), nodes.new("ShaderNodeEmission")
    image.image = bpy.data.images.load(path, check_existing=True)
    light.inputs[1].default_value = glow
    nodes.remove(nodes["Principled BSDF"])
    links.new(image.outputs[0], light.inputs[0])
    links.new(light.outputs[0], nodes["Material Output"].inputs[0])
    return material


def as_material(what):
    return paint(what) if isinstance(what, str) else what


# --- shapes ------------------------------------------------------------------------------------------------------

def put(mesh, material, at, turn=(0, 0, 0), scale=(1, 1, 1)):
    item = bpy.data.objects.new(mesh.name, mesh)
    bpy.context.scene.collection.objects.link(item)
    spin = Euler([math.radians(a) for a in turn]).to_matrix().to_4x4()
    item.matrix_world = _stack[-1] @ Matrix.Translation(at) @ spin @ Matrix.Diagonal((*scale, 1))
    if not mesh.materials:
        mesh.materials.append(None)
    item.material_slots[0].link = "OBJECT"
    item.material_slots[0].material = as_material(material)
    return item


def _mesh(key, build, smooth=True):
    if key not in _meshes:
        shape = bmesh.new()
        build(shape)
        mesh = bpy.data.meshes.new(str(key[0]))
        shape.to_mesh(mesh)
        shape.free()
        if smooth:
            mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
            mesh.use_auto_smooth, mesh.auto_smooth_angle = True, math.radians(50)
        _meshes[key] = mesh
    return _meshes[key]


def box(at, size, material, turn=0.0, soft=0.02, tilt=(0, 0)):
    size = tuple(float(s) for s in size)
    soft = min(soft, min(size) * 0.45)

    def build(shape):
        bmesh.ops.create_cube(shape, size=1.0)
        bmesh.ops.scale(shape, vec=size, verts=shape.verts)
        bmesh.ops.translate(shape, vec=(0, 0, size[2] / 2), verts=shape.verts)
        if soft > 0.0005:
            bmesh.ops.bevel(shape, geom=shape.edges[:], offset=soft, segments=2 if soft < 0.04 else 4, profile=0.5, affect="EDGES")
    return put(_mesh(("box", size, soft), build), material, at, (tilt[0], tilt[1], turn))


def lathe(at, profile, material, sides=40, turn=(0, 0, 0), scale=(1, 1, 1)):
    """Turns (radius, height) pairs about Z."""
    profile = tuple((float(r), float(z)) for r, z in profile)

    def build(shape):
        rings = []
        for radius, height in profile:
            if radius <= 1e-5:
                rings.append([shape.verts.new((0, 0, height))])
            else:
                rings.append([shape.verts.new((radius * math.cos(a), radius * math.sin(a), height))
                              for a in (2 * math.pi * i / sides for i in range(sides))])
        for low, high in zip(rings, rings[1:]):
            for i in range(sides):
                corner = [low[i % len(low)], low[(i + 1) % len(low)], high[(i + 1) % len(high)], high[i % len(high)]]
                shape.faces.new(list(dict.fromkeys(corner)))
    return put(_mesh(("lathe", profile, sides), build), material, at, turn, scale)


def cylinder(at, radius, height, material, soft=0.015, turn=(0, 0, 0), top=None):
    top = radius if top is None else top
    s = min(soft, radius * 0.45, top * 0.45, height * 0.45)
    profile = [(0, 0), (radius - s, 0), (radius - s * 0.3, s * 0.3), (radius, s),
               (top, height - s), (top - s * 0.3, height - s * 0.3), (top - s, height), (0, height)]
    return lathe(at, profile, material, turn=turn)


def ball(at, radius, material, scale=(1, 1, 1), turn=(0, 0, 0)):
    def build(shape):
        bmesh.ops.create_icosphere(shape, subdivisions=4, radius=1.0)
    return put(_mesh(("ball",), build), material, at, turn, tuple(radius * s for s in scale))


def prism(points, height, material, at=(0, 0, 0), turn=(0, 0, 0), soft=0.02):
    points = tuple((float(x), float(y)) for x, y in points)

    def build(shape):
        face = shape.faces.new([shape.verts.new((x, y, 0)) for x, y in points])
        raised = bmesh.ops.extrude_face_region(shape, geom=[face])["geom"]
        bmesh.ops.translate(shape, vec=(0, 0, height), verts=[v for v in raised if isinstance(v, bmesh.types.BMVert)])
        bmesh.ops.recalc_face_normals(shape, faces=shape.faces)
        if soft:
            sharp = [e for e in shape.edges if e.calc_face_angle(0) > 0.5]
            bmesh.ops.bevel(shape, geom=sharp, offset=soft, segments=2, profile=0.5, affect="EDGES")
    return put(_mesh(("prism", points, height, soft), build), material, at, turn)


def tube(points, radius, material, closed=False, straight=False):
    """A round bar through the points, with round ends; `radius` may be one number or one a point."""
    radii = radius if isinstance(radius, (list, tuple)) else [radius] * len(points)
    curve = bpy.data.curves.new("tube", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = "3D", 1.0, 4, 8
    if straight:
        line = curve.splines.new("POLY")
        line.points.add(len(points) - 1)
        for p, where, r in zip(line.points, points, radii):
            p.co, p.radius = (*where, 1), r
    else:
        line = curve.splines.new("BEZIER")
        line.bezier_points.add(len(points) - 1)
        for p, where, r in zip(line.bezier_points, points, radii):
            p.co, p.radius, p.handle_left_type, p.handle_right_type = where, r, "AUTO", "AUTO"
    line.use_cyclic_u = closed
    item = bpy.data.objects.new("tube", curve)
    bpy.context.scene.collection.objects.link(item)
    item.matrix_world = _stack[-1]
    curve.materials.append(as_material(material))
    if not closed:
        for i in (0, -1):
            ball(points[i], radii[i], material)
    return item


def panel(at, width, height, material, turn=0.0, tilt=0.0):
    """A flat picture, its middle at `at`, seen from -Y when turn is 0; tilt leans its top back."""
    mesh = bpy.data.meshes.new("panel")
    w, h = width / 2, height / 2
    mesh.from_pydata([(-w, 0, -h), (w, 0, -h), (w, 0, h), (-w, 0, h)], [], [(0, 1, 2, 3)])
    layer = mesh.uv_layers.new()
    for loop, uv in zip(layer.data, ((0, 0), (1, 0), (1, 1), (0, 1))):
        loop.uv = uv
    return put(mesh, material, at, (-tilt, 0, turn))


# --- light and camera --------------------------------------------------------------------------------------------

def sun(height=48, side=-35, strength=3.2, colour="#FFE6C4", size=4.0):
    """Shines from `side` degrees (0: from behind the camera at -Y, negative: from the left)."""
    lamp = bpy.data.lights.new("sun", "SUN")
    lamp.energy, lamp.color, lamp.angle = strength, linear(colour)[:3], math.radians(size)
    item = bpy.data.objects.new("sun", lamp)
    bpy.context.scene.collection.objects.link(item)
    item.rotation_euler = (math.radians(90 - height), 0, math.radians(side))


def area(at, target, size, strength, colour="#FFF1DC"):
    lamp = bpy.data.lights.new("area", "AREA")
    lamp.energy, lamp.color, lamp.shape = strength, linear(colour)[:3], "RECTANGLE"
    lamp.size, lamp.size_y = size
    item = bpy.data.objects.new("area", lamp)
    bpy.context.scene.collection.objects.link(item)
    item.location = at
    item.rotation_euler = (Vector(target) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    item.visible_camera = False
    return item


def sky(low="#F6EBDD", high="#A9D3DA", strength=0.85, fill="#DCEBF0"):
    """What the camera sees is a gradient up the picture; what lights the scene is `fill`."""
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    seen, light = nodes["Background"], nodes.new("ShaderNodeBackground")
    ray, mix = nodes.new("ShaderNodeLightPath"), nodes.new("ShaderNodeMixShader")
    where, parts, ramp = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeSeparateXYZ"), nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = linear(low), linear(high)
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.42, 1.0
    links.new(where.outputs["Window"], parts.inputs[0])
    links.new(parts.outputs[1], ramp.inputs[0])
    links.new(ramp.outputs[0], seen.inputs[0])
    dome, bend, up = nodes.new("ShaderNodeValToRGB"), nodes.new("ShaderNodeSeparateXYZ"), nodes.new("ShaderNodeMath")
    dome.color_ramp.elements[0].color, dome.color_ramp.elements[1].color = linear("#FFF3E2"), linear(fill)
    dome.color_ramp.elements[0].position, dome.color_ramp.elements[1].position = 0.0, 0.5
    links.new(where.outputs["Generated"], bend.inputs[0])
    links.new(bend.outputs[2], up.inputs[0])
    up.operation = "MAXIMUM"
    links.new(up.outputs[0], dome.inputs[0])
    links.new(dome.outputs[0], light.inputs[0])
    light.inputs[1].default_value = strength
    links.new(ray.outputs["Is Camera Ray"], mix.inputs[0])
    links.new(light.outputs[0], mix.inputs[1])
    links.new(seen.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], nodes["World Output"].inputs[0])


def camera(eye, target, lens=40, lift=0.0):
    data = bpy.data.cameras.new("camera")
    data.lens, data.shift_y, data.clip_end = lens, lift, 2000
    item = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(item)
    item.location = eye
    item.rotation_euler = (Vector(target) - Vector(eye)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.camera = item
