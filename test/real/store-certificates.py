# Stands where the openstack client does: the real barbicanclient reads the arguments, and castellan's way reads the payload back.
import base64
import hashlib
import json
import os
import sys

from barbicanclient.barbican_cli.v1 import acls
from barbicanclient.barbican_cli.v1 import secrets
from cryptography import x509
from cryptography.hazmat.primitives import serialization

HREF = 'http://keys.example.org/v1/secrets/66666666-7777-4888-9999-aaaaaaaaaaaa'
COMMANDS = {
    ('secret', 'store'): (secrets.StoreSecret, 2),
    ('secret', 'list'): (secrets.ListSecret, 2),
    ('acl', 'user', 'add'): (acls.AddACLUsers, 3),
}

command, length = next(entry for words, entry in COMMANDS.items() if tuple(sys.argv[1:1 + len(words)]) == words)
asked = command(None, None).get_parser('openstack').parse_args(sys.argv[1 + length:])
told = {'command': command.__name__, 'name': getattr(asked, 'name', None), 'columns': getattr(asked, 'columns', None)}
if command is secrets.StoreSecret:
    assert asked.payload_content_encoding == 'base64' and asked.secret_type == 'certificate'
    der = x509.load_pem_x509_certificate(base64.b64decode(asked.payload, validate=True)).public_bytes(
        serialization.Encoding.DER)
    told['fingerprint'] = hashlib.sha256(der).hexdigest()
if command is acls.AddACLUsers:
    told.update(users=asked.users, operation=asked.operation_type, address=asked.URI)
else:
    print(HREF)
with open(os.environ['ASKED'], 'a') as target:
    target.write(json.dumps(told) + '\n')
