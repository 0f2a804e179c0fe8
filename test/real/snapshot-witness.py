# Reads a rendered tree with Debian's own Glance, oslo.config and oslo.policy, and prints what they hold. Input and output are JSON.
import json
import os
import sys

from oslo_config import cfg
from oslo_log import log
from oslo_policy import policy


def read_values(directory, settings):
    """The options as Glance itself registers them, read from the rendered drop-in alone."""
    import glance.async_.flows._internal_plugins  # noqa: F401 (registers import_filtering_opts)
    import glance.opts  # noqa: F401 (reaches the modules that register the rest)
    import glance.common.config  # noqa: F401 (registers the rest)

    conf = cfg.CONF
    log.register_options(conf)
    conf([], project='glance', prog='uwsgi', default_config_files=[], default_config_dirs=[directory])
    values = []
    for section, option in settings:
        group = conf if section == 'DEFAULT' else conf[section]
        values.append(group[option])
    return values


def read_rules(file):
    """The rules as oslo.policy loads them, each check as the library prints it back."""
    conf = cfg.ConfigOpts()
    conf([], project='none', default_config_files=[], default_config_dirs=[])
    enforcer = policy.Enforcer(conf, policy_file=file)
    enforcer.load_rules(True)
    return {name: str(check) for name, check in enforcer.rules.items()}


def parse_sections(file):
    """Every section and key of a file through oslo.config's own parser."""
    sections = {}
    cfg.ConfigParser(file, sections).parse()
    return sections


request = json.load(sys.stdin)
answer = {'files': {}, 'rules': {}, 'values': None}
for path in request['ini']:
    answer['files'][path] = parse_sections(os.path.join(request['etc'], path))
for path in request['policy']:
    answer['rules'][path] = read_rules(os.path.join(request['etc'], path))
if request['settings'] is not None:
    answer['values'] = read_values(os.path.join(request['etc'], 'glance', 'glance.conf.d'), request['settings'])
json.dump(answer, sys.stdout)
