# The entry point: a task of the import flow that fails before anything parses or stores the bytes.
"""Runs for glance-direct, web-download and glance-download; never for PUT /file, copy-image or locations.

Whether the signature fits is Glance's own business: it verifies while it stores, once all four properties are there.
"""

from glance.common import exception
from oslo_log import log as logging
from taskflow.patterns import linear_flow as lf
from taskflow import task

from glacis_signature_required.properties import describe_refusal
from glacis_signature_required.properties import find_missing_properties

LOG = logging.getLogger(__name__)


class _RequireSignature(task.Task):
    """Fails the import of an image that lacks a signature property."""

    def __init__(self, task_id, task_type, image_repo, image_id):
        self.image_repo = image_repo
        self.image_id = image_id
        super(_RequireSignature, self).__init__(
            name='%s-RequireSignature-%s' % (task_type, task_id))

    def execute(self):
        """Reads the properties now, not when the flow was built: they may have changed since.

        :raises ImportTaskError: when a property is missing or blank. Whatever else goes wrong fails the import as well.
        """
        image = self.image_repo.get(self.image_id)
        missing = find_missing_properties(image.extra_properties)
        if missing:
            message = describe_refusal(self.image_id, missing)
            LOG.warning(message)
            raise exception.ImportTaskError(message)


def get_flow(**kwargs):
    """What stevedore calls for every import.

    Nothing here may raise: stevedore would log that the plugin could not be loaded, and the import would go on without it.

    :param task_id: id of the task.
    :param task_type: type of the task.
    :param image_repo: repository of the request, through which the image is read.
    :param image_id: id of the image.
    """
    task_type = kwargs.get('task_type')
    return lf.Flow(task_type).add(
        _RequireSignature(kwargs.get('task_id'), task_type, kwargs.get('image_repo'), kwargs.get('image_id')))
