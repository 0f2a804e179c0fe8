"""Creates images without end, in every spelling that Glance takes, and counts what came of it.

usage: flood.py URL COUNT DATABASE     (inside the namespace); prints one JSON object

created: answers 201; refused: answers 429; rows: image rows that Glance's database gained; read: status of a listing afterwards
"""
import collections
import concurrent.futures
import http.client
import json
import sqlite3
import sys
import time
import urllib.parse

url, count, database = urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
SPELLINGS = ['/v2/images', '//v2/images', '/v2//images', '/v2%2fimages', '/v2/%69mages', '/v2.9/images', '/v2/images?x=1',
             '/images', '/v2/images?_method=POST']


def call(method, path, body=None, number=0):
    headers = {'X-Identity-Status': 'Confirmed', 'X-Roles': 'member,reader', 'X-User-Id': 'a' * 32, 'X-Project-Id': 'b' * 32,
               'Content-Type': 'application/json', 'X-Auth-Token': f'token-{number}',
               'X-Forwarded-For': f'198.51.100.{number % 250}'}
    if path == '/images':
        headers['Accept'] = 'application/vnd.openstack.images-v2.9'
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader('Retry-After')
    finally:
        connection.close()


def method_of(path):
    # The router of Glance takes the method from the query.
    return 'GET' if '_method' in path else 'POST'


def count_rows():
    with sqlite3.connect(f'file:{database}?mode=ro', uri=True, timeout=60) as connection:
        return connection.execute('select count(*) from images').fetchone()[0]


# A proxy that began before Glance listened takes it for down until its checks have passed again.
for _ in range(60):
    if call('GET', '/v2/images')[0] == 200:
        break
    time.sleep(0.5)
before, begun = count_rows(), time.monotonic()
with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
    answers = list(pool.map(lambda n: call(method_of(SPELLINGS[n % len(SPELLINGS)]), SPELLINGS[n % len(SPELLINGS)], '{"name": "flood"}', n), range(count)))
seconds = time.monotonic() - begun
statuses = collections.Counter(status for status, _ in answers)
json.dump({
    'sent': count, 'created': statuses[201], 'refused': statuses[429], 'other': count - statuses[201] - statuses[429],
    'retryAfter': next((after for status, after in answers if status == 429), None),
    'rows': count_rows() - before, 'read': call('GET', '/v2/images')[0], 'seconds': seconds,
}, sys.stdout)
