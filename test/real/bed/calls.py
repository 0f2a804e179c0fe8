"""One request to the Glance of the bed, with the identity headers that keystone's middleware would have set."""
import http.client
import json
import sys
import time
import urllib.parse

server = urllib.parse.urlsplit(sys.argv[1])
# Keystone's roles imply each other: a token of one carries all below.
ROLES = {'admin': 'admin,manager,member,reader', 'member': 'member,reader', 'reader': 'reader'}
PROJECTS = {'home': 'b' * 32, 'victim': 'd' * 32}
WAIT_SECONDS = 25


def identify(role, project):
    """`none`: what the middleware sets for a request without a token, when it leaves the decision to Glance."""
    if role == 'none':
        return {'X-Identity-Status': 'Invalid'}
    return {'X-Identity-Status': 'Confirmed', 'X-Roles': ROLES[role], 'X-User-Id': 'a' * 32,
            'X-Project-Id': PROJECTS[project], 'X-Tenant-Id': PROJECTS[project], 'X-Auth-Token': 'bed-token'}


def call(method, path, body=None, role='member', content='application/json', headers=None, project='home', port=None):
    sent = {**identify(role, project), **(headers or {})}
    if body is not None:
        sent.setdefault('Content-Type', content)
    connection = http.client.HTTPConnection(server.hostname, port or server.port, timeout=60)
    try:
        plain = not isinstance(body, (dict, list))
        connection.request(method, path, body if plain else json.dumps(body), sent)
        answer = connection.getresponse()
        text = answer.read().decode('utf8', 'replace')
    finally:
        connection.close()
    try:
        return answer.status, json.loads(text)
    except ValueError:
        return answer.status, text


def wait_for(read, finals, seconds=WAIT_SECONDS):
    end = time.monotonic() + seconds
    pause, value = 0.05, read()
    while value not in finals and time.monotonic() < end:
        time.sleep(pause)
        pause, value = min(pause * 1.5, 0.4), read()
    return value


def task_of_image(image, seconds=WAIT_SECONDS):
    def read():
        status, answer = call('GET', f'/v2/images/{image}/tasks', role='admin')
        tasks = answer.get('tasks', []) if status == 200 else []
        return tasks[-1]['status'] if tasks else None
    return wait_for(read, ('success', 'failure'), seconds)


def read_image(image):
    status, answer = call('GET', f'/v2/images/{image}', role='admin')
    return answer if status == 200 else {}
