# Asks the code of Nova, Cinder or Glance what becomes of an image with a signature: a decision per JSON line.
import ast
import contextlib
import inspect
import json
import logging
import os
import sys
import tempfile
import textwrap
import types
import unittest.mock as mock
import warnings

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
# What libraries print at import belongs to nobody.
answers = os.fdopen(os.dup(1), 'w', buffering=1)
os.dup2(2, 1)
service = sys.argv[1]
sys.argv = ['witness']

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import signing_chains as chains  # noqa: E402

chains.use_key_manager()


class Reached(BaseException):
    """The code went on past the last check that could refuse."""


def reach(*args, **kwargs):
    raise Reached()


def name_of(error):
    return type(error).__name__


def nova():
    from nova.compute import api as compute_api
    from nova.compute import manager
    import nova.conf
    from nova import context as nova_context
    from nova import exception
    from nova.image import glance
    from nova import objects

    conf = nova.conf.CONF
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    objects.register_all()
    context = nova_context.RequestContext('user', 'project', is_admin=False)

    # The exceptions that end a build without another try, read from the except clauses of the real function.
    tree = ast.parse(textwrap.dedent(inspect.getsource(manager.ComputeManager._build_and_run_instance)))
    aborting = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is not None and any(
                isinstance(leaf, ast.Attribute) and leaf.attr == 'BuildAbortException'
                for part in node.body for leaf in ast.walk(part)):
            kinds = eval(compile(ast.Expression(node.type), 'handlers', 'eval'), vars(manager))
            aborting.extend(kinds if isinstance(kinds, tuple) else [kinds])

    def settle(question):
        conf.set_override('verify_glance_signatures', question['verifies'], group='glance')
        conf.set_override('enable_certificate_validation', question['validates'], group='glance')
        conf.set_override('default_trusted_certificate_ids', question['trusted'], group='glance')

    def boot(question):
        settle(question)
        properties = chains.properties_of(question['signer'], question['spoiled'])
        chunks = [chains.data_of(question['spoiled'])]

        class Chunks(list):
            wrapped = True

        session = glance.GlanceImageServiceV2(client=mock.Mock())
        session._client.call = lambda *args, **kwargs: Chunks(chunks)
        session.show = lambda *args, **kwargs: {'id': 'i', 'properties': properties, 'disk_format': 'raw'}
        updates = []
        real_get = glance.signature_utils.get_verifier

        def watch(**kwargs):
            verifier = real_get(**kwargs)
            inner = verifier.verify
            # Counts a verification that succeeded or failed, not one that was only prepared.
            verifier.verify = lambda: (updates.append(1), inner())[1]
            return verifier

        with tempfile.TemporaryDirectory() as folder, mock.patch.object(glance.signature_utils, 'get_verifier', watch):
            try:
                certs = compute_api.API._retrieve_trusted_certs_object(context, question['requested'])
                session.download(context, 'i', dst_path=os.path.join(folder, 'disk'), trusted_certs=certs)
                return {'ends': 'boots', 'isVerified': bool(updates), 'isRescheduled': False}
            except Exception as error:
                again = not isinstance(error, tuple(aborting))
                return {'ends': 'error', 'isVerified': bool(updates), 'isRescheduled': again, 'error': name_of(error)}

    def carries(question):
        settle(question)
        certs = compute_api.API._retrieve_trusted_certs_object(context, question['requested'])
        return {'carries': certs is not None}

    def boot_volume(question):
        settle(question)
        bare = compute_api.API.__new__(compute_api.API)
        bare.image_api = bare.volume_api = mock.Mock()
        bare._get_image = reach
        href = 'i' if question['request'] == 'image-ref-and-volume-root' else ''
        try:
            with mock.patch.object(compute_api.block_device, 'get_bdm_image_metadata', reach):
                arguments = inspect.signature(compute_api.API._create_instance).parameters
                given = {name: None for name, each in arguments.items()
                         if each.default is inspect.Parameter.empty and name != 'self'}
                given.update(context=context, image_href=href, trusted_certs=question['requested'], block_device_mapping=[])
                if 'legacy_bdm' in arguments:
                    given['legacy_bdm'] = False
                compute_api.API._create_instance(bare, **given)
        except Reached:
            return {'outcome': 'unchecked'}
        except exception.CertificateValidationFailed:
            return {'outcome': 'refused'}

    def rebuild(question):
        settle(question)
        bare = compute_api.API.__new__(compute_api.API)
        bare.image_api = mock.Mock()
        bare.volume_api = mock.Mock()
        bare.volume_api.get.return_value = {'volume_image_metadata': {'image_id': 'old'}}
        bare._get_image = lambda *args: ('new', {'properties': {}})
        bare._check_auto_disk_config = bare._check_image_arch = lambda *args, **kwargs: None
        root = types.SimpleNamespace(volume_id='v')
        kwargs = {}
        if question['request'] == 'rebuild-with-list':
            kwargs['trusted_certs'] = ['root']
        elif question['request'] == 'rebuild-with-null':
            kwargs['trusted_certs'] = None
        function = inspect.unwrap(compute_api.API.rebuild)
        if 'reimage_boot_volume' in inspect.signature(function).parameters:
            kwargs['reimage_boot_volume'] = True
        with contextlib.ExitStack() as stack:
            for holder, name, value in (
                    (objects.service, 'get_minimum_version_all_cells', lambda *args, **kw: 99),
                    (objects.BlockDeviceMappingList, 'get_by_instance_uuid', lambda *args, **kw: [root]),
                    (compute_api.compute_utils, 'get_root_bdm', lambda *args, **kw: root),
                    (compute_api.compute_utils, 'is_volume_backed_instance', lambda *args, **kw: True),
                    (objects.RequestSpec, 'get_by_instance_uuid', reach)):
                stack.enter_context(mock.patch.object(holder, name, value))
            try:
                function(bare, context, mock.Mock(), 'new', 'password', **kwargs)
            except Reached:
                return {'outcome': 'unchecked'}
            except exception.CertificateValidationFailed:
                return {'outcome': 'refused'}

    def snapshot(question):
        from nova.compute import utils
        kept = {name for name in chains.properties_of('leaf', 'good') if name not in utils.NON_INHERITABLE_IMAGE_PROPERTIES}
        return {'kept': sorted(kept)}

    return {'boot': boot, 'carries': carries, 'volume': boot_volume, 'rebuild': rebuild, 'snapshot': snapshot}


