# Answers questions about ini texts, values and merged files with the real oslo.config: JSON lines in, JSON lines out.
import atexit
import json
import math
import os
import shutil
import sys
import tempfile
import warnings

from oslo_config import cfg
from oslo_config import iniparser
from oslo_config import types

warnings.simplefilter('ignore')
scratch = tempfile.mkdtemp(prefix='glacis-oslo-')
atexit.register(shutil.rmtree, scratch, True)


def build_type(spec):
    # JavaScript has no whole numbers that large, so that a power of two is sent by its exponent.
    spec = {key: 2 ** value['power'] if isinstance(value, dict) and 'power' in value else value for key, value in spec.items()}
    kind = spec['kind']
    if kind == 'string':
        return types.String(choices=spec.get('choices'), quotes=spec.get('quotes', False), regex=spec.get('regex'),
                            ignore_case=spec.get('ignoreCase', False), max_length=spec.get('maxLength'))
    if kind == 'integer':
        return types.Integer(min=spec.get('min'), max=spec.get('max'), choices=spec.get('choices'))
    if kind == 'float':
        return types.Float(min=spec.get('min'), max=spec.get('max'))
    if kind == 'port':
        return types.Port(min=spec.get('min'), max=spec.get('max'))
    if kind == 'list':
        return types.List(item_type=build_type(spec['item']), bounds=spec['bounds'])
    if kind == 'dict':
        return types.Dict(value_type=build_type(spec['value']), bounds=spec['bounds'])
    if kind == 'ip':
        return types.IPAddress(version=spec.get('version'))
    return {'boolean': types.Boolean, 'hostaddress': types.HostAddress, 'hostdomain': types.HostDomain,
            'uri': types.URI, 'range': types.Range}[kind]()


def encode(value):
    if isinstance(value, range):
        return 'range'
    if isinstance(value, float) and not math.isfinite(value):
        return 'float ' + str(value)
    if type(value) is int and abs(value) >= 2 ** 1024:
        return 'float inf' if value > 0 else 'float -inf'
    if isinstance(value, list):
        return [encode(v) for v in value]
    if isinstance(value, dict):
        return {k: encode(v) for k, v in value.items()}
    return value


def write_file(name, text):
    path = os.path.join(scratch, name)
    with open(path, 'wb') as f:
        f.write(text.encode('utf-8'))
    return path


def answer_parse(question):
    sections, normalized = {}, {}
    parser = cfg.ConfigParser(write_file('one.conf', question['text']), sections)
    parser._add_normalized(normalized)
    try:
        parser.parse()
    except iniparser.ParseError as error:
        return {'error': error.lineno, 'message': error.msg}
    return {'sections': normalized}


def answer_value(question):
    try:
        return {'value': encode(build_type(question['type'])(question['raw']))}
    except (ValueError, OverflowError) as error:
        return {'error': str(error)}


def answer_merge(question):
    conf = cfg.ConfigOpts()
    paths = [write_file('%d.conf' % i, text) for i, text in enumerate(question['files'])]
    for option in question['options']:
        spec = option['type']
        names = [cfg.DeprecatedOpt(d['name'], group=d['section']) for d in option['deprecatedNames']]
        extra = {'deprecated_opts': names, 'default': option.get('default')}
        if spec['kind'] == 'multi':
            opt = cfg.MultiOpt(option['name'], item_type=build_type(spec['item']), **extra)
        else:
            opt = cfg.Opt(option['name'], type=build_type(spec), **extra)
        conf.register_opt(opt, group=None if option['section'] == 'DEFAULT' else option['section'])
    try:
        conf([], project='glacis', prog='glacis', default_config_files=paths, default_config_dirs=[])
    except cfg.ConfigFileParseError:
        return {'refuses': True}
    answers = []
    for option in question['options']:
        holder = conf if option['section'] == 'DEFAULT' else conf[option['section']]
        try:
            answers.append({'value': encode(holder[option['name']])})
        except Exception as error:
            answers.append({'error': type(error).__name__ + ': ' + str(error)})
    return {'values': answers}


for line in sys.stdin:
    question = json.loads(line)
    answer = {'parse': answer_parse, 'value': answer_value, 'merge': answer_merge}[question['ask']](question)
    sys.stdout.write(json.dumps(answer) + '\n')
