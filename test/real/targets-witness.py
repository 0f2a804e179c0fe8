# What Python's own libraries make of rendered targets: PyYAML for every YAML file, oslo.config's parser for kolla-ansible's merge.
import json
import sys

import yaml
from oslo_config import iniparser


class Merge(iniparser.BaseParser):
    """Sections and keys of several files: within a file a key collects values, a later file replaces them."""

    def __init__(self):
        super().__init__()
        self.merged = {}
        self.current = {}
        self.section = None

    def new_section(self, section):
        self.section = self.current.setdefault(section, {})
        return True

    def assignment(self, key, value):
        self.section.setdefault(key, []).append("\n".join(value))

    def add(self, text):
        self.current = {}
        self.section = None
        self.parse(text.splitlines(True))
        for section, values in self.current.items():
            self.merged.setdefault(section, {}).update(values)

    def render(self):
        lines = []
        for section, values in self.merged.items():
            lines.append("[%s]" % section)
            for key, texts in values.items():
                for text in texts:
                    first, *rest = text.split("\n")
                    lines.append(("%s = %s" % (key, first)).rstrip(" ") if first == "" else "%s = %s" % (key, first))
                    lines.extend("    " + line for line in rest)
        return "\n".join(lines) + "\n"


def read_values(text):
    """What the service holds: a second pass of the same parser."""
    merge = Merge()
    merge.add(text)
    return merge.merged


request = json.load(sys.stdin)
answer = {"yaml": [yaml.safe_load(text) for text in request["yaml"]], "merged": []}
for texts in request["merges"]:
    merge = Merge()
    for text in texts:
        merge.add(text)
    answer["merged"].append(read_values(merge.render()))
json.dump(answer, sys.stdout)