def cinder():
    from cinder import context as cinder_context
    from cinder import exception
    from cinder.image import image_utils
    from cinder import objects
    from oslo_config import cfg

    conf = cfg.CONF
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    objects.register_all()
    from cinder.volume.flows.manager import create_volume
    context = cinder_context.RequestContext('user', 'project', is_admin=False)

    def make(question):
        conf.set_override('verify_glance_signatures', 'enabled' if question['verifies'] else 'disabled')
        path = question['path']
        conf.set_override('allowed_direct_url_schemes', ['cinder'] if path == 'location-clone' else [])
        properties = chains.properties_of(question['signer'], question['spoiled'])
        meta = {'size': 1, 'properties': properties, 'disk_format': 'raw', 'container_format': 'bare'}
        images = mock.Mock()
        images.show.return_value = meta
        database = mock.Mock()
        database.volume_glance_metadata_get.return_value = {}
        marks = []
        database.volume_glance_metadata_bulk_create.side_effect = lambda ctx, volume, kept: marks.append(kept)
        driver = mock.Mock()
        driver.clone_image.return_value = ({}, path == 'driver-clone')
        cache = mock.Mock() if path == 'cache-hit' else None
        task = create_volume.CreateVolumeFromSpecTask(mock.Mock(), database, driver, cache)
        task._handle_bootable_volume_glance_meta = mock.Mock()
        task._clone_image_volume = lambda *args: ({}, True)
        task._prepare_image_cache_entry = lambda *args, **kwargs: (None, False)
        task._create_from_image_cache = lambda *args, **kwargs: ({}, True)
        task._create_from_image_download = mock.Mock(return_value={})
        task._message = mock.Mock()
        checked = []
        real_verify = image_utils._verify_image
        handle, temporary = tempfile.mkstemp()
        os.write(handle, chains.data_of(question['spoiled']))
        os.close(handle)

        @contextlib.contextmanager
        def fetch(*args, **kwargs):
            yield temporary

        volume = mock.Mock(size=1, encryption_key_id=None, service_topic_queue='h@b')
        volume.id = 'v'
        patches = [
            mock.patch.object(image_utils.TemporaryImages, 'fetch', fetch),
            mock.patch.object(image_utils, 'check_available_space'),
            mock.patch.object(image_utils, 'qemu_img_info', return_value=mock.Mock(virtual_size=1)),
            mock.patch.object(image_utils, '_verify_image', lambda *args: (checked.append(1), real_verify(*args))[1]),
            mock.patch.object(image_utils.tpool, 'execute', lambda function, *args: function(*args)),
            mock.patch.object(create_volume.cinder_context, 'get_internal_tenant_context', return_value=context),
        ]
        with contextlib.ExitStack() as stack:
            for patch in patches:
                stack.enter_context(patch)
            try:
                if path == 'reimage':
                    task.reimage(context, volume, meta | {'id': 'i'}) if hasattr(task, 'reimage') else None
                else:
                    task._create_from_image(context, volume, (None, None), 'i', meta, images)
                ends = 'available'
                error = None
            except Exception as raised:
                ends, error = 'error', name_of(raised)
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        mark = marks[0]['signature_verified'] if marks and ends == 'available' else None
        return {'ends': ends, 'isVerified': bool(checked), 'mark': mark, 'error': error}

    return {'make': make}


