// Attacks by bytes: a member stores a crafted file under some label, and Nova or Cinder hands it to qemu.
import type { LabelledImage } from '../../emulators/formats/glance-gate';
import type { Cloud } from '../cloud/cloud';
import { joinDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Fix, Severity } from '../types';
import {
  findBootRefusals,
  findGlanceRefusals,
  findUploadDefences,
  findVolumeRefusals,
  readImageFormats,
} from './format-upload';
import { fixOption, fixRule } from './policy-refusal';

/** An attack by bytes. */
export interface FormatAttackWords {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  /** Each of them must be stopped. */
  readonly images: (cloud: Cloud) => readonly LabelledImage[];
  /** `consumers`: Nova and Cinder may still refuse. `stored`: what counts is that Glance stores it. */
  readonly goal: 'consumers' | 'stored';
  /** What an open attack means, for one stored image. */
  readonly reach: (image: LabelledImage) => string;
  /** Why the attack has no ground in this cloud; null when it has. */
  readonly groundless?: (cloud: Cloud) => string | null;
}

/** Makes the attack. */
export function createFormatAttack(words: FormatAttackWords): Attack {
  const { id, title, severity, references } = words;
  return { kind: 'attack', layer: 'formats', id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const groundless = words.groundless?.(cloud) ?? null;
    if (groundless !== null) return { verdict: 'not-applicable', because: groundless };
    const tried = words.images(cloud).flatMap((image) => tryImage(cloud, image, words.goal));
    const ways = tried.filter(({ defences }) => defences.length === 0);
    const [open] = ways;
    if (open) {
      const isClosedBy = (changed: Cloud) => judge(changed).verdict === 'stopped';
      return {
        verdict: 'open',
        because: `${words.reach(open.image)}${describeUnnamed(cloud, ways)}`,
        fixes: findFormatFixes(cloud, open.image, isClosedBy),
      };
    }
    const defences = joinDefences(tried.map(({ defences: found }) => found));
    return { verdict: 'stopped', because: `${defences[0]?.because ?? 'No upload gets through'}.`, defences };
  }
}

interface Tried {
  readonly image: LabelledImage;
  /** Who hands the bytes to qemu; null where storing them is all. */
  readonly consumer: 'nova' | 'cinder' | null;
  readonly defences: readonly Defence[];
}

function tryImage(cloud: Cloud, image: LabelledImage, goal: FormatAttackWords['goal']): Tried[] {
  const stored = findGlanceRefusals(cloud, image);
  const ends: readonly Omit<Tried, 'image'>[] =
    goal === 'stored'
      ? [{ consumer: null, defences: [] }]
      : [
          { consumer: 'nova', defences: findBootRefusals(cloud, image) },
          { consumer: 'cinder', defences: findVolumeRefusals(cloud, image) },
        ];
  return (['file', 'import'] as const).flatMap((path) => {
    const entry = findUploadDefences(cloud, path);
    return ends.map(({ consumer, defences }) => ({ image, consumer, defences: [...entry, ...stored, ...defences] }));
  });
}

/** Which of the services that hand the bytes to qemu might refuse them if its version were named; empty when all are. */
function describeUnnamed(cloud: Cloud, ways: readonly Tried[]): string {
  const services = (['nova', 'cinder'] as const).filter(
    (service) => cloud.versions.packages[service] === undefined && ways.some(({ consumer }) => consumer === service),
  );
  if (services.length === 0) return '';
  const isOne = services.length === 1;
  const known = `version${isOne ? '' : 's'} of ${services.join(' and ')} ${isOne ? 'is' : 'are'} not known`;
  return ` The package ${known}: judged as unpatched.`;
}

/** One option each, from the least to the most that it takes away; the first that closes the attack when judged again. */
function findFormatFixes(cloud: Cloud, image: LabelledImage, isClosedBy: (changed: Cloud) => boolean): Fix[] {
  if (cloud.isTrial) return [];
  const { diskFormats, containerFormats, mustMatch, nonfatalGptChecks } = readImageFormats(cloud);
  const candidates: Fix[] = [];
  if (nonfatalGptChecks.length > 0) candidates.push(fixOption('image_format', 'gpt_safety_checks_nonfatal', ''));
  const isKnown = cloud.optionFacts('glance', 'image_format', 'require_image_format_match') !== undefined;
  if (isKnown && !mustMatch) candidates.push(fixOption('image_format', 'require_image_format_match', 'true'));
  if (image.containerFormat !== 'bare') {
    const kept = containerFormats.filter((name) => name === 'bare');
    candidates.push(fixOption('image_format', 'container_formats', kept.join(',') || 'bare'));
  }
  // One and the same list for every label, so that the fixes of several attacks do not undo each other.
  const safe = diskFormats.filter((name) => name === 'qcow2' || name === 'raw');
  if (safe.length > 0) candidates.push(fixOption('image_format', 'disk_formats', safe.join(',')));
  const found = candidates.find((fix) => isClosedBy(cloud.withFix(fix)));
  if (found) return [found];
  // No label closes what comes as raw: then only the way in does, with services still acting for members.
  return [fixRule('add_image', 'rule:context_is_admin or (service_roles:service and project_id:%(project_id)s)')];
}
