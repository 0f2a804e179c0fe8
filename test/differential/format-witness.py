# Puts disk images through the format gates of Nova, Cinder or Glance: made by qemu-img or sent as bytes, one JSON line each.
import base64
import contextlib
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import unittest.mock as mock
import warnings

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
answers = os.fdopen(os.dup(1), 'w', buffering=1)
os.dup2(2, 1)
service = sys.argv[1]
sys.argv = ['witness']
folder = tempfile.mkdtemp()
made = {}
# What Glance reads at a time from a client.
CHUNK = 65536
current = {'digest': None}


def create(command):
    # qemu-img measures how fast the machine hashes a passphrase of LUKS, and gives up on a busy one.
    for left in (3, 2, 1, 0):
        if subprocess.run(command, check=left == 0, stdout=subprocess.DEVNULL).returncode == 0:
            return


class Disk:
    """The bytes of an image, in pieces as Glance reads them, written again and again without its zeros."""

    def __init__(self, data):
        self.data = data
        self.digest = hashlib.sha256(data).hexdigest()
        self.chunks = [data[i:i + CHUNK] for i in range(0, len(data), CHUNK)]
        self.found = None

    def write(self, path):
        with open(path, 'wb') as out:
            for number, chunk in enumerate(self.chunks):
                if chunk.count(0) < len(chunk):
                    out.seek(number * CHUNK)
                    out.write(chunk)
            out.truncate(len(self.data))


def disk_of(question):
    name = json.dumps([question.get('qemu'), question.get('sizeBytes'), question.get('pieces')])
    if name not in made:
        made[name] = Disk(make_bytes(question))
    return made[name]


def make_bytes(question):
    if 'pieces' in question:
        data = bytearray(question['sizeBytes'])
        for offset, piece in question['pieces']:
            sector = base64.b64decode(piece)
            data[offset:offset + len(sector)] = sector
        return bytes(data)
    path = os.path.join(folder, 'made')
    for left in os.listdir(folder):
        os.unlink(os.path.join(folder, left))
    form, options, backing = question['qemu']
    command = ['qemu-img', 'create', '-q', '-f', form]
    if options:
        command += ['-o', options.replace('FOLDER', folder)]
    if backing:
        subprocess.run(['qemu-img', 'create', '-q', '-f', 'raw', os.path.join(folder, 'base'), '1M'], check=True)
        command += ['-b', os.path.join(folder, 'base'), '-F', 'raw']
    secret = ['--object', 'secret,id=s,data=passphrase'] if form == 'luks' else []
    create(command[:2] + secret + command[2:] + [path, '1M'])
    with open(path, 'rb') as source:
        return source.read()


def name_of(error):
    return '%s: %s' % (type(error).__name__, str(error)[:200])


def remember_commands():
    """The real qemu-img once for each image and command, without the process that limits it."""
    from oslo_concurrency import processutils
    real = processutils.execute
    seen = {}

    def execute(*command, **kwargs):
        kwargs.pop('prlimit', None)
        kwargs.pop('run_as_root', None)
        key = (current['digest'],) + command
        if key not in seen:
            try:
                seen[key] = real(*command, **kwargs)
            except processutils.ProcessExecutionError as error:
                seen[key] = error
        if isinstance(seen[key], Exception):
            raise seen[key]
        return seen[key]

    processutils.execute = execute
    return execute


def nova():
    remember_commands()
    import nova.conf
    from nova.virt import images
    conf = nova.conf.CONF
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    conf.set_override('force_raw_images', False)

    def boot(question):
        conf.set_override('vmdk_allowed_types', question['vmdkAllowedTypes'], group='compute')
        conf.set_override('disable_deep_image_inspection', question['isInspectionOff'], group='workarounds')
        disk = disk_of(question)
        current['digest'] = disk.digest
        path = os.path.join(folder, 'disk')

        def fetch(context, href, target, *args, **kwargs):
            disk.write(target)

        image = {'id': 'i', 'disk_format': question['label']}
        with mock.patch.object(images, 'fetch', fetch), mock.patch.object(images.IMAGE_API, 'get', lambda *a, **k: image):
            try:
                images.fetch_to_raw(None, 'i', path)
                return {'goesOn': True}
            except Exception as error:
                return {'goesOn': False, 'error': name_of(error)}

    return boot


