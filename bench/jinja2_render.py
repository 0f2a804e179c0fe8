"""Renders the fleet with Jinja2: templates loaded once, one render and one write a file."""
import json
import os
import sys

import jinja2

work, out = sys.argv[1:3]
environment = jinja2.Environment(loader=jinja2.FileSystemLoader(os.path.join(work, "templates")), keep_trailing_newline=True)
templates = [(name[:-3], environment.get_template(name)) for name in environment.list_templates()]
with open(os.path.join(work, "regions.json"), encoding="utf-8") as source:
    regions = json.load(source)
for region in regions:
    for path, template in templates:
        target = os.path.join(out, region["name"], path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(template.render(region))
