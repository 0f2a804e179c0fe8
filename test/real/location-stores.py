# Fetches locations with the real glance_store: which hosts a swift or s3 store goes to when the location names one of its own.
import http.server
import json
import logging
import sys
import threading

from oslo_config import cfg
import glance_store

logging.disable(logging.CRITICAL)
seen = []
BYTES = b'what an internal address answers'


def answer(handler, status, body, headers=()):
    handler.send_response(status)
    handler.send_header('Content-Length', str(len(body)))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


class Host(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def note(self):
        seen.append([self.server.role, self.command])

    def do_GET(self):
        self.note()
        answer(self, 200, BYTES, [('Content-Type', 'text/plain')])

    def do_HEAD(self):
        self.note()
        self.send_response(200)
        self.send_header('Content-Length', str(len(BYTES)))
        self.end_headers()

    # A keystone that sends whoever asks to the internal address.
    def do_POST(self):
        self.note()
        self.rfile.read(int(self.headers.get('Content-Length') or 0))
        leads = 'http://127.0.0.1:%d/latest' % servers['internal'].server_port
        if '/v3/' in self.path:
            domain = {'id': 'd', 'name': 'd'}
            endpoints = [{'id': i, 'interface': i, 'url': leads, 'region': 'r', 'region_id': 'r'}
                         for i in ('public', 'internal', 'admin')]
            token = {'methods': ['password'], 'expires_at': '2099-01-01T00:00:00.000000Z', 'issued_at': '2020-01-01T00:00:00.000000Z',
                     'user': {'id': 'u', 'name': 'u', 'domain': domain}, 'project': {'id': 'p', 'name': 'p', 'domain': domain},
                     'roles': [{'id': 'r', 'name': 'r'}],
                     'catalog': [{'type': 'object-store', 'id': 'c', 'name': 'swift', 'endpoints': endpoints}]}
            answer(self, 201, json.dumps({'token': token}).encode(), [('X-Subject-Token', 't'), ('Content-Type', 'application/json')])
            return
        access = {'user': {'id': 'u', 'name': 'u', 'roles': []}, 'token': {'id': 't', 'expires': '2099-01-01T00:00:00Z'},
                  'serviceCatalog': [{'type': 'object-store', 'endpoints': [{'publicURL': leads, 'internalURL': leads, 'region': 'r'}]}]}
        answer(self, 200, json.dumps({'access': access}).encode(), [('Content-Type', 'application/json')])


servers = {}
for role in ('internal', 'attacker', 'configured'):
    servers[role] = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Host)
    servers[role].role = role
    threading.Thread(target=servers[role].serve_forever, daemon=True).start()

ports = {role: server.server_port for role, server in servers.items()}
case = json.loads(sys.argv[1])
conf = cfg.ConfigOpts()
glance_store.register_opts(conf)
conf([], default_config_files=[], default_config_dirs=[])
conf.set_override('stores', ['file', case['driver']], group='glance_store')
for name, value in case['options'].items():
    conf.set_override(name, value % ports if isinstance(value, str) else value, group='glance_store')
glance_store.create_stores(conf)
context = type('Context', (), {'user_id': 'u', 'auth_token': 'x', 'service_catalog': [], 'project_id': 'p', 'tenant': 'p'})()
try:
    chunks, _ = glance_store.get_from_backend(case['location'] % ports, context=context)
    got = b''.join(chunks) == BYTES
except Exception as error:  # any of it means that no bytes came
    got = type(error).__name__
print(json.dumps({'got': got, 'seen': seen}))
