// Crafted disks under every label, uploaded to real Glance: what it stores, held against the emulator of its format gate.
import { findGlanceRefusals } from '../../src/checks/mechanisms/format-upload';
import { imageBytes } from '../../src/emulators/formats/image-bytes';
import type { UploadOutcome } from './attack-step';
import { buildSuite, makeCertificate, startGlance, stopGlance, uploadImages } from './bed';
import { configurations } from './configurations';
import { formatPayloads } from './format-payloads';
import { chosenBeds, keepResult, nameOfBed, platformOf } from './results';
import { openCloud } from './run-attacks';

const labels = ['raw', 'qcow2', 'vmdk', 'iso', 'vhd', 'ploop'];
const containers = ['bare', 'ovf'];
const chosen = configurations.filter(({ name }) => name === 'stock' || name === 'glacis');
const payloads = Object.keys(formatPayloads) as (keyof typeof formatPayloads)[];

describe.each(chosenBeds().map((bed) => [nameOfBed(bed), bed] as const))('%s', (bedName, bed) => {
  const versions = buildSuite(bed.suite);
  const platform = platformOf(bed, versions);

  test.each(chosen.map((configuration) => [configuration.name, configuration] as const))('%s', (name, { read }) => {
    const files = read(platform);
    const cloud = openCloud(platform, files);
    const run = `${bedName.replace('/', '-')}-formats-${name}`;
    makeCertificate(run, ['images.example.org']);
    const uploads = payloads.flatMap((payload) =>
      labels.flatMap((diskFormat) =>
        containers.map((containerFormat) => ({
          key: `${payload} as ${diskFormat} in ${containerFormat}`,
          payload,
          diskFormat,
          containerFormat,
        })),
      ),
    );
    const glance = startGlance(run, bed.suite, bed.launcher, files);
    try {
      const outcomes = uploadImages(
        glance,
        uploads.map(({ payload, ...step }) => ({ ...step, base64: formatPayloads[payload].toString('base64') })),
      );
      const cells = uploads.map(({ key, payload, diskFormat, containerFormat }) => {
        const refusals = findGlanceRefusals(cloud, { bytes: imageBytes[payload], diskFormat, containerFormat });
        const { status } = outcomes[key] as UploadOutcome;
        return {
          key,
          status,
          observed: status === 204 ? ('stored' as const) : ('refused' as const),
          modelled: refusals.length === 0 ? ('stored' as const) : ('refused' as const),
        };
      });
      keepResult('formats', `${bedName.replace('/', '-')}-${name}`, { bed, versions, configuration: name, cells });
      expect(cells.filter(({ status }) => ![204, 400, 415].includes(status))).toEqual([]);
      expect(cells.some(({ observed }) => observed === 'stored')).toBe(true);
      expect(cells.filter(({ observed, modelled }) => observed !== modelled)).toEqual([]);
    } finally {
      stopGlance(glance);
    }
  });
});
