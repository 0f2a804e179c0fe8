"""Stands in for Barbican: castellan asks it for the one certificate that lies beside Glance's configuration."""
from castellan.common.exception import ManagedObjectNotFoundError
from castellan.common.objects.x_509 import X509
from castellan.key_manager import not_implemented_key_manager

PATH = '/etc/glance/bed-signing.der'


class BedKeyManager(not_implemented_key_manager.NotImplementedKeyManager):
    def get(self, context, managed_object_id, metadata_only=False):
        try:
            with open(PATH, 'rb') as certificate:
                return X509(certificate.read())
        except FileNotFoundError:
            raise ManagedObjectNotFoundError(uuid=managed_object_id)
