"""Sends the requests of an attack plan to a Glance and says what became of each.

usage: attacker.py URL < plan.json > outcomes.json     (inside the namespace of that Glance)

plan:     [{"key": ..., "kind": "web-download" | "task" | "location" | "glance-download" | "call", "url": ..., ...}]
outcomes: {key: {"status": of the request that carries the attack, "image": final status, "task": final status, "body": ...}}
"""
import base64
import concurrent.futures
import http.client
import json
import sys
import time
import urllib.parse

server = urllib.parse.urlsplit(sys.argv[1])
# A lock of sqlite under several threads ends in 500 or leaves the task pending: that is the bed's noise, so it is tried again.
ATTEMPTS = 3
# Keystone's roles imply each other: a token of one carries all below.
ROLES = {'admin': 'admin,manager,member,reader', 'member': 'member,reader', 'reader': 'reader'}
WAIT_SECONDS = 25


def call(method, path, body=None, role='member', content='application/json', headers=None):
    sent = {
        'X-Identity-Status': 'Confirmed', 'X-Roles': ROLES[role], 'X-User-Id': 'a' * 32, 'X-Project-Id': 'b' * 32,
        'X-Tenant-Id': 'b' * 32, 'X-Auth-Token': 'bed-token', **(headers or {}),
    }
    if body is not None:
        sent['Content-Type'] = content
    connection = http.client.HTTPConnection(server.hostname, server.port, timeout=60)
    try:
        connection.request(method, path, body if body is None or isinstance(body, bytes) else json.dumps(body), sent)
        answer = connection.getresponse()
        text = answer.read().decode('utf8', 'replace')
    finally:
        connection.close()
    try:
        return answer.status, json.loads(text)
    except ValueError:
        return answer.status, text


def create_image(role, disk='raw'):
    status, image = call('POST', '/v2/images', {'name': 'p', 'disk_format': disk, 'container_format': 'bare'}, role)
    return (status, image['id']) if status == 201 else (status, None)


def wait_for(read, finals):
    end = time.monotonic() + WAIT_SECONDS
    value = read()
    while value not in finals and time.monotonic() < end:
        time.sleep(0.25)
        value = read()
    return value


def task_of_image(image):
    def read():
        status, answer = call('GET', f'/v2/images/{image}/tasks', role='admin')
        tasks = answer.get('tasks', []) if status == 200 else []
        return tasks[-1]['status'] if tasks else None
    return wait_for(read, ('success', 'failure'))


def image_status(image):
    status, answer = call('GET', f'/v2/images/{image}', role='admin')
    return answer.get('status') if status == 200 else None


def import_image(step, role, body):
    created, image = create_image(role, step.get('disk', 'raw'))
    if image is None:
        return {'status': created, 'at': 'create'}
    status, answer = call('POST', f'/v2/images/{image}/import', body, role, headers=step.get('headers'))
    if status != 202:
        return {'status': status, 'body': str(answer)[:300]}
    task = task_of_image(image)
    return {'status': status, 'task': task, 'image': image_status(image)}


def attack_web_download(step, role):
    return import_image(step, role, {'method': {'name': 'web-download', 'uri': step['url']}})


def attack_glance_download(step, role):
    method = {'name': 'glance-download', 'glance_region': 'far', 'glance_image_id': 'c' * 8 + '-0000-4000-8000-' + 'c' * 12,
              'glance_service_interface': 'internal'}
    catalog = [{'type': 'image', 'name': 'glance', 'endpoints': [
        {'region': 'far', 'internalURL': step['url'], 'publicURL': step['url'], 'adminURL': step['url']}]}]
    return import_image({**step, 'headers': {'X-Service-Catalog': json.dumps(catalog)}}, role, {'method': method})


def attack_task(step, role):
    properties = {'name': 'p', 'disk_format': 'raw', 'container_format': step.get('container', 'bare')}
    body = {'type': 'import', 'input': {'import_from': step['url'], 'import_from_format': 'raw', 'image_properties': properties}}
    status, answer = call('POST', '/v2/tasks', body, step.get('role', 'admin'))
    if status != 201:
        return {'status': status, 'body': str(answer)[:300]}

    def read():
        return (call('GET', '/v2/tasks/' + answer['id'], role='admin')[1] or {}).get('status')
    return {'status': status, 'task': wait_for(read, ('success', 'failure'))}


def attack_location(step, role):
    created, image = create_image(role)
    if image is None:
        return {'status': created, 'at': 'create'}
    status, answer = call('POST', f'/v2/images/{image}/locations', {'url': step['url']}, role)
    if status != 202:
        return {'status': status, 'body': str(answer)[:300]}
    final = wait_for(lambda: image_status(image), ('active', 'killed'))
    read, _ = call('GET', f'/v2/images/{image}/file', role=role)
    return {'status': status, 'image': final, 'read': read}


def attack_upload(step, role):
    image = {'name': 'p', 'disk_format': step['diskFormat'], 'container_format': step['containerFormat']}
    status, answer = call('POST', '/v2/images', image, role)
    if status != 201:
        return {'status': status, 'at': 'create'}
    path = '/v2/images/' + answer['id'] + '/file'
    status, _ = call('PUT', path, base64.b64decode(step['base64']), role, 'application/octet-stream')
    return {'status': status}


def attack_call(step, role):
    status, answer = call(step['method'], step['path'], step.get('body'), role, headers=step.get('headers'))
    return {'status': status, 'body': str(answer)[:120]}


KINDS = {'web-download': attack_web_download, 'task': attack_task, 'location': attack_location,
         'glance-download': attack_glance_download, 'upload': attack_upload, 'call': attack_call}


def is_noise(step, outcome):
    """An expected 500 is marked in the plan; any other is the bed's, and so is a task that never ends."""
    if outcome.get('status') == 500 and not step.get('mayRaise'):
        return True
    return outcome.get('status') in (201, 202) and 'task' in outcome and outcome['task'] not in ('success', 'failure')


def attack(step):
    outcome = {}
    for attempt in range(ATTEMPTS):
        try:
            outcome = KINDS[step['kind']](step, step.get('role', 'member'))
        except OSError as error:
            outcome = {'status': 0, 'body': str(error)}
        outcome['attempts'] = attempt + 1
        if outcome['status'] != 0 and not is_noise(step, outcome):
            break
        time.sleep(1)
    return step['key'], outcome


plan = json.load(sys.stdin)
with concurrent.futures.ThreadPoolExecutor(max_workers=int(sys.argv[2]) if len(sys.argv) > 2 else 3) as pool:
    json.dump(dict(pool.map(attack, plan)), sys.stdout)
