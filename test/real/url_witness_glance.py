"""Asks the installed Glance's own validator, with the name lookup replaced by the offline model of the tests."""

import io
import re
import socket
import ssl
import types
import urllib.request

from glance.common import utils
from glance.common.scripts import utils as script_utils
from oslo_config import cfg

if hasattr(utils, 'get_validated_address'):
    level = 'pinning'
elif hasattr(utils, 'normalize_hostname'):
    level = 'normalizing'
else:
    level = 'unfixed'

cfg.CONF([], project='none', default_config_files=[], default_config_dirs=[])
names = {}
label = re.compile(r'[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?')


def look_up(host, port, *_rest):
    name = host.encode('idna').decode('ascii').lower()
    bare = name[:-1] if name.endswith('.') else name
    addresses = names.get(bare)
    if addresses is None:
        labels = bare.split('.')
        if len(bare) > 253 or not all(label.fullmatch(part) for part in labels):
            raise socket.gaierror(socket.EAI_NONAME, 'malformed')
        if re.fullmatch(r'[0-9]+|0x[0-9a-f]*', labels[-1]):
            raise socket.gaierror(socket.EAI_NONAME, 'numeric')
        addresses = ['192.0.2.77']
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, '', (address, port)) for address in addresses]


utils.socket = types.SimpleNamespace(getaddrinfo=look_up, gaierror=socket.gaierror)


class Stopped(BaseException):
    """Raised in place of an FTP conversation."""


class Server:
    """A socket behind which a server answers one request."""

    def __init__(self, answer):
        self.answer = answer

    def makefile(self, *_args, **_kwargs):
        return io.BytesIO(self.answer)

    def ignore(self, *_args, **_kwargs):
        pass

    setsockopt = settimeout = sendall = close = ignore


real_getaddrinfo = socket.getaddrinfo
locations = []
connects = []
failures = []


def connect(address, *_args, **_kwargs):
    host, port = address
    connects.append('%s:%s' % (host, port))
    try:
        try:
            real_getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
        except socket.gaierror:
            real_getaddrinfo('127.0.0.1', port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
            look_up(host, port)
    except Exception as error:
        failures.append(error)
        raise
    if not locations:
        return Server(b'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx')
    head = b'HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n'
    location = locations.pop(0)
    return Server(head % location.encode('latin-1' if max(location, default='') <= '\xff' else 'utf-8'))


def stop(*_args, **_kwargs):
    raise Stopped


def follow(question):
    locations[:] = question['redirects']
    connects.clear()
    failures.clear()
    try:
        for _ in script_utils.get_image_data_iter(question['url']):
            pass
        return {'connects': connects, 'error': None}
    except Stopped:
        return {'connects': connects, 'error': 'ftp'}
    except Exception as error:
        return {'connects': connects, 'error': 'connect' if failures else type(error).__name__}


def stub_network():
    socket.create_connection = connect
    urllib.request.FTPHandler.ftp_open = stop
    tls = types.SimpleNamespace(
        wrap_socket=lambda sock, **_: sock,
        set_alpn_protocols=lambda _: None,
        post_handshake_auth=None,
        verify_mode=ssl.CERT_REQUIRED,
        check_hostname=True,
    )
    ssl._create_default_https_context = lambda: tls
    urllib.request.getproxies = dict


def judge(question):
    for option, value in question['filter'].items():
        cfg.CONF.set_override(option, value, group='import_filtering_opts')
    names.clear()
    names.update(question['names'])
    try:
        validate = utils.validate_uri if level == 'pinning' else utils.validate_import_uri
        answer = {'verdict': 'pass' if validate(question['url']) else 'reject'}
    except Exception as error:
        answer = {'verdict': 'error', 'error': type(error).__name__}
    if level == 'pinning' and answer['verdict'] == 'pass':
        pinned = utils.get_validated_address(question['url'])
        answer['pinned'] = pinned if isinstance(pinned, str) else pinned[0]
    if 'redirects' in question:
        stub_network()
        return follow(question) if answer['verdict'] == 'pass' else {'connects': [], 'error': 'submit'}
    return answer
