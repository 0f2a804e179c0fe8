# Which images count as signed, without Glance.
import unittest

from glacis_signature_required.properties import describe_refusal
from glacis_signature_required.properties import find_missing_properties
from glacis_signature_required.properties import SIGNATURE_PROPERTIES

COMPLETE = {name: 'x' for name in SIGNATURE_PROPERTIES}


class FindMissingPropertiesTest(unittest.TestCase):

    def test_complete(self):
        self.assertEqual([], find_missing_properties(dict(COMPLETE, os_distro='debian')))

    def test_unsigned(self):
        for properties in ({}, None, {'os_distro': 'debian'}):
            self.assertEqual(list(SIGNATURE_PROPERTIES), find_missing_properties(properties))

    def test_each_property_alone_is_missed(self):
        for name in SIGNATURE_PROPERTIES:
            others = {key: value for key, value in COMPLETE.items() if key != name}
            self.assertEqual([name], find_missing_properties(others))

    def test_blank_and_foreign_values_are_missing(self):
        for value in ('', '  ', '\t\n', None, 0, True, ['x']):
            self.assertEqual(['img_signature'], find_missing_properties(dict(COMPLETE, img_signature=value)))

    def test_names_are_exact(self):
        upper = {name.upper(): 'x' for name in SIGNATURE_PROPERTIES}
        self.assertEqual(list(SIGNATURE_PROPERTIES), find_missing_properties(upper))


class DescribeRefusalTest(unittest.TestCase):

    def test_says_which(self):
        text = describe_refusal('an-image', ['img_signature_key_type'])
        self.assertIn('signed only in part', text)
        self.assertIn('missing img_signature_key_type.', text)
        self.assertIn('is not signed', describe_refusal('an-image', list(SIGNATURE_PROPERTIES)))
