"""Holds uploads open side by side, each begun when Glance reads the one before, then ends them all.

usage: held-uploads.py URL TOKEN COUNT BYTES     (inside the namespace; BYTES a multiple of 131072); prints {"begun": [image status...], "ended": [status...]}

begun: of each image while all are held; ended: of each PUT /file, in the order they were begun
"""
import http.client
import json
import select
import socket
import sys
import urllib.parse

server = urllib.parse.urlsplit(sys.argv[1])
token, count, size = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
WAIT_SECONDS = 120
BLOCK = b'\0' * 65536


def connect():
    return http.client.HTTPConnection(server.hostname, server.port, timeout=WAIT_SECONDS)


def ask(method, path, body=None):
    connection = connect()
    connection.request(method, path, body, {'X-Auth-Token': token, 'Content-Type': 'application/json'})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def begin():
    """Returns once Glance reads what is sent, which is past its checks, or has answered: the half is more than sockets hold."""
    image = ask('POST', '/v2/images', '{"name": "held", "disk_format": "raw", "container_format": "bare"}')['id']
    upload = connect()
    upload.connect()
    upload.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
    upload.putrequest('PUT', f'/v2/images/{image}/file')
    for name, value in {'X-Auth-Token': token, 'Content-Type': 'application/octet-stream', 'Content-Length': size}.items():
        upload.putheader(name, value)
    upload.endheaders()
    left = size // 2
    while left > 0:
        readable, writable, _ = select.select([upload.sock], [upload.sock], [], WAIT_SECONDS)
        if readable:
            return image, upload, upload.getresponse().status
        if not writable:
            raise SystemExit('Glance neither reads nor answers')
        left -= upload.sock.send(BLOCK[:left])
    return image, upload, None


def end_upload(upload, status):
    if status is not None:
        return status
    for _ in range(size // 2 // len(BLOCK)):
        upload.send(BLOCK)
    return upload.getresponse().status


held = [begin() for _ in range(count)]
begun = [ask('GET', f'/v2/images/{image}')['status'] for image, _, _ in held]
json.dump({'begun': begun, 'ended': [end_upload(upload, status) for _, upload, status in held]}, sys.stdout)
