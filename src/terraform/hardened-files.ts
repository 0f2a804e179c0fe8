// HardenedFiles: the files of one region as resources of a Terraform stack. The doors of cdktf and cdktn give it their library.
import { Construct, type Node } from 'constructs';
import type { HardeningDocuments } from '../documents/hardening';
import type { AcceptedRisk } from '../intent/types';
import { describeProblem, IntentProblems, type Problem } from '../problems';
import { sha256 } from '../sha256';
import { addFilesResource, contentAttribute, type FileResourceType } from './files-resource';
import type { LateForEach } from './instances';
import { LateValue, type ProviderConstruct, type ResourceConstruct, type TerraformLibrary } from './library';
import { findMisuse, mayBeAbsent, type PropRule, providerRule, textRule } from './misuse';
import {
  composeJsonForEach,
  findDirectoryProblems,
  findPlacementProblems,
  type PlacedFile,
  placeFiles,
  renderHclForEach,
} from './placed-files';
import { findOrAddProvider, localProvider } from './providers';
import {
  addBytesGate,
  addVerdictGate,
  findUnknownAttacks,
  type GateEntry,
  judgeStopped,
  type StoppedAttacks,
} from './verdict-gate';

/** The part of a `HardeningStack` that is needed: a stack of another copy of this package will do. */
export interface HardenedRegion {
  readonly node: Node;
  /** @throws IntentProblems when the region cannot be synthesized. */
  collect(): HardeningDocuments;
  problems(): readonly Problem[];
  /** Risks that the operator took. Default none. */
  readonly acceptedRisks?: readonly AcceptedRisk[];
}

/** What to do with the files of a region. */
export interface HardenedFilesProps {
  /** The region: a `HardeningStack`. Controls may still be added to it until the app is synthesized. */
  readonly region: HardenedRegion;
  /**
   * `terraform_data` keeps the files in the state, for whatever delivers them, and needs no provider (Terraform 1.4 and later).
   * `local_file` writes them on the host that runs Terraform. Default `terraform_data`.
   */
  readonly resource?: FileResourceType;
  /** Where the files lie on a host; literal text, no Terraform expression. Default `/etc`. */
  readonly directory?: string;
  /** Provider of `local_file`. Default: the `local` provider among the stack's children, or a new one without settings. */
  readonly provider?: ProviderConstruct;
  /**
   * Attacks that this stack calls stopped, by id, or `all` but the region's accepted risks. `terraform plan` fails while one of them is
   * open, after the last day of an accepted risk, and when the files in the plan are not the bytes that were judged (Terraform 1.5 and
   * later). Default: none, and nothing is judged.
   */
  readonly mustStop?: StoppedAttacks;
}

const types = Object.keys(contentAttribute);

const rules: Readonly<Record<keyof HardenedFilesProps, PropRule>> = {
  region: { isRight: isRegion, wanted: 'a HardeningStack' },
  resource: mayBeAbsent({ isRight: (type) => types.some((one) => one === type), wanted: types.join(' or ') }),
  directory: mayBeAbsent({ ...textRule, wanted: 'a path' }),
  provider: providerRule,
  mustStop: mayBeAbsent({
    isRight: (attacks) => attacks === 'all' || (Array.isArray(attacks) && attacks.every(textRule.isRight)),
    wanted: 'all, or a list of attacks',
  }),
};

function isRegion(value: unknown): boolean {
  const { node, collect, problems } = (value ?? {}) as Partial<HardenedRegion>;
  return node !== undefined && typeof collect === 'function' && typeof problems === 'function';
}

/**
 * Base of the two doors. One resource with an instance per file, addressed by its path below the directory, and two outputs
 * computed by Terraform from what it holds: `<name>_file_sha256` (path to digest) and `<name>_sha256`, the digest of the
 * lines that `sha256sum` prints for the files in sorted order. Problems of the region make the app's `synth()` refuse.
 */
export abstract class TerraformFiles extends Construct {
  /** The resource, for `dependsOn`, `lifecycle` and `moveTo`. */
  readonly resource: ResourceConstruct;
  private readonly region: HardenedRegion;
  private readonly directory: string;
  private readonly mustStop: StoppedAttacks | undefined;
  private judged: { readonly digest: string; readonly entries: ReadonlyMap<string, GateEntry> } | undefined;

