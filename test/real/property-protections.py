# Answers for property-protections.test.ts: what Glance's own reader makes of a file, one JSON line per question.
import configparser
import json
import os
import sys
import tempfile

from oslo_config import cfg

from glance.common import exception
from glance.common import property_utils


class Caller(object):

    def __init__(self, roles):
        self.roles = list(roles)
        self.service_roles = []


class NoPolicy(object):

    def add_rules(self, rules):
        pass


def answer(question, place):
    path = os.path.join(place, 'protections.conf')
    with open(path, 'w', newline='') as target:
        target.write(question['text'])
    cfg.CONF.set_override('property_protection_file', path)
    cfg.CONF.set_override('property_protection_rule_format', question['format'])
    property_utils.CONFIG = configparser.ConfigParser()
    try:
        rules = property_utils.PropertyRules(policy_enforcer=NoPolicy())
    except (exception.InvalidPropertyProtectionConfiguration, configparser.Error) as error:
        return {'error': type(error).__name__}
    return {'allowed': [bool(rules.check_property_rules(name, operation, Caller(roles)))
                        for name, operation, roles in question['asked']]}


def main():
    cfg.CONF([], project='glance', default_config_files=[], default_config_dirs=[])
    with tempfile.TemporaryDirectory() as place:
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), place)))


main()
