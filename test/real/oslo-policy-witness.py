# The witness of the differential tests: asks the installed oslo.policy, one JSON case per line in, one JSON answer per line out.
import atexit
import json
import logging
import os
import shutil
import sys
import tempfile
import warnings

import yaml
from oslo_config import cfg
from oslo_policy import _parser, policy

logging.disable(logging.CRITICAL)
warnings.simplefilter('ignore')

conf = cfg.ConfigOpts()
conf([], project='glacis-witness', default_config_files=[], default_config_dirs=[])
policy.Enforcer(conf)
folder = tempfile.mkdtemp()
atexit.register(shutil.rmtree, folder, True)
path = os.path.join(folder, 'policy.yaml')


def describe(check):
    return check if isinstance(check, str) else str(check)


def answer_parse(case):
    try:
        return {'text': describe(_parser.parse_rule(case['check']))}
    except Exception as error:
        return {'raises': type(error).__name__}


def answer_file(case):
    try:
        parsed = policy.parse_file_contents(case['text'])
        rules = policy.Rules.load(case['text'])
    except Exception as error:
        return {'raises': type(error).__name__}
    return {'rules': [[name, describe(check)] for name, check in rules.items() if isinstance(name, str)]}


def answer_literal(case):
    import ast
    try:
        return {'literal': str(ast.literal_eval(case['left']))}
    except ValueError:
        return {'path': True}
    except Exception as error:
        return {'raises': type(error).__name__}


def answer_requests(case):
    # As YAML: in JSON a character beyond 16 bits is two escapes, which only the older library puts together again.
    with open(path, 'w') as out:
        yaml.dump(dict(case['overrides']), out, Dumper=yaml.CSafeDumper)
    conf.set_override('enforce_new_defaults', case['enforceNewDefaults'], 'oslo_policy')
    if 'enforce_scope' in conf.oslo_policy:
        conf.set_override('enforce_scope', case['enforceScope'], 'oslo_policy')
    enforcer = policy.Enforcer(conf, policy_file=path, default_rule='default')
    for rule in case['defaults']:
        deprecated = None
        if rule.get('deprecatedRule'):
            old = rule['deprecatedRule']
            deprecated = policy.DeprecatedRule(old['name'], old['check'], deprecated_reason='r', deprecated_since='s')
        enforcer.register_default(
            policy.RuleDefault(rule['name'], rule['check'], deprecated_rule=deprecated, scope_types=rule['scopeTypes'] or None))
    answers = []
    for request in case['requests']:
        try:
            answers.append(bool(enforcer.enforce(request['rule'], request['target'], dict(request['creds']))))
        except Exception as error:
            answers.append(type(error).__name__)
    return {'answers': answers}


kinds = {'parse': answer_parse, 'file': answer_file, 'requests': answer_requests, 'literal': answer_literal}
for line in sys.stdin:
    case = json.loads(line)
    sys.stdout.write(json.dumps(kinds[case['kind']](case)) + '\n')
