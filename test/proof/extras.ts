// What is observed beside the attacks: floods through the proxies of a tree, and crafted disks under every label.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Cloud } from '../../src/checks/cloud/cloud';
import { findGlanceRefusals } from '../../src/checks/mechanisms/format-upload';
import { imageBytes } from '../../src/emulators/formats/image-bytes';
import type { UploadOutcome } from './attack-step';
import { type RunningGlance, stateFile } from './bed';
import { glancePort, proxies } from './edge';
import { formatPayloads } from './format-payloads';
import { runBeside, uploadImages } from './live-bed';
import { digestOf, type ObservedFlood, type ObservedUpload } from './results';

const SENT = 48;
const labels = ['raw', 'qcow2', 'vmdk', 'iso', 'vhd', 'ploop'];
const containers = ['bare', 'ovf'];
const payloads = Object.keys(formatPayloads) as (keyof typeof formatPayloads)[];
const script = resolve(__dirname, '../real/bed/flood.py');

const uploads = payloads.flatMap((payload) =>
  labels.flatMap((diskFormat) =>
    containers.map((containerFormat) => ({
      key: `${payload} as ${diskFormat} in ${containerFormat}`,
      payload,
      diskFormat,
      containerFormat,
      base64: formatPayloads[payload].toString('base64'),
    })),
  ),
);

/** Of everything that decides what the floods send. */
export function digestFloods(): string {
  return digestOf(SENT, readFileSync(script, 'utf8'));
}

/** Of the crafted disks. */
export function digestUploads(): string {
  return digestOf(uploads);
}

/** A flood to Glance itself, then one through each proxy. */
export async function sendFloods(glance: RunningGlance): Promise<readonly ObservedFlood[]> {
  const found: ObservedFlood[] = [];
  for (const { name, port } of [{ name: 'none', port: glancePort } as const, ...proxies]) {
    const words = [`http://127.0.0.1:${port}`, String(SENT), stateFile(glance.name, 'lib/bed.sqlite')];
    const printed = JSON.parse(await runBeside(glance, ['python3', script, ...words])) as Omit<ObservedFlood, 'proxy'>;
    found.push({ ...printed, proxy: name });
  }
  return found;
}

/** Uploads every crafted disk under every label. */
export async function uploadDisks(glance: RunningGlance): Promise<readonly ObservedUpload[]> {
  const outcomes = await uploadImages(
    glance,
    uploads.map(({ payload: _, ...step }) => step),
  );
  return uploads.map(({ key }) => ({ key, status: (outcomes[key] as UploadOutcome).status }));
}

/** What the emulator of the format gate says about each upload, by key. */
export function modelUploads(cloud: Cloud): ReadonlyMap<string, 'stored' | 'refused'> {
  return new Map(
    uploads.map(({ key, payload, diskFormat, containerFormat }) => {
      const refusals = findGlanceRefusals(cloud, { bytes: imageBytes[payload], diskFormat, containerFormat });
      return [key, refusals.length === 0 ? 'stored' : 'refused'];
    }),
  );
}
