// The attacks of the catalogue that are no cell of the proof, each with the reason.
const consumer =
  'Glance stores the file or not, as the table of crafted disks shows; whether Nova or Cinder then refuses it is theirs';
const novaOrCinder = 'Nova or Cinder decides, and neither runs in the bed';

const keyed =
  'the limits of these trees count addresses alone; test/real/edge-keys.test.ts asks real nginx and HAProxy with limits that count projects and tokens';

/** Why an attack of the catalogue is no cell, by id. */
export const untried: Readonly<Record<string, string>> = {
  'dos-conversion-exhaustion':
    'that nothing bounds qemu-img could only be shown by exhausting the machine; dos-huge-virtual-size shows that it runs under eventlet',
  'dos-limit-forged-project': keyed,
  'dos-limit-left-out-header': keyed,
  'dos-parallel-uploads':
    'Glance counts again when an upload ends, before it writes its own row: whether two slip through together is a race, and a run would be no answer',
  'formats-gpt-nonfatal': 'the table of crafted disks shows what is stored',
  'formats-iso-polyglot': consumer,
  'formats-label-without-inspector': 'the table of crafted disks shows what is stored',
  'formats-qcow2-as-raw': consumer,
  'formats-qcow2-backing-file': consumer,
  'formats-qcow2-data-file': consumer,
  'formats-uninspected-container': consumer,
  'formats-vhd-parent-locator': 'the bed has no VHD with a parent locator',
  'formats-vhdx-metadata': 'the bed has no crafted VHDX',
  'formats-vmdk-as-raw': consumer,
  'formats-vmdk-flat': consumer,
  'sig-altered-boot': novaOrCinder,
  'sig-cached-base': novaOrCinder,
  'sig-conversion-swap': novaOrCinder,
  'sig-direct-copy': novaOrCinder,
  'sig-ironic': 'Ironic decides, and does not run in the bed',
  'sig-late-properties': novaOrCinder,
  'sig-own-certificate': novaOrCinder,
  'sig-own-trusted-list': novaOrCinder,
  'sig-partly-signed-boot': novaOrCinder,
  'sig-partly-signed-volume': novaOrCinder,
  'sig-rbd-clone': novaOrCinder,
  'sig-snapshot-boot': novaOrCinder,
  'sig-unshelve': novaOrCinder,
  'sig-unsigned-boot': novaOrCinder,
  'sig-unsigned-volume': novaOrCinder,
  'sig-verified-mark': novaOrCinder,
  'sig-volume-boot': novaOrCinder,
  'sig-volume-clone': novaOrCinder,
  'sig-volume-reimage': novaOrCinder,
  'sig-volume-root-beside-image': novaOrCinder,
};
