// The cloud under judgement: a tree of files as the services of one release and patch level read them. Everything is lazy.

import type { FileTree, Source } from '../../documents/types';
import type { Enforcer, Verdict } from '../../emulators/oslo-policy/enforcer';
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import type { UrlEnvironment } from '../../emulators/url/url-environment';
import type { Service } from '../../openstack/types';
import { type CloudVersions, ConfiguredServices } from './configured-services';
import { type EgressGuard, type GuardAnswer, openEgressGuard } from './egress';
import { type GlanceImportFilter, openImportFilter } from './import-filter';
import { type LateFault, listLateFaults } from './late-options';
import { readPipeline } from './pipeline';
import { type JudgedPolicy, openPolicy } from './policy';
import { findUnequalSwitches } from './policy-switches';
import { openUrlEnvironment } from './url-environment';

/** An option to try. */
interface TriedOption {
  readonly file: string;
  readonly section: string;
  readonly option: string;
  readonly value: string;
}

/** One cloud. It never changes; what clouds with the same files share is made of nothing else. */
export class Cloud extends ConfiguredServices {
  private readonly startFaults = new Map<Service, ReturnType<Cloud['startFault']>>();
  private readonly trials = new Map<string, Cloud>();
  private caller: Cloud['everybody'] | undefined;
  private readonly policies = new Map<Service, JudgedPolicy>();
  private late: readonly LateFault[] | undefined;
  private filter: GlanceImportFilter | undefined;
  private guard: EgressGuard | undefined;

  static {
    // On the prototype, by a name that all copies of Glacis share: clouds are made by the thousand.
    Object.defineProperty(Cloud.prototype, Symbol.for('glacis.Cloud'), { value: true });
  }

  /**
   * @param files laid out like /etc. @param isTrial true for a cloud made to try a fix.
   * @throws IntentProblems when a package version is none of this release.
   */
  constructor(
    files: FileTree,
    versions: CloudVersions,
    readonly isTrial = false,
  ) {
    super(files, versions);
  }

  /** The first thing that keeps a service from starting, or from reading an option that it needs; null when nothing does. */
  startFault(service: Service): { readonly at: Source; readonly message: string } | null {
    let fault = this.startFaults.get(service);
    if (fault === undefined) {
      fault = this.listLoadFaults(service)[0] ?? null;
      this.startFaults.set(service, fault);
    }
    return fault;
  }

  /**
   * The first thing that keeps glance-api from running at all: an import filter that cannot be read does not, because it is read when a URL
   * is to be judged (run on 30.0.0 and 33.0.0), nor do the options of `lateFaults`. With debug every option is logged at start.
   */
  get outage(): { readonly at: Source; readonly message: string } | null {
    const isLogged = this.config('glance').get('DEFAULT', 'debug').value === true;
    const filter = isLogged ? [] : this.importFilter.unreadable;
    const late = [...filter, ...this.lateFaults.map(({ at }) => at)];
    const isLate = (at: Source): boolean => late.some(({ file, line }) => file === at.file && line === at.line);
    return this.listLoadFaults('glance').find(({ at }) => !isLate(at)) ?? null;
  }

  /** Values with which Glance starts, and with which some requests end in an error. */
  get lateFaults(): readonly LateFault[] {
    this.late ??= listLateFaults(this);
    return this.late;
  }

  private listLoadFaults(service: Service): readonly { readonly at: Source; readonly message: string }[] {
    const faults = [...this.config(service).faults, ...this.policy(service).documents.flatMap((d) => d.faults)];
    const refused = faults.filter(({ effect }) => effect === 'refuses-to-load');
    const unequal = service === 'glance' ? findUnequalSwitches(this) : null;
    return unequal === null ? refused : [...refused, unequal];
  }

  /** The policy of a service as its enforcer holds it. */
  policy(service: Service): JudgedPolicy {
    this.consulted.add(service);
    let policy = this.policies.get(service);
    if (!policy) {
      policy = openPolicy(this, service);
      this.policies.set(service, policy);
    }
    return policy;
  }

  /** The loaded rules of a service. */
  enforcer(service: Service): Enforcer {
    return this.policy(service).enforcer;
  }

  /** Asks a rule for one of the personas, on an image of its own project; and for the one that the pipeline may make of everybody. */
  authorize(service: Service, rule: string, persona: PersonaName): Verdict {
    const everybody = service === 'glance' ? this.everybody : null;
    const callers = [...(everybody?.isSure ? [] : [persona]), ...(everybody ? [everybody.name] : [])];
    const verdicts = callers.map((caller) => this.policy(service).authorize(rule, caller));
    return verdicts.find(({ allowed }) => allowed !== false) ?? (verdicts[0] as Verdict);
  }

  /**
   * Whom Glance takes every caller for; null where keystone says who it is. A pipeline that is not in the tree is not trusted.
   * Where no line sets a flavor one may still be set outside of /etc: a defence must then hold either way.
   */
  get everybody(): { readonly name: 'anonymous' | 'admin'; readonly isSure: boolean } | null {
    if (this.caller === undefined) this.caller = this.readEverybody();
    return this.caller;
  }

  private readEverybody(): Cloud['everybody'] {
    const { identity, flavor, at } = readPipeline(this);
    if (identity === 'nobody') return { name: 'anonymous', isSure: at !== null };
    const isTrusted = identity === 'keystone' || (identity === 'unknown' && (at === null || flavor === ''));
    return isTrusted ? null : { name: 'admin', isSure: true };
  }

  /** `[import_filtering_opts]` as Glance holds it, with the lines it stands on. */
  get importFilter(): GlanceImportFilter {
    this.filter ??= openImportFilter(this);
    return this.filter;
  }

  /** Python and resolver of glance-api. `hosts`: where names lead. */
  urlEnvironment(hosts: Iterable<readonly [string, readonly string[]]> = []): UrlEnvironment {
    return openUrlEnvironment(this.versions, hosts);
  }

  /** The nftables rules that are loaded before glance-api starts. */
  get egress(): EgressGuard {
    this.guard ??= openEgressGuard(this.files, this.versions.glanceUid, this.versions.launcher);
    return this.guard;
  }

  /** What the packet filter says of a fetch. Behind a proxy it is the proxy that connects, and no rule here sees where to. */
  judgeFetch(address: string | null, port: number): GuardAnswer {
    if (this.proxyLine !== null) return { isStopped: false, at: null };
    return this.egress.judge({ address, port, protocol: 'tcp' });
  }

  /** The same cloud with a fix at the end of the file it names, where the last line counts: to try whether it closes an attack. */
  withFix(fix: TriedOption): Cloud {
    const { file, section, option, value } = fix;
    const lines = `\n[${section}]\n${option} = ${value}\n`;
    const question = `${file}${lines}`;
    let trial = this.trials.get(question);
    if (!trial) {
      trial = new Cloud(new Map([...this.files, [file, `${this.files.get(file) ?? ''}${lines}`]]), this.versions, true);
      this.trials.set(question, trial);
    }
    return trial;
  }
}
