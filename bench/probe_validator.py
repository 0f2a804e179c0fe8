"""Glance's own URL validator over a file of JSON strings, one a line."""
import json
import sys

from glance.common import utils
from oslo_config import cfg
import glance.async_.flows.api_image_import  # registers the options of the import filter  # noqa: F401

cfg.CONF([], project="glance", default_config_files=[sys.argv[2]])
# Debian's patched package calls it otherwise.
validate = getattr(utils, "validate_import_uri", None) or utils.validate_uri
with open(sys.argv[1], encoding="utf-8") as source:
    passed = sum(bool(validate(json.loads(line))) for line in source)
print(passed)
