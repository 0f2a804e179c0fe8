# The task inside Glance's own machinery: needs an installed Glance, and says so where there is none.
import unittest

try:
    from glance.common import exception
    from taskflow import engines
    from taskflow.patterns import linear_flow
    from taskflow import task
except ImportError as error:
    raise unittest.SkipTest('Glance is not installed here: %s' % error)

from glacis_signature_required import plugin
from glacis_signature_required.properties import SIGNATURE_PROPERTIES

COMPLETE = {name: 'x' for name in SIGNATURE_PROPERTIES}


class Image(object):

    def __init__(self, properties):
        self.extra_properties = properties


class Repository(object):
    """Glance's image repository, as far as the plugin asks it."""

    def __init__(self, properties):
        self.image = Image(properties)
        self.asked = []

    def get(self, image_id):
        self.asked.append(image_id)
        return self.image


class StoreBytes(task.Task):
    """Stands for the step that stores the image."""

    def __init__(self, stored):
        super(StoreBytes, self).__init__(name='store')
        self.stored = stored

    def execute(self):
        self.stored.append('bytes')


def run_import(repository, **changes):
    """Builds the flow as glance.async_.flows.api_image_import does, and runs it. Returns what was stored."""
    stored = []
    words = dict(task_id='t1', task_type='api_image_import', image_repo=repository, image_id='i1', context=None)
    words.update(changes)
    flow = linear_flow.Flow('import').add(plugin.get_flow(**words), StoreBytes(stored))
    try:
        engines.run(flow)
    finally:
        run_import.stored = stored
    return stored


class PluginTest(unittest.TestCase):

    def test_signed_image_goes_on(self):
        repository = Repository(dict(COMPLETE))
        self.assertEqual(['bytes'], run_import(repository))
        self.assertEqual(['i1'], repository.asked)

    def test_unsigned_image_is_refused_before_it_is_stored(self):
        with self.assertRaises(exception.ImportTaskError) as caught:
            run_import(Repository({}))
        self.assertIn('is not signed', str(caught.exception))
        self.assertEqual([], run_import.stored)

    def test_partly_signed_image_is_refused(self):
        for name in SIGNATURE_PROPERTIES:
            partial = {key: value for key, value in COMPLETE.items() if key != name}
            with self.assertRaises(exception.ImportTaskError):
                run_import(Repository(partial))
            self.assertEqual([], run_import.stored)

    def test_properties_are_read_when_the_task_runs(self):
        repository = Repository(dict(COMPLETE))
        flow = plugin.get_flow(task_id='t1', task_type='t', image_repo=repository, image_id='i1')
        del repository.image.extra_properties['img_signature']
        with self.assertRaises(exception.ImportTaskError):
            engines.run(flow)

    def test_an_unreadable_image_fails_closed(self):
        for repository in (None, object()):
            with self.assertRaises(AttributeError):
                run_import(repository)
            self.assertEqual([], run_import.stored)

    def test_get_flow_never_raises(self):
        plugin.get_flow()
        plugin.get_flow(unknown_word_of_a_later_release=1)


class StevedoreTest(unittest.TestCase):
    """The plugin as Glance finds it: by entry point, in the order of the option."""

    def test_glance_builds_the_flow_from_the_entry_point(self):
        import os
        import subprocess
        import sys
        import tempfile
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        with tempfile.TemporaryDirectory() as place:
            info = os.path.join(place, 'glacis_signature_required-0.1.0.dist-info')
            os.mkdir(info)
            with open(os.path.join(info, 'METADATA'), 'w') as metadata:
                metadata.write('Metadata-Version: 2.1\nName: glacis-signature-required\nVersion: 0.1.0\n')
            with open(os.path.join(info, 'entry_points.txt'), 'w') as entry_points:
                entry_points.write(read_entry_points(os.path.join(root, 'setup.cfg')))
            script = (
                'from oslo_config import cfg\n'
                'import glance.async_.flows.api_image_import\n'
                'from glance.async_.flows import plugins\n'
                'cfg.CONF([], project="glance", default_config_files=[], default_config_dirs=[])\n'
                'cfg.CONF.set_override("image_import_plugins", ["glacis_signature_required", "no_op"],\n'
                '                      group="image_import_opts")\n'
                'flows = plugins.get_import_plugins(task_id="1", task_type="t", image_repo=None, image_id="i")\n'
                'print([next(iter(flow)).name for flow in flows])\n'
            )
            path = os.pathsep.join([place, root])
            cache = dict(os.environ, PYTHONPATH=path, XDG_CACHE_HOME=os.path.join(place, 'cache'))
            done = subprocess.run([sys.executable, '-c', script], env=cache, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, universal_newlines=True, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual("['t-RequireSignature-1', 't-Noop-1']", done.stdout.strip().splitlines()[-1])


def read_entry_points(setup_cfg):
    """The entry points of setup.cfg in the form that an installed package has."""
    import configparser
    parser = configparser.ConfigParser()
    parser.read(setup_cfg)
    groups = parser['options.entry_points']
    return ''.join('[%s]\n%s\n' % (group, groups[group].strip()) for group in groups)
