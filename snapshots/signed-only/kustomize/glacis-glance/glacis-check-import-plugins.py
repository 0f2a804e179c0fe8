# Written by glacis 0.1.0 for OpenStack 2026.1, intent of this file 7fb9d51d5f24.
# Change the intent and synthesize again; edits made here are overwritten.

"""Ends with 1 unless every import plugin that Glance is told to run can be loaded by this Python."""
import sys

GROUP = 'glance.image_import.plugins'
NAMES = ['glacis_signature_required']


def list_entry_points():
    try:
        from importlib import metadata
    except ImportError:
        import pkg_resources
        return list(pkg_resources.iter_entry_points(GROUP))
    found = metadata.entry_points()
    return list(found.select(group=GROUP)) if hasattr(found, 'select') else list(found.get(GROUP, []))


def find_faults():
    entry_points = list_entry_points()
    for name in NAMES:
        named = [entry_point for entry_point in entry_points if entry_point.name == name]
        if not named:
            yield '%s is not installed' % name
        for entry_point in named:
            try:
                if not callable(entry_point.load()):
                    yield '%s is not callable' % name
            except Exception as error:
                yield '%s does not load: %s: %s' % (name, type(error).__name__, error)


faults = list(find_faults())
for fault in faults:
    sys.stderr.write('import plugin %s; imports would go on without it\n' % fault)
sys.exit(1 if faults else 0)
