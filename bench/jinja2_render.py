"""Renders the fleet with Jinja2: templates loaded once, one render and one write a file; with `manifest` the list of all digests too."""
import hashlib
import json
import os
import sys

import jinja2

work, out = sys.argv[1:3]
has_manifest = "manifest" in sys.argv[3:]
environment = jinja2.Environment(loader=jinja2.FileSystemLoader(os.path.join(work, "templates")), keep_trailing_newline=True)
templates = [(name[:-3], environment.get_template(name)) for name in environment.list_templates()]
with open(os.path.join(work, "regions.json"), encoding="utf-8") as source:
    regions = json.load(source)
files = []
for region in regions:
    for path, template in templates:
        text = template.render(region)
        target = os.path.join(out, region["name"], path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
        if has_manifest:
            files.append((f"{region['name']}/{path}", hashlib.sha256(text.encode()).hexdigest()))
if has_manifest:
    with open(os.path.join(work, "manifest.j2"), encoding="utf-8") as source:
        template = environment.from_string(source.read())
    with open(os.path.join(out, "glacis-manifest.json"), "w", encoding="utf-8") as file:
        file.write(template.render(regions=regions, files=sorted(files)))
