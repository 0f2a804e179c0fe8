# Reads two options with the real oslo.config from a file that names a source on a server of its own: one JSON line.
import http.server
import json
import os
import sys
import tempfile
import threading

from oslo_config import cfg


class Far(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'[DEFAULT]\nset_here = far\nset_nowhere = far\n')

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Far)
threading.Thread(target=server.serve_forever, daemon=True).start()
held, path = tempfile.mkstemp(suffix='.conf')
os.write(held, sys.stdin.read().replace('FAR', 'http://127.0.0.1:%d/' % server.server_port).encode())
os.close(held)
conf = cfg.ConfigOpts()
conf.register_opts([cfg.StrOpt('set_here', default='default'), cfg.StrOpt('set_nowhere', default='default')])
try:
    conf([], default_config_files=[path], default_config_dirs=[])
    print(json.dumps([conf.set_here, conf.set_nowhere]))
except Exception as error:
    print(json.dumps(type(error).__name__))
os.remove(path)
