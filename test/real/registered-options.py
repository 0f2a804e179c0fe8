# The options that the real Glance registers, read from texts: a JSON list of texts of glance-api.conf in, for each a JSON line of values or errors.
import importlib
import json
import logging
import sys
import warnings

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
texts = json.load(sys.stdin)
sys.argv = ['glance-api']
import glance_store
from oslo_config import cfg
from oslo_policy import opts as policy_options

for name in ['glance.common.wsgi_app', 'glance.common.property_utils', 'glance.api.v2.router', 'glance.async_.flows.api_image_import',
             'glance.async_.flows.base_import', 'glance.async_.flows.plugins.plugin_opts', 'glance.async_.taskflow_executor', 'glance.cmd.api']:
    importlib.import_module(name)
glance_store.register_opts(cfg.CONF)
policy_options._register(cfg.CONF)


def read(holder, name):
    try:
        return {'value': getattr(holder, name)}
    except Exception as error:
        return {'error': type(error).__name__}


def read_all(text):
    with open('/tmp/one.conf', 'w') as out:
        out.write(text)
    try:
        cfg.CONF([], project='glance', default_config_files=['/tmp/one.conf'], default_config_dirs=[])
    except (Exception, SystemExit):
        # An option of the command line that it cannot hold is asked at once.
        return {'refused': True}
    found = {'DEFAULT/%s' % name: read(cfg.CONF, name) for name in list(cfg.CONF._opts)}
    for group in list(cfg.CONF._groups):
        for name in list(cfg.CONF._groups[group]._opts):
            found['%s/%s' % (group, name)] = read(cfg.CONF[group], name)
    return found


for text in texts:
    print(json.dumps(read_all(text)), flush=True)
