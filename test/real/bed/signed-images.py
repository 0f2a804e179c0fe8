"""Makes certificates and signatures, and asks castellan and Nova of the bed for them, with the configuration that lies in /etc.

usage: signed-images.py make                          certificates of signing_chains.py, the bytes of an image, a signature by each
       signed-images.py castellan glance|nova < question   which ids the key manager gives to a user: digest of the certificate, or the error
       signed-images.py nova < question                what becomes of images that Nova downloads from Glance for that user

question: {"token": ..., "project": id, "user": id, "ids": [certificate or image...]}
"""
import base64
import hashlib
import json
import logging
import os
import sys
import tempfile
import warnings

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
# What libraries print at import belongs to nobody.
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)
command, arguments = sys.argv[1], sys.argv[2:]
sys.argv = ['witness']


def make(names):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.serialization import Encoding
    import signing_chains as chains

    def sign(name):
        salted = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.MAX_LENGTH)
        return base64.b64encode(chains.keys[name].sign(chains.DATA, salted, hashes.SHA256())).decode()

    return {'data': base64.b64encode(chains.DATA).decode(), 'certificates': {
        name: {'pem': chains.certificates[name].public_bytes(Encoding.PEM).decode(), 'signature': sign(name)}
        for name in names}}


def ask_each(ids, ask):
    told = {}
    for one in ids:
        try:
            told[one] = ask(one)
        except Exception as error:
            told[one] = type(error).__name__
    return told


def ask_castellan(service, question):
    from castellan import key_manager
    from oslo_config import cfg
    from oslo_context import context

    cfg.CONF([], project=service, prog={'glance': 'glance-api', 'nova': 'nova-compute'}[service])
    manager = key_manager.API(cfg.CONF)
    user = context.RequestContext(auth_token=question['token'], project_id=question['project'], user_id=question['user'])
    return ask_each(question['ids'], lambda one: hashlib.sha256(manager.get(user, one).get_encoded()).hexdigest())


def read_catalog(token):
    """As Keystone's middleware hands it to Nova."""
    import requests

    answer = requests.get('http://127.0.0.1:35357/v3/auth/tokens', headers={'X-Auth-Token': token, 'X-Subject-Token': token},
                          timeout=60)
    answer.raise_for_status()
    return [{'type': service['type'], 'name': service['name'], 'endpoints': [
        {'region': 'RegionOne', **{f'{endpoint["interface"]}URL': endpoint['url'] for endpoint in service['endpoints']}}]}
        for service in answer.json()['token']['catalog']]


def ask_nova(question):
    from nova import context
    from nova import objects
    from nova.compute import api
    import nova.conf
    from nova.image import glance

    nova.conf.CONF([], project='nova', prog='nova-compute')
    objects.register_all()
    user = context.RequestContext(question['user'], question['project'], is_admin=False, auth_token=question['token'],
                                  service_catalog=read_catalog(question['token']))
    trusted = api.API._retrieve_trusted_certs_object(user, None)

    def download(image):
        with tempfile.TemporaryDirectory() as folder:
            glance.GlanceImageServiceV2().download(user, image, dst_path=os.path.join(folder, 'disk'), trusted_certs=trusted)
        return 'boots'

    return ask_each(question['ids'], download)


if command == 'make':
    answer = make(arguments)
elif command == 'castellan':
    answer = ask_castellan(arguments[0], json.load(sys.stdin))
else:
    answer = ask_nova(json.load(sys.stdin))
json.dump(answer, answers)
