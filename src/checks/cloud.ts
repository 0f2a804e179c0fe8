// The cloud under judgement: a tree of files as the services of one release and patch level read them. Everything is lazy.

import type { Carrier } from '../documents/carried';
import type { IniDocument } from '../documents/ini/model';
import { parseIni } from '../documents/ini/parse-ini';
import type { FileTree, Source } from '../documents/types';
import type { EffectiveConfig } from '../emulators/oslo-config/effective-config';
import { type FilesRead, filesRead } from '../emulators/oslo-config/files-read';
import { programsOf } from '../emulators/oslo-config/programs';
import type { Enforcer, Verdict } from '../emulators/oslo-policy/enforcer';
import type { PersonaName } from '../emulators/oslo-policy/personas';
import type { UrlEnvironment } from '../emulators/url/url-environment';
import { findOption } from '../openstack/catalogue';
import type { CodeLevel, Launcher, OptionFacts, ReleaseName, Service } from '../openstack/types';
import { codeLevel } from '../openstack/versions';
import { IntentProblems, problem } from '../problems';
import type { ClosedFile } from './closed-files';
import { type EgressGuard, openEgressGuard } from './egress';
import { mergeEnvironment } from './environment-options';
import { type GlanceImportFilter, openImportFilter } from './import-filter';
import { readPipeline } from './pipeline';
import { type JudgedPolicy, openPolicy } from './policy';
import { Recall } from './recall';
import { listSeenPaths, listShutFiles } from './seen-paths';
import { type ProgramStart, readProgramStart } from './start-facts';
import type { Fix } from './types';
import { openUrlEnvironment } from './url-environment';

/** What runs, as far as it is known. */
export interface CloudVersions {
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  /** The uid glance-api runs as. */
  readonly glanceUid: number;
  /** Files that lie in the tree and could not be read, below the same root. Default none. */
  readonly unreadFiles?: readonly string[];
  /** Files of options and rules that could not be read. Default none: verdicts that would rest on them are not given. */
  readonly closedFiles?: readonly ClosedFile[];
  /** Directories of options that the user of their service may not list, with the reason. Default none: what lies there is not read. */
  readonly shutDirectories?: ReadonlyMap<string, string>;
  /** The tool that writes these files: fixes go where it takes them. Default: a person, who may write every file. */
  readonly carrier?: Carrier;
}

/** Merged files that are kept: those of three services and some programs, for the kinds of regions that a fleet has. */
const knownConfigs = new Recall<EffectiveConfig>(64);

/** One cloud. It never changes; what clouds with the same files share is made of nothing else. */
export class Cloud {
  private readonly levels = new Map<Service, CodeLevel>();
  private readonly filesOf = new Map<Service, FilesRead>();
  private readonly starts = new Map<string, ProgramStart>();
  private readonly startFaults = new Map<Service, ReturnType<Cloud['startFault']>>();
  private readonly trials = new Map<string, Cloud>();
  private caller: Cloud['everybody'] | undefined;
  private readonly configs = new Map<Service, EffectiveConfig>();
  private readonly programConfigs = new Map<string, EffectiveConfig>();
  private readonly policies = new Map<Service, JudgedPolicy>();
  private readonly documents = new Map<string, IniDocument>();
  private readonly consulted = new Set<Service>();
  private filter: GlanceImportFilter | undefined;
  private guard: EgressGuard | undefined;

  /**
   * @param files laid out like /etc. @param isTrial true for a cloud made to try a fix.
   * @throws IntentProblems when a package version is none of this release.
   */
  constructor(
    readonly files: FileTree,
    readonly versions: CloudVersions,
    readonly isTrial = false,
  ) {
    const problems = (['glance', 'nova', 'cinder'] as const).flatMap((service) => {
      const answer = codeLevel(service, versions.release, versions.packages[service]);
      if (answer.ok) this.levels.set(service, answer.level);
      const got = versions.packages[service] ?? '';
      return answer.ok ? [] : [problem('unknown-package-version', { file: service }, { got, wanted: answer.error })];
    });
    if (problems.length > 0) throw new IntentProblems(problems);
  }

  /** The services whose files `ask` looks at. */
  listConsulted(ask: () => void): readonly Service[] {
    this.consulted.clear();
    ask();
    return [...this.consulted];
  }

  /** The code fixes a service has. */
  level(service: Service): CodeLevel {
    return this.levels.get(service) as CodeLevel;
  }

  /** The files of a service in the order they count, and those it never opens. */
  filesRead(service: Service): FilesRead {
    this.consulted.add(service);
    let found = this.filesOf.get(service);
    if (!found) {
      const programs = programsOf[service];
      const [only = ''] = programs;
      found = programs.length === 1 ? this.programFiles(service, only) : this.joinFiles(service, programs);
      const shut = listShutFiles(this.files, this.versions.shutDirectories, service);
      if (shut.length > 0) found = { ...found, unread: [...found.unread, ...shut] };
      this.filesOf.set(service, found);
    }
    return found;
  }

