// What one program alone reads is compared too: the file of another, read after it in the merged view, hid the change.
import { diffOptions } from '../../../src/checks/diff/options';
import { openCloud } from './clouds';

const on = '[glance]\nverify_glance_signatures = true\n';
const off = '[glance]\nverify_glance_signatures = false\n';
const diff = (before: Record<string, string>, after: Record<string, string>) =>
  diffOptions('nova', openCloud(before, { launcher: 'eventlet' }), openCloud(after, { launcher: 'eventlet' })).map(
    ({ direction, file, subject, because }) => `${direction} ${file} ${subject}: ${because}`,
  );

test('a line of nova-compute.conf under one of nova-scheduler.conf', () => {
  const others = { 'nova/nova.conf': on, 'nova/nova-scheduler.conf': on };
  expect(diff({ ...others, 'nova/nova-compute.conf': on }, { ...others, 'nova/nova-compute.conf': off })).toEqual([
    'looser nova/nova-compute.conf glance/verify_glance_signatures: what nova-compute reads',
  ]);
});

test('what all programs read is told once', () => {
  expect(diff({ 'nova/nova.conf': on }, { 'nova/nova.conf': off })).toEqual([
    'looser nova/nova.conf glance/verify_glance_signatures: ',
  ]);
  const compute = { 'nova/nova-compute.conf': '[DEFAULT]\ndebug = true\n' };
  expect(diff({ 'nova/nova.conf': on, ...compute }, { 'nova/nova.conf': off, ...compute })).toEqual([
    'looser nova/nova.conf glance/verify_glance_signatures: ',
  ]);
});

test('one program reads it as all did before, another no longer', () => {
  const compute = { 'nova/nova-compute.conf': on };
  expect(diff({ 'nova/nova.conf': on, ...compute }, { 'nova/nova.conf': off, ...compute })).toEqual([
    'looser nova/nova.conf glance/verify_glance_signatures: what nova-api reads',
  ]);
});
