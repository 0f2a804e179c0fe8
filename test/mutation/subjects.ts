// What is mutated: the tree of every example, of intents that reach the props no example reaches, and of releases that render otherwise.
import { join, resolve } from 'node:path';
import { settleFile } from '../../src/cli/regions';
import { Control } from '../../src/constructs/control';
import { hardenRegion } from '../../src/constructs/harden-region';
import { releaseFacts } from '../../src/constructs/release-facts';
import type { FileTree } from '../../src/documents/types';
import { settleIntent } from '../../src/intent/settle';
import type { RegionIntent, SettledRegion } from '../../src/intent/types';
import type { ManifestRegion } from '../../src/output/manifest';
import { layOutRegion } from '../../src/synthesize';
import { listExamples } from '../snapshots/render-snapshot';
import { furtherIntents, releaseIntents } from './intents';

const examples = resolve(__dirname, '../../examples');

/** One rendered tree. */
export interface Subject {
  /** `public-region`, `fleet/ams1`, `release zed`. */
  readonly name: string;
  readonly versions: ManifestRegion;
  readonly files: FileTree;
  /** `glance/DEFAULT/debug`, `glance add_image` or the path of an artifact, to the ids of the controls that wrote it. */
  readonly owners: ReadonlyMap<string, string>;
}

/** The text without the header, which names release and intent. */
export function stripHeader(text: string): string {
  return text.replace(/^(?:(?:#|<!--) (?:Written by glacis|Change the intent)[^\n]*\n)*/, '');
}

/** All of them in a fixed order, or those named. */
export function listSubjects(only?: readonly string[]): Subject[] {
  return listAll().filter(({ name }) => only === undefined || only.includes(name));
}

/** Of releases that render the same text one is enough. */
function listAll(): Subject[] {
  const subjects: Subject[] = [];
  for (const example of listExamples()) {
    for (const region of settleFile(join(examples, example, 'glacis.yaml'))) {
      subjects.push(render([example, region.name].filter((part) => part !== null).join('/'), region));
    }
  }
  for (const [name, intent] of Object.entries(furtherIntents)) subjects.push(renderIntent(name, intent));
  const seen = new Set<string>();
  for (const intent of releaseIntents()) {
    const subject = renderIntent(`release ${intent.release}`, intent);
    const text = [...subject.files]
      .filter(([file]) => file !== 'README.md')
      .map(([file, one]) => file + stripHeader(one));
    if (!seen.has(text.join('\0'))) subjects.push(subject);
    seen.add(text.join('\0'));
  }
  return subjects;
}

function renderIntent(name: string, intent: RegionIntent): Subject {
  return render(name, settleIntent(intent, name));
}

function render(name: string, region: SettledRegion): Subject {
  const stack = hardenRegion(undefined, region);
  const acceptedRisks = region.intent.acceptedRisks ?? [];
  const { trees, manifest } = layOutRegion({ name: null, documents: stack.collect(), targets: ['etc'], acceptedRisks });
  const files = trees[0]?.files ?? new Map<string, string>();
  const owners = new Map<string, string>();
  const { facts } = releaseFacts(stack, (pointer) => ({ file: name, pointer }));
  const controls = stack.node.findAll().filter((child): child is Control<object> => Control.isControl(child));
  for (const control of controls) {
    const decision = control.decide(facts, (pointer) => ({ file: name, pointer }));
    const own = (key: string): void => {
      const known = owners.get(key);
      owners.set(key, known === undefined ? control.node.id : `${known}, ${control.node.id}`);
    };
    for (const { service, section, option } of decision.settings ?? []) own(`${service}/${section}/${option}`);
    for (const { service, rule } of decision.overrides ?? []) own(`${service} ${rule}`);
    for (const { name: path } of decision.artifacts ?? []) {
      for (const file of files.keys()) if (file.endsWith(`/${path}`)) own(file);
    }
  }
  return { name, versions: manifest, files, owners };
}
