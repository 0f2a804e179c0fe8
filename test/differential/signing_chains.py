"""Certificates, signatures and a key manager for the signature witnesses: real X.509 made with cryptography, kept in memory."""

import base64
import datetime

from castellan.common import exception as castellan_exception
from castellan.common.objects import x_509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
DAY = datetime.timedelta(days=1)
DATA = b'the bytes of an image' * 100
certificates = {}
keys = {}


def make(name, issuer=None, is_ca=False, path_length=None, signs=True, begins=-1, ends=365, elliptic=False):
    key = ec.generate_private_key(ec.SECP384R1()) if elliptic else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = keys[issuer] if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(certificates[issuer].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + begins * DAY)
        .not_valid_after(NOW + ends * DAY)
        .add_extension(x509.BasicConstraints(is_ca, path_length), critical=True)
    )
    if signs is not None:
        builder = builder.add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                          key_agreement=False, key_cert_sign=signs and is_ca, crl_sign=False, encipher_only=False,
                          decipher_only=False), critical=True)
    certificates[name] = builder.sign(signer, hashes.SHA256())
    keys[name] = key


make('root', is_ca=True, path_length=2)
make('inter', 'root', is_ca=True, path_length=0)
make('leaf', 'inter')
make('leaf-of-root', 'root')
make('leaf-ecc', 'inter', elliptic=True)
make('leaf-expired', 'inter', begins=-20, ends=-10)
make('leaf-future', 'inter', begins=10, ends=20)
make('self-signed')
make('stranger-root', is_ca=True, path_length=1)
make('stranger', 'stranger-root')
make('short-root', is_ca=True, path_length=0)
make('short-inter', 'short-root', is_ca=True, path_length=0)
make('leaf-short', 'short-inter')
make('free-root', is_ca=True)
make('leaf-free', 'free-root')
make('expired-inter', 'root', is_ca=True, path_length=0, begins=-20, ends=-10)
make('leaf-of-expired', 'expired-inter')
make('no-ca-inter', 'root')
make('leaf-of-no-ca', 'no-ca-inter')
make('no-usage-root', is_ca=True, path_length=1, signs=None)
make('leaf-of-no-usage', 'no-usage-root')
make('no-cert-sign-root', is_ca=True, path_length=1, signs=False)
make('leaf-of-no-cert-sign', 'no-cert-sign-root')


class KeyManager:
    """Castellan's interface, as far as cursive asks."""

    def get(self, context, managed_object_id, metadata_only=False):
        if managed_object_id == 'forbidden':
            raise castellan_exception.KeyManagerError('not allowed')
        if managed_object_id not in certificates:
            raise castellan_exception.ManagedObjectNotFoundError(uuid=managed_object_id)
        return x_509.X509(certificates[managed_object_id].public_bytes(Encoding.DER))


def use_key_manager():
    from cursive import signature_utils
    signature_utils.key_manager.API = lambda *args, **kwargs: KeyManager()


def sign(name, data=DATA):
    key = keys[name]
    if isinstance(key, rsa.RSAPrivateKey):
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.MAX_LENGTH)
        return key.sign(data, pss, hashes.SHA256()), 'RSA-PSS'
    return key.sign(data, ec.ECDSA(hashes.SHA256())), 'ECC_SECP384R1'


signed = {}


def properties_of(signer, spoiled):
    """The four properties of an image signed by `signer`, spoiled in one way; see signature-cases.ts."""
    if signer not in signed:
        signed[signer] = sign(signer)
    signature, key_type = signed[signer]
    properties = {
        'img_signature': base64.b64encode(signature).decode(),
        'img_signature_hash_method': 'SHA-256',
        'img_signature_key_type': key_type,
        'img_signature_certificate_uuid': signer,
    }
    if spoiled.startswith('without:'):
        del properties[spoiled[8:]]
    elif spoiled.startswith('only:'):
        properties = {spoiled[5:]: properties[spoiled[5:]]}
    elif spoiled == 'unsigned':
        properties = {}
    elif spoiled.startswith('set:'):
        _, name, value = spoiled.split(':', 2)
        properties[name] = value
    return properties


def data_of(spoiled):
    return DATA[:-1] + b'!' if spoiled == 'altered' else DATA
