# Which images count as signed: a pure question about properties, without Glance.
"""Glance verifies a signature exactly when all four properties are there; with three of them it stores the bytes unseen."""

SIGNATURE_PROPERTIES = (
    'img_signature',
    'img_signature_hash_method',
    'img_signature_key_type',
    'img_signature_certificate_uuid',
)


def find_missing_properties(properties):
    """Names of the signature properties that an image lacks or leaves blank, in a fixed order.

    :param properties: mapping of the image's extra properties; None counts as empty.
    """
    present = properties or {}
    return [name for name in SIGNATURE_PROPERTIES if not _has_text(present.get(name))]


def describe_refusal(image_id, missing):
    """One sentence for the task of the import, read by the owner of the image."""
    state = 'is not signed' if len(missing) == len(SIGNATURE_PROPERTIES) else 'is signed only in part'
    return 'Image %s %s: missing %s. Sign the bytes, set all four properties and import again.' % (
        image_id,
        state,
        ', '.join(missing),
    )


def _has_text(value):
    return isinstance(value, str) and value.strip() != ''