def cinder():
    execute = remember_commands()
    from oslo_config import cfg
    from cinder.image import image_utils
    conf = cfg.CONF
    conf([], project='none', default_config_files=[], default_config_dirs=[])

    image_utils.utils.execute = execute
    try:
        from cinder.privsep import format_inspector
        # The inspector of the daemon, in this process.
        format_inspector.get_format_if_safe = format_inspector._get_format_if_safe
    except ImportError:
        pass

    def volume(question):
        conf.set_override('vmdk_allowed_types', question['vmdkAllowedTypes'])
        disk = disk_of(question)
        current['digest'] = disk.digest
        path = os.path.join(folder, 'disk')

        def fetch(context, images, image, target, *args, **kwargs):
            disk.write(target)

        images = mock.Mock()
        images.show.return_value = {'id': 'i', 'disk_format': question['label'], 'container_format': 'bare', 'size': len(disk.data)}
        with mock.patch.object(image_utils, 'fetch', fetch):
            try:
                image_utils.fetch_verify_image(None, images, 'i', path)
                return {'goesOn': True}
            except Exception as error:
                return {'goesOn': False, 'error': name_of(error)}

    return volume


def glance():
    from oslo_config import cfg
    conf = cfg.CONF
    try:
        from glance import location
    except cfg.NotInitializedError:
        conf([], project='none', default_config_files=[], default_config_dirs=[])
        from glance import location
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    try:
        from oslo_utils.imageutils import format_inspector
    except ImportError:
        format_inspector = None

    class Store:
        def add_to_backend_with_multihash(self, config, image, data, *args, **kwargs):
            count = sum(len(chunk) for chunk in data)
            return ('file:///x', count, 'c', 'm', {})

    def inspect(disk):
        """Every format whose signature the bytes carry, and the checks that each of them fails."""
        if format_inspector is None:
            return {}
        if disk.found is not None:
            return disk.found
        wrapper = format_inspector.InspectWrapper(iter(disk.chunks))
        for _ in wrapper:
            pass
        with contextlib.suppress(AttributeError):
            wrapper.close()
        found = {}
        for inspector in wrapper.formats:
            try:
                inspector.safety_check()
                found[str(inspector)] = []
            except format_inspector.SafetyCheckFailed as error:
                found[str(inspector)] = sorted(error.failures)
        found.pop('raw', None)
        disk.found = found
        return found

    def store(question):
        if 'require_image_format_match' in conf.image_format:
            conf.set_override('require_image_format_match', question['mustMatch'], group='image_format')
            conf.set_override('gpt_safety_checks_nonfatal', question['nonfatalGptChecks'], group='image_format')
        disk = disk_of(question)
        image = mock.Mock(container_format=question['container'], disk_format=question['label'], status='queued', size=None,
                          checksum=None, os_hash_value=None, os_hash_algo='sha512', locations=[], extra_properties={})
        proxy = location.ImageProxy.__new__(location.ImageProxy)
        proxy.image, proxy.context, proxy.store_api, proxy.store_utils = image, mock.Mock(), Store(), mock.Mock()
        found = inspect(disk)
        try:
            location.ImageProxy.set_data(proxy, iter(disk.chunks), 1)
            return {'goesOn': True, 'found': found}
        except Exception as error:
            return {'goesOn': False, 'found': found, 'error': name_of(error)}

    return store


answer = {'nova': nova, 'cinder': cinder, 'glance': glance}[service]()
for line in sys.stdin:
    answers.write(json.dumps(answer(json.loads(line))) + '\n')
