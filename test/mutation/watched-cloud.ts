// A cloud that notes what a check asks it: option by option, so that a mutant of one option is judged by the checks that ask for it.
import { Cloud } from '../../src/checks/cloud/cloud';
import type { CloudVersions } from '../../src/checks/cloud/configured-services';
import type { JudgedPolicy } from '../../src/checks/cloud/policy';
import type { IniDocument } from '../../src/documents/ini/model';
import type { FileTree } from '../../src/documents/types';
import type { EffectiveConfig, EffectiveOption } from '../../src/emulators/oslo-config/effective-config';
import type { Service } from '../../src/openstack/types';

/** Something that was asked. Two clouds of the same paths that answer all of it alike are judged alike. */
export type Question =
  | { readonly kind: 'text'; readonly file: string }
  | { readonly kind: 'lines' | 'faults' | 'policy'; readonly service: Service }
  | {
      readonly kind: 'option';
      readonly service: Service;
      readonly program: string | null;
      readonly section: string;
      readonly option: string;
    };

/** The answers come from a cloud that all checks share; texts that are read past it are noted too. */
export class WatchedCloud extends Cloud {
  constructor(
    private readonly base: Cloud,
    versions: CloudVersions,
    private readonly asked: Map<string, Question>,
  ) {
    super(
      watchTexts(base.files, (file) => asked.set(`text ${file}`, { kind: 'text', file })),
      versions,
    );
  }

  override optionFiles(service: Service): readonly IniDocument[] {
    this.note({ kind: 'lines', service });
    return this.base.optionFiles(service);
  }

  override iniDocument(file: string): IniDocument {
    this.note({ kind: 'text', file });
    return this.base.iniDocument(file);
  }

  override config(service: Service): EffectiveConfig {
    return this.watchConfig(service, null, this.base.config(service));
  }

  override programConfig(service: Service, program: string): EffectiveConfig {
    return this.watchConfig(service, program, this.base.programConfig(service, program));
  }

  override policy(service: Service): JudgedPolicy {
    this.note({ kind: 'policy', service });
    return this.base.policy(service);
  }

  private watchConfig(service: Service, program: string | null, config: EffectiveConfig): EffectiveConfig {
    const note = (question: Question): void => this.note(question);
    return {
      get: (section, option) => {
        note({ kind: 'option', service, program, section, option });
        return config.get(section, option);
      },
      get faults() {
        note({ kind: 'faults', service });
        return config.faults;
      },
    };
  }

  private note(question: Question): void {
    this.asked.set(Object.values(question).join(' '), question);
  }
}

/** A cloud with some files changed that takes what does not depend on them from the cloud it was made from. */
export class ChangedCloud extends Cloud {
  private readonly isShared = new Map<string, boolean>();

  constructor(
    private readonly base: Cloud,
    private readonly changed: FileTree,
  ) {
    super(new Map([...base.files, ...changed]), base.versions);
  }

  override iniDocument(file: string): IniDocument {
    return this.changed.has(file) ? super.iniDocument(file) : this.base.iniDocument(file);
  }

  override config(service: Service): EffectiveConfig {
    return this.keepsOptions(service) ? this.base.config(service) : super.config(service);
  }

  override programConfig(service: Service, program: string): EffectiveConfig {
    return this.keepsOptions(service)
      ? this.base.programConfig(service, program)
      : super.programConfig(service, program);
  }

  override policy(service: Service): JudgedPolicy {
    const keeps = this.once(`policy ${service}`, () => {
      const isOther = compareAnswers(this.base, this, this.changed);
      return !this.addsFiles() && !isOther({ kind: 'policy', service });
    });
    return keeps ? this.base.policy(service) : super.policy(service);
  }

  /** A unit may name other option files, so any change below systemd counts. */
  private keepsOptions(service: Service): boolean {
    return this.once(`options ${service}`, () => {
      const read = new Set(this.base.filesRead(service).read);
      return (
        !this.addsFiles() && ![...this.changed.keys()].some((file) => read.has(file) || file.startsWith('systemd/'))
      );
    });
  }

  private addsFiles(): boolean {
    return [...this.changed.keys()].some((file) => !this.base.files.has(file));
  }

  private once(key: string, decide: () => boolean): boolean {
    const known = this.isShared.get(key) ?? decide();
    this.isShared.set(key, known);
    return known;
  }
}

/** True when a changed cloud may answer otherwise. Answers are compared once for each question. */
export function compareAnswers(before: Cloud, after: Cloud, changed: FileTree): (question: Question) => boolean {
  const known = new Map<string, boolean>();
  const touched = (files: readonly string[]): boolean => files.some((file) => changed.has(file));
  const isOther = (question: Question): boolean => {
    switch (question.kind) {
      case 'text':
        return changed.has(question.file);
      case 'lines':
        return touched(before.filesRead(question.service).read);
      case 'faults':
        return JSON.stringify(faultsOf(before, question)) !== JSON.stringify(faultsOf(after, question));
      case 'policy':
        return (
          touched(before.policy(question.service).files.read) ||
          ['policy_file', 'policy_dirs', 'policy_default_rule', 'enforce_scope', 'enforce_new_defaults'].some(
            (option) => {
              const { service } = question;
              return isOther({ kind: 'option', service, program: null, section: 'oslo_policy', option });
            },
          )
        );
      case 'option':
        return JSON.stringify(answer(before, question)) !== JSON.stringify(answer(after, question));
    }
  };
  return (question) => {
    const key = Object.values(question).join(' ');
    let other = known.get(key);
    if (other === undefined) {
      other = isOther(question);
      known.set(key, other);
    }
    return other;
  };
}

function faultsOf(cloud: Cloud, { service }: { readonly service: Service }): unknown {
  return cloud.config(service).faults;
}

function answer(cloud: Cloud, question: Question & { readonly kind: 'option' }): EffectiveOption {
  const { service, program, section, option } = question;
  const config = program === null ? cloud.config(service) : cloud.programConfig(service, program);
  return config.get(section, option);
}

/** A tree that tells which texts are read. Names alone are not watched. */
function watchTexts(files: FileTree, note: (file: string) => void): FileTree {
  class Watched extends Map<string, string> {
    override get(file: string): string | undefined {
      note(file);
      return super.get(file);
    }

    override *entries(): MapIterator<[string, string]> {
      for (const [file, text] of super.entries()) {
        note(file);
        yield [file, text];
      }
      return undefined;
    }

    override *values(): MapIterator<string> {
      for (const [, text] of this.entries()) yield text;
      return undefined;
    }

    override forEach(take: (text: string, file: string, tree: Map<string, string>) => void): void {
      for (const [file, text] of this.entries()) take(text, file, this);
    }

    override [Symbol.iterator](): MapIterator<[string, string]> {
      return this.entries();
    }
  }
  return new Watched([...files]);
}
