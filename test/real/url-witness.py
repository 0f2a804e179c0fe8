"""Answers on standard output what the real urllib, libc and (when asked) Glance do with each URL on standard input."""

import http.client
import json
import socket
import ssl
import sys
import types
import urllib.parse
import urllib.request


class Connected(BaseException):
    """Raised in place of a connect; no handler of urllib catches it."""

    def __init__(self, host, port):
        super().__init__(host, port)
        self.target = (host, port)


def refuse_connect(address, *_args, **_kwargs):
    raise Connected(*address)


def refuse_lookup(host):
    raise Connected(host, None)


socket.create_connection = refuse_connect
real_gethostbyname = socket.gethostbyname
socket.gethostbyname = refuse_lookup
# Reading the machine's certificates for every URL would take most of the time.
tls = ssl.create_default_context()
ssl._create_default_https_context = lambda: tls
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def split(url):
    try:
        parts = urllib.parse.urlparse(url)
        whole = urllib.parse.urlsplit(url)
    except Exception as error:
        return {'error': type(error).__name__}
    answer = {name: getattr(whole, name) for name in ('scheme', 'netloc', 'path', 'query', 'fragment', 'hostname')}
    try:
        answer['port'] = parts.port
    except Exception as error:
        answer['portError'] = type(error).__name__
    return answer


def connect(url):
    try:
        opener.open(url)
    except Connected as connected:
        host, port = connected.target
        return {'host': host, 'port': None if port is None else str(port), **look_up_number(host, port)}
    except urllib.error.URLError as error:
        return {'error': type(error).__name__, 'reason': str(getattr(error, 'reason', ''))}
    except Exception as error:
        return {'error': type(error).__name__}
    return {'error': None}


def look_up_number(host, port):
    """What libc makes of a host without asking anybody."""
    if port is None:
        return {}
    try:
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
        return {'address': found[0][4][0], 'wirePort': found[0][4][1]}
    except Exception as error:
        return {'lookupError': type(error).__name__}


class Resolved(BaseException):
    """Raised when urllib would go on to a redirect's target."""


class Parent:
    def open(self, request, **_kwargs):
        raise Resolved(request.full_url)


def redirect(url, location):
    handler = urllib.request.HTTPRedirectHandler()
    handler.parent = Parent()
    body = types.SimpleNamespace(read=lambda: b'', close=lambda: None)
    # Headers reach urllib as Latin-1; a server sends the bytes of UTF-8.
    if any(ord(character) > 0xff for character in location):
        location = location.encode('utf-8', 'surrogatepass').decode('latin-1')
    try:
        request = urllib.request.Request(url)
        request.timeout = None
        handler.http_error_302(request, body, 302, 'Found', {'location': location})
    except Resolved as resolved:
        return {'url': resolved.args[0]}
    except Exception as error:
        return {'error': type(error).__name__}
    return {'error': None}


def encode(host):
    try:
        return {'name': host.encode('idna').decode('ascii')}
    except Exception as error:
        return {'error': type(error).__name__}


def describe():
    def raises(url):
        try:
            urllib.parse.urlsplit(url)
            return False
        except ValueError:
            return True

    brackets = 'whole-host' if raises('http://[::1]x/') else 'content' if raises('http://[x]/') else 'unchecked'
    # A letter that got its small form after Unicode 3.2 stays as it is since CVE-2026-17084.
    folds_as_32 = '\U0001e900'.encode('idna') != '\U0001e922'.encode('idna')
    return {'minor': '%d.%d' % sys.version_info[:2], 'brackets': brackets, 'foldsAs32': folds_as_32,
            'version': sys.version.split()[0]}


def main():
    judge = None
    if '--glance' in sys.argv:
        from url_witness_glance import judge, level
        print(json.dumps({**describe(), 'level': level}))
    else:
        print(json.dumps(describe()))
    for line in sys.stdin:
        question = json.loads(line)
        if judge is not None:
            print(json.dumps(judge(question)))
        elif 'location' in question:
            print(json.dumps(redirect(question['url'], question['location'])))
        elif 'name' in question:
            print(json.dumps(encode(question['name'])))
        else:
            print(json.dumps({'split': split(question['url']), 'connect': connect(question['url'])}))


main()