  /** Those of every program, and behind them what the unit of one of them names. */
  private joinFiles(service: Service, programs: readonly string[]): FilesRead {
    const { release, launcher, shutDirectories } = this.versions;
    const common = filesRead(service, launcher, listSeenPaths(this.files, shutDirectories), { release });
    const named = programs.flatMap((program) => {
      const { facts, nova } = this.start(service, program);
      const isNamed = nova !== undefined || facts.commandLine?.some((word) => word.startsWith('--config-'));
      return isNamed ? this.programFiles(service, program).read : [];
    });
    // What is named counts last there too.
    const read = [...new Set([...common.read, ...named].reverse())].reverse();
    return { read, unread: common.unread.filter(({ file }) => !read.includes(file)) };
  }

  private programFiles(service: Service, program: string): FilesRead {
    const { release, launcher, shutDirectories } = this.versions;
    const { facts, nova } = this.start(service, program);
    const found = filesRead(service, launcher, listSeenPaths(this.files, shutDirectories), {
      ...facts,
      release,
      program,
    });
    if (nova === undefined) return found;
    const named = nova.filter((file) => this.files.has(file));
    return { ...found, read: [...named, ...found.read.filter((file) => file.includes('.conf.d/'))] };
  }

  private start(service: Service, program: string): ProgramStart {
    let start = this.starts.get(program);
    if (!start) {
      start = readProgramStart(this.files, service, program, this.versions.launcher);
      this.starts.set(program, start);
    }
    return start;
  }

  /** Lines of scripts and units that may decide what a program of the service reads, and cannot be followed. */
  listUnclearStarts(service: Service): Source[] {
    return programsOf[service].flatMap((program) => this.start(service, program).unclear ?? []);
  }

  /** The option files of a service, weakest first. */
  optionFiles(service: Service): readonly IniDocument[] {
    return this.filesRead(service).read.map((file) => this.iniDocument(file));
  }

  /** One file as oslo.config reads it. */
  iniDocument(file: string): IniDocument {
    let document = this.documents.get(file);
    if (!document) {
      document = parseIni(this.files.get(file) ?? '', file);
      this.documents.set(file, document);
    }
    return document;
  }

  /** The options of a service as its process holds them. */
  config(service: Service): EffectiveConfig {
    this.consulted.add(service);
    let config = this.configs.get(service);
    if (!config) {
      config = this.mergeFiles(service, this.filesRead(service).read, programsOf[service]);
      this.configs.set(service, config);
    }
    return config;
  }

  /** The options of one program of a service, such as nova-compute: what stands in the files of another does not reach it. */
  programConfig(service: Service, program: string): EffectiveConfig {
    this.consulted.add(service);
    let config = this.programConfigs.get(program);
    if (!config) {
      config = this.mergeFiles(service, this.programFiles(service, program).read, [program]);
      this.programConfigs.set(program, config);
    }
    return config;
  }

  /** One object for all clouds of a release that have the same files there. */
  private mergeFiles(service: Service, read: readonly string[], programs: readonly string[]): EffectiveConfig {
    const { release } = this.versions;
    const variables = programs.flatMap((program) => this.start(service, program).options);
    return knownConfigs.recall(this.files, JSON.stringify([service, release, read, variables]), (files) => {
      for (const file of read) files.get(file);
      const documents = read.map((file) => this.iniDocument(file));
      const lookup = (section: string, name: string) => findOption(service, section, name, release)?.facts;
      return mergeEnvironment(documents, variables, release, lookup);
    });
  }

  /** What this release says about an option, old spellings included. */
  optionFacts(service: Service, section: string, name: string): OptionFacts | undefined {
    return findOption(service, section, name, this.versions.release)?.facts;
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
   * is to be judged (run on 30.0.0 and 33.0.0). With debug every option is logged at start.
   */
  get outage(): { readonly at: Source; readonly message: string } | null {
    const late = this.config('glance').get('DEFAULT', 'debug').value === true ? [] : this.importFilter.unreadable;
    const isLate = (at: Source): boolean => late.some(({ file, line }) => file === at.file && line === at.line);
    return this.listLoadFaults('glance').find(({ at }) => !isLate(at)) ?? null;
  }

  private listLoadFaults(service: Service): readonly { readonly at: Source; readonly message: string }[] {
    const faults = [...this.config(service).faults, ...this.policy(service).documents.flatMap((d) => d.faults)];
    return faults.filter(({ effect }) => effect === 'refuses-to-load');
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

  /** The same cloud with a fix at the end of the file it names, where the last line counts: to try whether it closes an attack. */
  withFix(fix: Fix): Cloud {
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
