// Certificates that an intent names as files beside it: read at once, so that everything behind sees the PEM itself.
import { type Problem, problem } from '../problems';
import type { LoadedIntent } from './loaded-intent';
import { joinPointer } from './tree';

/** Reads a small file beside the intent by its relative path; throws or answers null when it cannot. */
export type ReadBeside = (path: string) => string | null;

const relativePath = /^(?!(?:.*\/)?\.\.?(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+){0,9}$/;

/** The intent with `pem` in place of `file`. What cannot be read is a problem; what has another shape is left to the schema. */
export function readCertificateFiles(loaded: LoadedIntent, readBeside: ReadBeside | undefined): LoadedIntent {
  const problems: Problem[] = [];
  const read = (path: string, pointer: string): string | null => {
    try {
      const text = readBeside?.(path) ?? null;
      if (text !== null) return text;
    } catch {
      // Told below: why a file cannot be read is the operator's to find out.
    }
    const facts = { got: `${path}, which cannot be read`, wanted: 'a PEM file beside the intent' };
    problems.push(problem('unreadable', loaded.placeOf(pointer), facts));
    return null;
  };
  const value = replaceFiles(loaded.value, '', read);
  if (value === loaded.value && problems.length === 0) return loaded;
  return { ...loaded, value, problems: [...loaded.problems, ...problems] };
}

type Read = (path: string, pointer: string) => string | null;

/** Regions and nodes hold sections of their own; what does not change is not copied. */
function replaceFiles(value: unknown, pointer: string, read: Read): unknown {
  if (!isSection(value)) return value;
  const { signatureKeyManager: manager, regions, nodes } = value;
  const changed: Record<string, unknown> = {};
  if (isSection(manager) && isSection(manager.certificates)) {
    const place = `${pointer}/signatureKeyManager/certificates`;
    const certificates = mapSection(manager.certificates, (one, name) => readOne(one, joinPointer(place, name), read));
    if (certificates !== manager.certificates) changed.signatureKeyManager = { ...manager, certificates };
  }
  for (const [key, parts] of [['regions', regions] as const, ['nodes', nodes] as const]) {
    if (!isSection(parts)) continue;
    const next = mapSection(parts, (part, name) => replaceFiles(part, joinPointer(`${pointer}/${key}`, name), read));
    if (next !== parts) changed[key] = next;
  }
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
}

function readOne(certificate: unknown, pointer: string, read: Read): unknown {
  if (!isSection(certificate) || typeof certificate.file !== 'string' || 'pem' in certificate) return certificate;
  // A path of another shape is told by the schema.
  if (!relativePath.test(certificate.file)) return certificate;
  const { file, ...rest } = certificate;
  const pem = read(String(file), `${pointer}/file`);
  return pem === null ? certificate : { ...rest, pem };
}

type Section = Readonly<Record<string, unknown>>;

/** The same object when nothing changed. */
function mapSection(section: Section, change: (value: unknown, key: string) => unknown): Section {
  const entries = Object.entries(section).map(([key, value]) => [key, change(value, key)] as const);
  return entries.some(([key, value]) => section[key] !== value) ? Object.fromEntries(entries) : section;
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
