// Python's repr(), as Python 3.11 prints it.
import {
  formatPythonFloat,
  formatPythonRepr,
  type PolicyValue,
} from '../../../../src/emulators/oslo-policy/python-text';

test.each<[PolicyValue, string]>([
  [null, 'None'],
  [true, 'True'],
  [0, '0'],
  [1e22, '10000000000000000000000'],
  [-1.5, '-1.5'],
  ['', "''"],
  ["it's", '"it\'s"'],
  ['"', "'\"'"],
  ['\'"', "'\\'\"'"],
  ['a\\b', "'a\\\\b'"],
  ['\t\n\r', "'\\t\\n\\r'"],
  ['\u0000\u007f\u00a0\u00ad', "'\\x00\\x7f\\xa0\\xad'"],
  ['\u00e9 \u0301', "'\u00e9 \u0301'"],
  ['\u2028\u3000\ue000\ufeff', "'\\u2028\\u3000\\ue000\\ufeff'"],
  ['\u{1f600}\u{e0001}', "'\u{1f600}\\U000e0001'"],
  [['a', null, { b: [1] }], "['a', None, {'b': [1]}]"],
])('%j', (value, text) => {
  expect(formatPythonRepr(value)).toBe(text);
});

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-0.00012345, '-0.00012345'],
  [-1.5e-7, '-1.5e-07'],
  [1234.5, '1234.5'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.5e300, '1.5e+300'],
  [5e-324, '5e-324'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('the float %p is %s', (value, text) => {
  expect(formatPythonFloat(value)).toBe(text);
});
