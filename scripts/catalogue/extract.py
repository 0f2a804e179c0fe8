#!/usr/bin/env python3
# Prints what one service declares in one release, as JSON: from a source tree, or from installed packages for library options.
"""Usage:
  extract.py tree SERVICE RELEASE FOLDER          options and rules of the service itself
  extract.py generator SERVICE RELEASE FILE       library options, FILE made by oslo-config-generator --format json
FOLDER holds the package (`glance/`). Python 3.9 or newer, standard library only. What could not be worked out goes to stderr.
"""
import ast
import json
import sys

from evaluate import UNKNOWN, Made, Tree

REGISTER = {'register_opts', 'register_opt', 'register_cli_opts', 'register_cli_opt'}
KINDS = {
    'StrOpt': 'string', 'String': 'string', 'IntOpt': 'integer', 'Integer': 'integer', 'FloatOpt': 'float', 'Float': 'float',
    'BoolOpt': 'boolean', 'Boolean': 'boolean', 'PortOpt': 'port', 'Port': 'port', 'URIOpt': 'uri', 'URI': 'uri',
    'HostAddressOpt': 'hostaddress', 'HostAddress': 'hostaddress', 'HostDomainOpt': 'hostdomain', 'HostDomain': 'hostdomain',
    'HostnameOpt': 'hostdomain', 'IPOpt': 'ip', 'IPAddress': 'ip', 'ListOpt': 'list', 'List': 'list', 'DictOpt': 'dict', 'Dict': 'dict',
    'MultiStrOpt': 'multi', 'MultiOpt': 'multi', 'Range': 'range',
}
NAMED_TYPES = {str: 'string', 'str': 'string', 'string value': 'string', 'integer value': 'integer', 'boolean value': 'boolean',
               'floating point value': 'float', 'port value': 'port', 'list value': 'list', 'dict value': 'dict', 'multi valued': 'multi',
               'URI': 'uri', 'uri value': 'uri', 'host address value': 'hostaddress', 'host domain value': 'hostdomain',
               'ip address value': 'ip', 'range value': 'range'}


def known(value, default=None):
    return default if value is UNKNOWN else value


def choice_list(raw):
    """Choices come as a list, as (value, description) pairs, or as a dict of them."""
    raw = known(raw)
    if isinstance(raw, dict):
        return list(raw)
    if not isinstance(raw, (list, tuple)):
        return None
    return [c[0] if isinstance(c, tuple) else c for c in raw if (c[0] if isinstance(c, tuple) else c) is not UNKNOWN] or None


def type_of(made):
    """The declared type as Glacis writes it."""
    inner = made.get('type', 1 if made.kind == 'Opt' else None)
    if made.kind in ('Opt', 'MultiOpt') and isinstance(inner, Made):
        item = type_of(inner)
        return {'kind': 'multi', 'item': item} if made.kind == 'MultiOpt' else item
    kind = KINDS.get(made.kind, 'string')
    if kind == 'multi':
        item = made.get('item_type')
        return {'kind': 'multi', 'item': type_of(item) if isinstance(item, Made) else {'kind': 'string'}}
    if kind == 'list':
        item = made.get('item_type', 0 if made.kind == 'List' else None)
        return {'kind': 'list', 'item': type_of(item) if isinstance(item, Made) else {'kind': 'string'},
                'bounds': bool(known(made.get('bounds')))}
    if kind == 'dict':
        value = made.get('value_type', 0 if made.kind == 'Dict' else None)
        return {'kind': 'dict', 'value': type_of(value) if isinstance(value, Made) else {'kind': 'string'},
                'bounds': bool(known(made.get('bounds')))}
    declared = {'kind': kind, **({'min': 0, 'max': 65535} if kind == 'port' else {})}
    names = {'string': {'choices': 'choices', 'quotes': 'quotes', 'regex': 'regex', 'ignore_case': 'ignoreCase', 'max_length': 'maxLength'},
             'integer': {'min': 'min', 'max': 'max', 'choices': 'choices'}, 'float': {'min': 'min', 'max': 'max'},
             'port': {'min': 'min', 'max': 'max'}, 'ip': {'version': 'version'}}.get(kind, {})
    for python_name, name in names.items():
        value = made.get(python_name)
        value = choice_list(value) if python_name == 'choices' else known(value)
        if value is not None and value is not False and not isinstance(value, Made):
            declared[name] = value
    if made.kind == 'Integer' and made.args:
        declared.update({k: v for k, v in zip(('min', 'max'), made.args) if isinstance(v, int)})
    return declared


