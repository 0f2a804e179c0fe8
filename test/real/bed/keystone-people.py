"""Fills an empty Keystone of the bed: services, endpoints, projects, and users with real tokens.

usage: keystone-people.py < people.json     (inside the namespace and its userland)

people:  {"projects": [name...], "users": {name: {"project": name or "all", "roles": [role...], "system": role or absent}}}
answer:  {"endpoints": {service: id of the public one}, "projects": {name: id}, "users": {name: id}, "tokens": {user: {project: token}}}
"""
import json
import sys

import requests

URL = 'http://127.0.0.1:35357/v3'
# Of every user: nobody outside the namespace reaches this Keystone.
PASSWORD = 'bed'
ENDPOINTS = {'image': 'http://127.0.0.1:19292', 'key-manager': 'http://127.0.0.1:9311'}


def get_token(user, scope):
    identity = {'methods': ['password'], 'password': {'user': {'name': user, 'domain': {'id': 'default'}, 'password': PASSWORD}}}
    answer = requests.post(f'{URL}/auth/tokens', json={'auth': {'identity': identity, 'scope': scope}}, timeout=60)
    answer.raise_for_status()
    return answer.headers['X-Subject-Token']


admin = {'X-Auth-Token': get_token('admin', {'system': {'all': True}})}


def ask(method, path, body=None):
    answer = requests.request(method, URL + path, json=body, headers=admin, timeout=60)
    if not answer.ok:
        raise SystemExit(f'{method} {path}: {answer.status_code} {answer.text}')
    return answer.json() if answer.content else None


def create(kind, **fields):
    return ask('POST', f'/{kind}s', {kind: fields})[kind]['id']


people = json.load(sys.stdin)
endpoints = {}
for service, url in ENDPOINTS.items():
    made = create('service', type=service, name=service)
    for interface in ('internal', 'public'):
        endpoints[service] = create('endpoint', service_id=made, interface=interface, region_id='RegionOne', url=url)
roles = {role['name']: role['id'] for role in ask('GET', '/roles')['roles']}
for role in sorted({role for user in people['users'].values() for role in user['roles']} - set(roles)):
    roles[role] = create('role', name=role)
projects = {name: create('project', name=name, domain_id='default') for name in people['projects']}
known = {user['name']: user['id'] for user in ask('GET', '/users')['users']}
users, tokens = {}, {}
for name, user in people['users'].items():
    users[name] = known.get(name) or create('user', name=name, password=PASSWORD, domain_id='default')
    places = people['projects'] if user['project'] == 'all' else [user['project']]
    for project in places:
        for role in user['roles']:
            ask('PUT', f'/projects/{projects[project]}/users/{users[name]}/roles/{roles[role]}')
    if 'system' in user:
        ask('PUT', f'/system/users/{users[name]}/roles/{roles[user["system"]]}')
    tokens[name] = {project: get_token(name, {'project': {'id': projects[project]}}) for project in places}
json.dump({'endpoints': endpoints, 'projects': projects, 'users': users, 'tokens': tokens}, sys.stdout)