def glance():
    from oslo_config import cfg
    conf = cfg.CONF
    # Older code asks for options while it is imported, newer code declares options of the command line then.
    try:
        from glance import location
    except cfg.NotInitializedError:
        conf([], project='none', default_config_files=[], default_config_dirs=[])
        from glance import location
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    import glance_store

    def store(question):
        properties = chains.properties_of(question['signer'], question['spoiled'])
        checked = []
        real_get = location.signature_utils.get_verifier

        def watch(**kwargs):
            verifier = real_get(**kwargs)
            inner = verifier.verify
            verifier.verify = lambda: (checked.append(1), inner())[1]
            return verifier

        class Api:
            """The store interface, reading every byte as a store does."""

            def add_to_backend_with_multihash(self, config, image_id, data, size, hashing_algo, context=None, verifier=None):
                count = 0
                for chunk in data:
                    count += len(chunk)
                    if verifier:
                        verifier.update(chunk)
                return ('file:///x', count, 'c', 'm', {})

            def delete_from_backend(self, *args, **kwargs):
                pass

            def __getattr__(self, name):
                return getattr(glance_store, name)

        image = mock.Mock(container_format='bare', disk_format='raw', status='queued', size=None, checksum=None,
                          os_hash_value=None, os_hash_algo='sha512')
        image.extra_properties = properties
        image.locations = []
        proxy = location.ImageProxy.__new__(location.ImageProxy)
        proxy.image = image
        proxy.context = mock.Mock(user_id='u')
        proxy.store_api = Api()
        proxy.store_utils = mock.Mock()
        with mock.patch.object(location.signature_utils, 'get_verifier', watch):
            try:
                location.ImageProxy.set_data(proxy, iter([chains.data_of(question['spoiled'])]), 1)
                return {'ends': 'stored', 'isVerified': bool(checked)}
            except Exception as error:
                return {'ends': 'refused', 'isVerified': bool(checked), 'error': name_of(error)}

    return {'store': store}


kinds = {'nova': nova, 'cinder': cinder, 'glance': glance}[service]()
for line in sys.stdin:
    question = json.loads(line)
    answers.write(json.dumps(kinds[question['kind']](question)) + '\n')