def as_json(value):
    if isinstance(value, (list, tuple)):
        return [as_json(v) for v in value]
    return value


def is_constant(value):
    if isinstance(value, (list, tuple)):
        return all(map(is_constant, value))
    if isinstance(value, dict):
        return all(map(is_constant, value)) and all(map(is_constant, value.values()))
    return value is None or isinstance(value, (str, int, float, bool))


def settle_default(value, declared):
    """A default written as text is read by the type at start: `ListOpt(default='admin')` is a list of one."""
    if declared['kind'] == 'list' and isinstance(value, str):
        return [part.strip() for part in value.split(',') if part.strip()]
    if declared['kind'] in ('integer', 'port') and isinstance(value, str) and value.lstrip('-').isdigit():
        return int(value)
    if declared['kind'] == 'boolean' and isinstance(value, str):
        return value.lower() in ('true', '1', 'on', 'yes')
    return as_json(value)


def option_of(made, section):
    name = known(made.get('name', 0))
    if not isinstance(name, str) or known(made.get('positional')) is True:
        return None
    declared = type_of(made)
    option = {'section': section, 'name': known(made.get('dest')) or name.replace('-', '_'), 'type': declared}
    default = made.get('default')
    if is_constant(default):
        option['default'] = settle_default(default, declared)
    for python_name, flag in (('secret', 'secret'), ('required', 'required'), ('deprecated_for_removal', 'deprecatedForRemoval')):
        if known(made.get(python_name)) is True:
            option[flag] = True
    olds = []
    old_name, old_group = known(made.get('deprecated_name')), known(made.get('deprecated_group'))
    if old_name or old_group:
        olds.append({'section': old_group, 'name': (old_name or option['name']).replace('-', '_')})
    more = known(made.get('deprecated_opts'))
    for old in more if isinstance(more, (list, tuple)) else []:
        if isinstance(old, Made):
            olds.append({'section': known(old.get('group', 1)), 'name': known(old.get('name', 0)) or option['name']})
    if olds:
        option['deprecatedNames'] = olds
    option['owner'] = 'service'
    return option


def registrations(module):
    """Every register call of a file with the names that are in sight there."""
    def visit(node, names):
        for child in ast.iter_child_nodes(node):
            inner = names
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = dict(names)
                module.assign_all(child.body, inner)
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute) and child.func.attr in REGISTER and child.args:
                yield child, inner
            yield from visit(child, inner)

    yield from visit(module.syntax, {})


def read_options(tree):
    options, unresolved = {}, []
    for path in tree.files():
        # Options that exist only so that the upgrade check can find old files; the service ignores them.
        if path.name == 'removed_config.py':
            continue
        module = tree.read(path)
        for call, names in registrations(module):
            where = f'{path.relative_to(tree.root)}:{call.lineno}'
            found = module.value(call.args[0], names)
            group = next((k.value for k in call.keywords if k.arg == 'group'), call.args[1] if len(call.args) > 1 else None)
            section = 'DEFAULT' if group is None else module.value(group, names)
            if isinstance(section, Made):
                section = section.get('name', 0)
            for made in found if isinstance(found, (list, tuple)) else [found]:
                option = option_of(made, section) if isinstance(made, Made) and isinstance(section, str) else None
                if option is not None and not made.kind.startswith('SubCommand'):
                    if '/volume/drivers/' in f'/{path.as_posix()}':
                        option['driver'] = True
                    if section == 'backend_defaults':
                        option['perBackend'] = True
                    options[(section, option['name'])] = option
                elif not (isinstance(made, Made) and (made.kind.startswith('SubCommand') or known(made.get('positional')))):
                    unresolved.append(where)
    return [options[key] for key in sorted(options)], unresolved


