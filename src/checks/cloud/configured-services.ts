// The services of one tree: which files each program reads, in which order, and the options that come of them. Everything is lazy.

import type { Carrier } from '../../documents/carried';
import type { IniDocument } from '../../documents/ini/model';
import { parseIni } from '../../documents/ini/parse-ini';
import type { FileTree, Source } from '../../documents/types';
import type { EffectiveConfig } from '../../emulators/oslo-config/effective-config';
import { type FilesRead, filesRead, listBeside } from '../../emulators/oslo-config/files-read';
import { programsOf } from '../../emulators/oslo-config/programs';
import { findOption } from '../../openstack/catalogue';
import type { CodeLevel, Launcher, OptionFacts, ReleaseName, Service } from '../../openstack/types';
import { codeLevel } from '../../openstack/versions';
import { IntentProblems, problem } from '../../problems';
import { mergeEnvironment } from './environment-options';
import { Recall } from './recall';
import { listSeenPaths, listShutFiles } from './seen-paths';
import { type ProgramContainer, type ProgramStart, readProgramStart } from './start-facts';

/** A path of the tree that a service may read and the judge could not. */
export interface ClosedFile {
  /** Laid out like /etc. */
  readonly file: string;
  /** What was found there: `a directory`, `ENOENT`, `EACCES`. */
  readonly got: string;
  /** Nobody but root has the right to read it, or surely not `reader`. */
  readonly isClosedToAll: boolean;
  /** Root could read it, and this user may not: `user glance`. */
  readonly reader?: string;
}

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
  /** By the name of the program. Default: none runs in a container, or all of a service share its directory. */
  readonly containers?: Readonly<Record<string, ProgramContainer>>;
  /** The tool that writes these files: fixes go where it takes them. Default: a person, who may write every file. */
  readonly carrier?: Carrier;
}

/** Merged files that are kept: those of three services and some programs, for the kinds of regions that a fleet has. */
const knownConfigs = new Recall<EffectiveConfig>(64);

/** The files and options of the services of one tree. It never changes. */
export class ConfiguredServices {
  private readonly levels = new Map<Service, CodeLevel>();
  private readonly filesOf = new Map<Service, FilesRead>();
  private readonly starts = new Map<string, ProgramStart>();
  private readonly configs = new Map<Service, EffectiveConfig>();
  private readonly programConfigs = new Map<string, EffectiveConfig>();
  private readonly documents = new Map<string, IniDocument>();
  /** Services whose files somebody looked at since `listConsulted` began. */
  protected readonly consulted = new Set<Service>();

  /** @param files laid out like /etc. @throws IntentProblems when a package version is none of this release. */
  constructor(
    readonly files: FileTree,
    readonly versions: CloudVersions,
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
      const isNamed =
        nova !== undefined ||
        (facts.home ?? service) !== service ||
        facts.commandLine?.some((word) => word.startsWith('--config-'));
      return isNamed ? this.programFiles(service, program).read : [];
    });
    // What is named counts last there too.
    const read = [...new Set([...common.read, ...named].reverse())].reverse();
    return { ...common, read, unread: common.unread.filter(({ file }) => !read.includes(file)) };
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
    const read = [...named, ...found.read.filter((file) => file.includes('.conf.d/'))];
    return { ...found, read, beside: listBeside(service, nova) };
  }

  /** Where the API of a service looks for a file that an option names; '' is /etc itself. */
  listBeside(service: Service): readonly string[] {
    return this.programFiles(service, `${service}-api`).beside;
  }

  private start(service: Service, program: string): ProgramStart {
    let start = this.starts.get(program);
    if (!start) {
      const { launcher, containers } = this.versions;
      start = readProgramStart(this.files, service, program, launcher, containers?.[program]);
      this.starts.set(program, start);
    }
    return start;
  }

  /** The line that gives the HTTP clients of glance-api a proxy; null when none does. */
  get proxyLine(): Source | null {
    return this.start('glance', 'glance-api').proxies[0] ?? null;
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
}
