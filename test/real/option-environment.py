# Reads options of Glance with the real oslo.config from one file and an environment: a JSON list of questions in, a JSON line for each out.
import json
import os
import sys
import tempfile

from oslo_config import cfg

scratch = tempfile.mkdtemp(prefix='glacis-environment-')
text_type = cfg.types.String
declared = [
    ('DEFAULT', cfg.Opt('enabled_import_methods', type=cfg.types.List(text_type(quotes=True), bounds=True))),
    ('DEFAULT', cfg.BoolOpt('show_multiple_locations')),
    ('image_format', cfg.ListOpt('disk_formats', deprecated_opts=[cfg.DeprecatedOpt('disk_formats', group='DEFAULT')])),
    ('oslo_policy', cfg.MultiStrOpt('policy_dirs')),
    ('oslo_policy', cfg.StrOpt('policy_default_rule')),
    ('paste_deploy', cfg.StrOpt('flavor')),
]


def read(conf, section, name):
    try:
        return {'value': getattr(conf if section == 'DEFAULT' else conf[section], name)}
    except Exception as error:  # whatever it is, the service does not get the option
        return {'error': type(error).__name__}


for question in json.load(sys.stdin):
    path = os.path.join(scratch, 'one.conf')
    with open(path, 'w') as out:
        out.write(question['text'])
    conf = cfg.ConfigOpts()
    for section, option in declared:
        conf.register_opt(option, group=None if section == 'DEFAULT' else section)
    os.environ.update(question['environment'])
    conf([], default_config_files=[path], default_config_dirs=[])
    print(json.dumps([read(conf, section, option.name) for section, option in declared]))
    for name in question['environment']:
        del os.environ[name]
os.remove(path)
os.rmdir(scratch)