  constructor(library: TerraformLibrary, scope: Construct, id: string, props: HardenedFilesProps) {
    super(scope, id);
    const misuse = findMisuse(this.node.path, '', props, rules);
    if (misuse.length > 0) throw new IntentProblems(misuse);
    this.region = props.region;
    this.directory = props.directory ?? '/etc';
    this.mustStop = props.mustStop;
    const type = props.resource ?? 'terraform_data';
    const stack = library.TerraformStack.of(this);
    const forEach: LateForEach = {
      json: new LateValue(({ preparing }) => (preparing ? {} : composeJsonForEach(this.files()))),
      hcl: new LateValue(({ preparing }) => (preparing ? '{}' : renderHclForEach(this.files()))),
    };
    const provider =
      type === 'local_file' ? (props.provider ?? findOrAddProvider(library, stack, localProvider)) : undefined;
    this.resource = addFilesResource(library, this, type, forEach, provider);
    const content = `file.${contentAttribute[type]}`;
    this.addOutput(library, 'file_sha256', 'SHA-256 of each file', (instances) => {
      return `{ for path, file in ${instances} : path => sha256(${content}) }`;
    });
    const digestOf = (instances: string): string =>
      `sha256(join("", [for path, file in ${instances} : "\${sha256(${content})}  \${path}\\n"]))`;
    this.addOutput(library, 'sha256', 'SHA-256 of the sha256sum lines of all files', digestOf);
    const { mustStop } = props;
    if (mustStop) {
      const gate = addVerdictGate(library, this, () => this.judgeFiles(mustStop));
      this.name(gate, 'attacks');
      this.resource.dependsOn = [`${gate.terraformResourceType}.${gate.friendlyUniqueId}`];
      const planned = (): string => this.onInstances(digestOf);
      const bytes = addBytesGate(library, this, planned, () => this.digestFiles());
      this.name(bytes, 'judged');
    }
    this.node.addValidation({ validate: () => this.validateFiles(stack) });
  }

  /** The region is asked when the app is synthesized. @throws IntentProblems: an empty map would delete the files. */
  private files(): ReadonlyMap<string, PlacedFile> {
    const files = placeFiles(this.region.collect(), this.directory);
    const problems = this.findOwnProblems(files);
    if (problems.length > 0) throw new IntentProblems(problems);
    return files;
  }

  /** The digest of the lines that `sha256sum` prints for the files. */
  private digestFiles(): string {
    return sha256([...this.files()].map(([path, file]) => `${file.sha256}  ${path}\n`).join(''));
  }

  /** Judged once for each state of the files: libraries ask several times, and a judgement takes a fifth of a second. */
  private judgeFiles(mustStop: StoppedAttacks): ReadonlyMap<string, GateEntry> {
    const digest = this.digestFiles();
    if (this.judged?.digest !== digest) {
      const files = new Map([...this.files()].map(([path, { content }]) => [path, content]));
      const risks = this.region.acceptedRisks ?? [];
      this.judged = { digest, entries: judgeStopped(this.region.collect(), files, mustStop, risks) };
    }
    return this.judged.entries;
  }

  private findOwnProblems(files: ReadonlyMap<string, PlacedFile>): readonly Problem[] {
    const construct = this.node.path;
    const problems = [
      ...findDirectoryProblems(this.directory, construct),
      ...findUnknownAttacks(this.mustStop ?? [], construct),
    ];
    return problems.length > 0 ? problems : findPlacementProblems(files, construct);
  }

  /** A region below the same stack reports its problems itself. */
  private validateFiles(stack: Construct): string[] {
    if (this.region.problems().length > 0) {
      return this.region.node.scopes.includes(stack) ? [] : this.region.node.validate();
    }
    const problems = this.findOwnProblems(placeFiles(this.region.collect(), this.directory));
    return problems.map(describeProblem);
  }

  private addOutput(
    library: TerraformLibrary,
    name: string,
    description: string,
    expression: (instances: string) => string,
  ): void {
    const value = new LateValue(() => `\${${this.onInstances(expression)}}`);
    const output = new library.TerraformOutput(this, name, { value, description });
    this.name(output, name);
  }

  /** An expression on the instances of the files. Asked for late: their address may change while the app is composed. */
  private onInstances(expression: (instances: string) => string): string {
    return expression(`${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`);
  }

  /** Named by us: a logical id of the library would end in a digest of the construct path. */
  private name(element: { overrideLogicalId(id: string): void }, name: string): void {
    element.overrideLogicalId(`${this.resource.friendlyUniqueId}_${name}`);
  }
}
