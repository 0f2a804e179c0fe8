"""Stands in for every host Glance could reach: HTTP and HTTPS on all addresses of a network namespace, and its DNS server.

usage: witness.py STATE-DIR     (inside the namespace; every address is local there)

STATE-DIR/witness.log   one JSON line per connection: the address and port Glance connected to, and the request line
STATE-DIR/names.json    {"name": ["address", ...]}: one answer list, or {"name": {"first": [...], "later": [...]}} for a
                        name whose answer changes after the first A query; read again at every query
STATE-DIR/tls.pem       key and certificate of the HTTPS side

A path that begins with /to/HEX is answered by a redirect to the URL that HEX encodes, /endless/BYTES by so many bytes without
saying how many (the log tells how many were taken), /slow/ by nothing at all; everything else by 512 bytes.
"""
import ipaddress
import json
import os
import re
import socket
import ssl
import struct
import sys
import threading
import time

PORTS = [21, 22, 80, 443, 5000, 6379, 8080, 8443, 9292]
TLS_PORTS = {443, 8443}
PUBLIC = '203.0.113.200'
NAME_SERVER = '192.0.2.53'

state = sys.argv[1]
log = open(os.path.join(state, 'witness.log'), 'a', buffering=1)
log_lock = threading.Lock()
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(os.path.join(state, 'tls.pem'))


def note(**fields):
    with log_lock:
        log.write(json.dumps(fields) + '\n')


def reply(method, target):
    path = re.sub('^[a-z]+://[^/]*', '', target)
    redirect = re.match('^/to/([0-9a-f]+)', path)
    if redirect:
        location = bytes.fromhex(redirect.group(1)).decode('ascii')
        return b'HTTP/1.0 302 Found\r\nLocation: ' + location.encode() + b'\r\nContent-Length: 0\r\n\r\n'
    body = b'' if method == 'HEAD' else b'\0' * 512
    return b'HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 512\r\n\r\n' + body


def send_endless(connection, amount):
    """Says how much the other side took before it hung up."""
    sent = 0
    try:
        connection.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n')
        while sent < amount:
            connection.sendall(b'\0' * 65536)
            sent += 65536
    except OSError:
        pass
    return sent


def serve(connection):
    local = connection.getsockname()
    address = ipaddress.ip_address(local[0].split('%')[0])
    address = str(getattr(address, 'ipv4_mapped', None) or address)
    seen = {'address': address, 'port': local[1], 'request': None, 'host': None, 'token': None}
    try:
        connection.settimeout(5)
        if local[1] in TLS_PORTS:
            connection = tls.wrap_socket(connection, server_side=True)
        text = b''
        while b'\r\n\r\n' not in text and len(text) < 65536:
            block = connection.recv(8192)
            if not block:
                break
            text += block
        lines = text.decode('latin1').split('\r\n')
        words = lines[0].split(' ')
        headers = {line.split(':', 1)[0].lower(): line.split(':', 1)[1].strip() for line in lines[1:] if ':' in line}
        seen.update(request=lines[0], host=headers.get('host'), token=headers.get('x-auth-token'))
        endless = re.search('/endless/([0-9]+)', words[1]) if len(words) > 1 else None
        if endless:
            note(**seen, taken=send_endless(connection, int(endless.group(1))))
            return
        note(**seen)
        if len(words) > 1 and '/slow/' in words[1]:
            time.sleep(60)
        elif len(words) > 1:
            connection.sendall(reply(words[0], words[1]))
    except (OSError, ValueError) as error:
        note(**seen, error=str(error))
    finally:
        connection.close()


def listen(port):
    server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(('::', port))
    server.listen(128)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


asked = {}


def addresses_of(name, is_ipv4_query):
    """None: the name does not exist. The root zone knows no name that ends in a number, and no odd characters."""
    with open(os.path.join(state, 'names.json')) as file:
        names = json.load(file)
    entry = names.get(name)
    if isinstance(entry, dict):
        if not is_ipv4_query:
            return []
        asked[name] = asked.get(name, 0) + 1
        return entry['first'] if asked[name] == 1 else entry['later']
    if entry is not None:
        return entry
    return [PUBLIC] if re.fullmatch(r'(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*', name) else None


def answer_names():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((NAME_SERVER, 53))
    while True:
        query, peer = server.recvfrom(4096)
        try:
            at, labels = 12, []
            while query[at]:
                labels.append(query[at + 1:at + 1 + query[at]].decode('latin1'))
                at += query[at] + 1
            name = '.'.join(labels).lower()
            kind = struct.unpack('>H', query[at + 1:at + 3])[0]
            found = addresses_of(name, kind == 1)
            records, count = b'', 0
            for address in found or []:
                packed = ipaddress.ip_address(address).packed
                if kind == (28 if len(packed) == 16 else 1):
                    # Time to live 0: an answer may change between two lookups.
                    records += b'\xc0\x0c' + struct.pack('>HHIH', kind, 1, 0, len(packed)) + packed
                    count += 1
            head = query[:2] + struct.pack('>HHHHH', 0x8580 | (3 if found is None else 0), 1, count, 0, 0)
            server.sendto(head + query[12:at + 5] + records, peer)
        except (OSError, ValueError, IndexError, KeyError) as error:
            note(fault=str(error))


for number in PORTS:
    threading.Thread(target=listen, args=(number,), daemon=True).start()
print('ready', flush=True)
answer_names()
