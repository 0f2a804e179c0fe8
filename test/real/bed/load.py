"""Loads an edge: as many creations as fit through kept connections, in every known spelling, or timed listings.

usage: load.py creations URL COUNT DATABASE     (inside the namespace); prints one JSON object
       load.py listings COUNT URL...            processor seconds of everything else in the namespace, for COUNT listings
                                                through each URL, taken in turns of five: how busy the machine is does not count

created, refused: answers 201 and 429; rows: image rows that Glance's database gained; retryAfter: refusals that say when to come back
"""
import collections
import concurrent.futures
import http.client
import json
import os
import sqlite3
import sys
import time
import urllib.parse

SPELLINGS = ['/v2/images', '//v2/images', '/v2//images', '/v2%2fimages', '/v2/%69mages', '/%76%32/images', '/v2.9/images',
             '/v2.16/images', '/v2/images/', '/v2/images//', '/v2/./images', '/v2/x/../images', '/x/../v2/images', '/v2/images?x=1',
             '/v2/images;x', '/v2/images%3f', '/images', '/./images', '//images', '/v2/images?_method=POST',
             '/v2/images?%zz&_method=POST', '/v2.9/images/?a=b&_method=PO%53T']
USER = {'X-Identity-Status': 'Confirmed', 'X-Roles': 'member,reader', 'X-User-Id': 'a' * 32, 'X-Project-Id': 'b' * 32}


def connect(url):
    target = urllib.parse.urlsplit(url)
    return http.client.HTTPConnection(target.hostname, target.port, timeout=120)


def ask(connection, method, path, headers, body=None):
    """A kept connection may have ended meanwhile: such a request was never looked at, and goes again over a new one."""
    for is_last in (False, True):
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            break
        except (http.client.HTTPException, OSError):
            connection.close()
            if is_last:
                raise
    answer.read()
    if answer.will_close:
        connection.close()
    return answer


def create_many(url, numbers):
    """One connection's share; every request comes from another made-up client with another made-up token."""
    connection, statuses, told = connect(url), collections.Counter(), 0
    for number in numbers:
        path = SPELLINGS[number % len(SPELLINGS)]
        headers = {**USER, 'Content-Type': 'application/json', 'X-Auth-Token': f'token-{number}',
                   'X-Forwarded-For': f'198.51.100.{number % 250}', 'X-Real-IP': f'203.0.113.{number % 250}',
                   'Forwarded': f'for=192.0.2.{number % 250}'}
        if path.endswith('images') and 'v2' not in path and '%' not in path:
            headers['Accept'] = 'application/vnd.openstack.images-v2.9'
        # The router of Glance takes the method from the query.
        answer = ask(connection, 'GET' if '_method' in path else 'POST', path, headers, '{"name": "load"}')
        statuses[answer.status] += 1
        told += answer.status == 429 and (answer.getheader('Retry-After') or '').isdigit()
    connection.close()
    return statuses, told


def count_rows(database):
    with sqlite3.connect(f'file:{database}?mode=ro', uri=True, timeout=60) as connection:
        return connection.execute('select count(*) from images').fetchone()[0]


def load_creations(url, count, database):
    before, begun, workers = count_rows(database), time.monotonic(), 8
    with concurrent.futures.ThreadPoolExecutor(max_workers=workers) as pool:
        shares = list(pool.map(lambda first: create_many(url, range(first, count, workers)), range(workers)))
    seconds = time.monotonic() - begun
    statuses = sum((share for share, _ in shares), collections.Counter())
    return {'sent': count, 'created': statuses[201], 'refused': statuses[429], 'retryAfter': sum(told for _, told in shares),
            'broken': sum(number for status, number in statuses.items() if status >= 500),
            'rows': count_rows(database) - before, 'seconds': seconds}


def find_others():
    """Glance, its proxies and the witness: every process that shares our network."""
    here, found = os.readlink('/proc/self/ns/net'), []
    for process in filter(str.isdigit, os.listdir('/proc')):
        try:
            if process != str(os.getpid()) and os.readlink(f'/proc/{process}/ns/net') == here:
                found.append(process)
        except OSError:
            # Not ours to look at, or ended meanwhile.
            continue
    return found


def sum_spent(processes):
    """Nanoseconds that all their threads have had of the processors."""
    spent = 0
    for process in processes:
        for thread in os.listdir(f'/proc/{process}/task'):
            with open(f'/proc/{process}/task/{thread}/schedstat') as said:
                spent += int(said.read().split()[0])
    return spent


def time_listings(count, urls):
    connections = {url: connect(url) for url in urls}
    seconds = {url: [] for url in urls}
    for url in urls * 2:
        ask(connections[url], 'GET', '/v2/images', USER)
    others = find_others()
    for _ in range(count // 5):
        for url in urls:
            begun = sum_spent(others)
            for _ in range(5):
                status = ask(connections[url], 'GET', '/v2/images', USER).status
                if status != 200:
                    raise SystemExit(f'{url}: a listing was answered with {status}')
            seconds[url].append((sum_spent(others) - begun) / 1e9)
    return seconds


if sys.argv[1] == 'creations':
    json.dump(load_creations(sys.argv[2], int(sys.argv[3]), sys.argv[4]), sys.stdout)
else:
    json.dump(time_listings(int(sys.argv[2]), sys.argv[3:]), sys.stdout)
