"""Sends the requests of an attack plan to a Glance and says what became of each.

usage: attacker.py URL DATABASE WORKERS < plan.json > outcomes.json     (inside the namespace of that Glance)

plan:     [{"key": ..., "kind": one of KINDS, "url": ..., ...}]
outcomes: {key: {"status": of the request that carries the attack, "image": final status, "task": final status, "body": ...}}
"""
import base64
import concurrent.futures
import json
import os
import sqlite3
import sys
import threading
import time

from calls import WAIT_SECONDS, call, read_image, task_of_image, wait_for

# A busy machine can end a request in 500 or leave a task pending: that is the bed's noise, so it is tried again.
ATTEMPTS = 3


def create_image(role, disk='raw', properties=None):
    body = {'name': 'p', 'disk_format': disk, 'container_format': 'bare', **(properties or {})}
    status, image = call('POST', '/v2/images', body, role)
    return (status, image['id']) if status == 201 else (status, None)


def import_image(step, role, body):
    created, image = create_image(role, step.get('disk', 'raw'), step.get('properties'))
    if image is None:
        return {'status': created, 'at': 'create'}
    if 'stage' in step:
        status, answer = call('PUT', f'/v2/images/{image}/stage', base64.b64decode(step['stage']), role,
                              'application/octet-stream')
        if status != 204:
            return {'status': status, 'at': 'stage', 'body': str(answer)[:300]}
    status, answer = call('POST', f'/v2/images/{image}/import', body, role, headers=step.get('headers'))
    if status != 202:
        return {'status': status, 'body': str(answer)[:300]}
    seconds = step.get('holdSeconds', WAIT_SECONDS)
    task, staged = watch_staging(image, seconds) if 'stage' in step else (task_of_image(image, seconds), None)
    found = read_image(image)
    return {'status': status, 'task': task, 'image': found.get('status'), 'size': found.get('size'), 'staged': staged}


def watch_staging(image, seconds):
    """The most bytes that an import held in staging, whatever became of it."""
    staging = os.path.join(os.path.dirname(sys.argv[2]), 'staging')
    most, ended = 0, threading.Event()

    def watch():
        nonlocal most
        while not ended.wait(0.02):
            most = max(most, sum_bytes(staging, image))
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        task = task_of_image(image, seconds)
        return task, max(most, sum_bytes(staging, image))
    finally:
        ended.set()
        watcher.join()


def sum_bytes(directory, image):
    total = 0
    for place, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(place, name)
            try:
                total += os.path.getsize(path) if image in path else 0
            except FileNotFoundError:
                pass
    return total


def attack_web_download(step, role):
    return import_image(step, role, {'method': {'name': 'web-download', 'uri': step['url']}})


def attack_glance_direct(step, role):
    return import_image(step, role, {'method': {'name': 'glance-direct'}})


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
    final = wait_for(lambda: read_image(image).get('status'), ('active', 'killed'))
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


def fill(value, words):
    """Puts what earlier answers said, and the number of the round, in place of {name}."""
    if isinstance(value, str):
        for name, text in words.items():
            value = value.replace('{' + name + '}', str(text))
        return value
    if isinstance(value, list):
        return [fill(one, words) for one in value]
    return {key: fill(one, words) for key, one in value.items()} if isinstance(value, dict) else value


def make_call(one, words, answers):
    body = base64.b64decode(one['base64']) if 'base64' in one else fill(one.get('body'), words)
    content = 'application/octet-stream' if 'base64' in one else 'application/json'
    headers = {'Content-Type': 'application/openstack-images-v2.1-json-patch'} if one['method'] == 'PATCH' else {}
    status, answer = call(one['method'], fill(one['path'], words), body, one.get('role', 'member'), content,
                          {**headers, **one.get('headers', {})}, one.get('project', 'home'), one.get('port'))
    if 'keep' in one and isinstance(answer, dict) and 'id' in answer:
        words[one['keep']] = answer['id']
    answers.append({'status': status, 'body': json.dumps(answer)[:one.get('keepBytes', 200)]})


def attack_calls(step, role):
    """Calls one after the other, each round of them as often as told; then the database is asked."""
    words, answers = {}, []
    for group in step['rounds']:
        for number in range(group.get('times', 1)):
            words['n'] = number
            for one in group['calls']:
                make_call(one, words, answers)
    outcome = {'status': answers[-1]['status'], 'answers': answers}
    if 'rows' in step:
        with sqlite3.connect(f'file:{sys.argv[2]}?mode=ro', uri=True, timeout=60) as connection:
            outcome['rows'] = connection.execute(fill(step['rows'], words)).fetchone()[0]
    return outcome


KINDS = {'web-download': attack_web_download, 'glance-direct': attack_glance_direct, 'task': attack_task,
         'location': attack_location, 'glance-download': attack_glance_download, 'upload': attack_upload,
         'calls': attack_calls}


def is_noise(step, outcome):
    """An expected 500 is marked in the plan; any other is the bed's, and so is a task that never ends."""
    if outcome.get('status') == 500 and not step.get('mayRaise'):
        return True
    if 'holdSeconds' in step:
        return False
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
with concurrent.futures.ThreadPoolExecutor(max_workers=int(sys.argv[3])) as pool:
    json.dump(dict(pool.map(attack, plan)), sys.stdout)
