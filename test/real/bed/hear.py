"""Hears what arrives on one port of some addresses and notes the first line of each connection; answers nothing.

usage: hear.py LOG PORT READY-PORT ADDRESS...     (inside the namespace); listens on READY-PORT of 127.0.0.1 once it hears
"""
import socket
import sys
import threading

log, port, ready, addresses = open(sys.argv[1], 'a', buffering=1), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]


def listen(address, number):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, number))
    server.listen(16)
    return server


def hear(address, server):
    while True:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            try:
                line = connection.recv(4096).split(b'\r\n')[0].decode('latin1')
            except OSError:
                line = ''
            log.write('%s %s\n' % (address, line))


threads = [threading.Thread(target=hear, args=(address, listen(address, port))) for address in addresses]
for thread in threads:
    thread.start()
is_ready = listen('127.0.0.1', ready)
for thread in threads:
    thread.join()