def rule_of(made):
    check = known(made.get('check_str', 1))
    name = known(made.get('name', 0))
    if not isinstance(name, str) or not isinstance(check, str):
        return None
    operations = []
    for operation in known(made.get('operations', 3), []) or []:
        methods = known(operation.get('method'), [])
        for method in [methods] if isinstance(methods, str) else methods:
            operations.append({'method': method, 'path': known(operation.get('path'), '')})
    rule = {'name': name, 'check': check, 'scopeTypes': known(made.get('scope_types'), []) or [], 'operations': operations}
    old = made.get('deprecated_rule')
    if isinstance(old, Made) and is_constant(old.get('name', 0)) and is_constant(old.get('check_str', 1)):
        rule['deprecatedRule'] = {'name': old.get('name', 0), 'check': old.get('check_str', 1)}
        since = known(old.get('deprecated_since')) or known(made.get('deprecated_since'))
        if isinstance(since, str):
            rule['deprecatedRule']['since'] = since
    return rule


def read_rules(tree, package):
    rules = {}
    for path in tree.files():
        if f'{package}/policies/' not in path.as_posix():
            continue
        module = tree.read(path)
        for value in module.names.values():
            for made in value if isinstance(value, list) else []:
                if isinstance(made, Made) and made.kind in ('RuleDefault', 'DocumentedRuleDefault'):
                    rule = rule_of(made)
                    if rule is not None:
                        rules[rule['name']] = rule
    return [rules[name] for name in sorted(rules)]


# Of the libraries (oslo.log and keystonemiddleware of zed, 2025.1 and 2026.2); the generator does not say so.
CASELESS = {'log_rotate_interval_type', 'log_rotation_type', 'memcache_security_strategy'}


def read_generator(path):
    """Library options out of oslo-config-generator; it tells a list's bounds but neither the type of its items nor that case is ignored."""
    with open(path, encoding='utf8') as file:
        groups = json.load(file)['options']
    options = []
    for section in sorted(groups):
        for entry in groups[section]['opts']:
            kind = NAMED_TYPES.get(entry['type'], 'string')
            declared = {'kind': kind}
            if kind == 'list':
                declared.update(item={'kind': 'string'}, bounds=bool(entry.get('bounds')))
            elif kind == 'dict':
                declared.update(value={'kind': 'string'}, bounds=bool(entry.get('bounds')))
            elif kind == 'multi':
                declared['item'] = {'kind': 'string'}
            elif entry.get('choices'):
                declared['choices'] = [c[0] if isinstance(c, list) else c for c in entry['choices']]
                if entry['dest'] in CASELESS:
                    declared['ignoreCase'] = True
            declared.update({k: entry[k] for k in ('min', 'max') if entry.get(k) is not None and kind in ('integer', 'float', 'port')})
            option = {'section': section, 'name': entry['dest'], 'type': declared, 'default': settle_default(entry['default'], declared)}
            option.update({flag: True for key, flag in (('secret', 'secret'), ('required', 'required'),
                                                        ('deprecated_for_removal', 'deprecatedForRemoval')) if entry.get(key)})
            olds = [{'section': o['group'], 'name': o['name']} for o in entry.get('deprecated_opts', [])]
            if olds:
                option['deprecatedNames'] = olds
            option['owner'] = 'library'
            options.append(option)
    return options


def main(arguments):
    if len(arguments) != 4 or arguments[0] not in ('tree', 'generator'):
        print(__doc__, file=sys.stderr)
        return 1
    mode, service, release, source = arguments
    snapshot = {'service': service, 'release': release, 'options': [], 'rules': [], 'sampleOnly': []}
    if mode == 'tree':
        tree = Tree(source)
        snapshot['options'], unresolved = read_options(tree)
        snapshot['rules'] = read_rules(tree, service)
        for line in [*tree.faults, *(f'not worked out: {where}' for where in unresolved)]:
            print(line, file=sys.stderr)
    else:
        snapshot['librariesExact'] = True
        snapshot['options'] = read_generator(source)
    json.dump(snapshot, sys.stdout, indent=1, sort_keys=True)
    print()
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
