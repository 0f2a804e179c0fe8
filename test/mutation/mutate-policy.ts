// Mutants of policy rules: looser checks, and the traps of YAML and of oslo.policy's language.
import type { Cloud } from '../../src/checks/cloud/cloud';
import { judgedServices } from '../../src/checks/types';
import type { CheckText } from '../../src/documents/policy/model';
import { blank, type Mutant, replaceLines, type Setting } from './mutant';

/** Every mutant of every rule of a tree. */
export function mutateRules(cloud: Cloud): Mutant[] {
  return judgedServices.flatMap((service) =>
    cloud.policy(service).documents.flatMap(({ file, rules }) => {
      const text = cloud.files.get(file) ?? '';
      return rules.flatMap(({ name, check, at }): Mutant[] => {
        const setting: Setting = {
          ...at,
          lineCount: 1,
          name: `${service} rule ${name}`,
          owner: `${service} ${name}`,
        };
        const mutant = (mutation: string, line: string): Mutant => ({
          setting,
          mutation,
          files: new Map([[file, replaceLines(text, setting, [line])]]),
        });
        const write = (other: string): string => `"${name}": "${other}"`;
        const isDefault = cloud.policy(service).defaults.rule(name)?.check === check;
        const host = new Map([[`${service}/policy.yaml`, `"${name}": ""\n`]]);
        return [
          { ...mutant('removed', ''), files: new Map([[file, replaceLines(text, setting, blank(setting))]]) },
          ...(isDefault ? [{ ...mutant('removed, host says otherwise', ''), host }] : []),
          mutant('everybody', write('')),
          mutant('@', write('@')),
          mutant('role:member', write('role:member')),
          mutant('role:reader', write('role:reader')),
          mutant('or role:member', write(`${showCheck(check)} or role:member`)),
          mutant('bare !', `"${name}": !`),
          mutant('null', `"${name}":`),
          mutant('empty list', `"${name}": []`),
          mutant('negated', write(`not (${showCheck(check)})`)),
          mutant('undefined rule', write('rule:no_such_rule')),
          mutant('misspelt', `"${name}s": "${showCheck(check)}"`),
          mutant('capitals', `"${name.toUpperCase()}": "${showCheck(check)}"`),
          mutant('indented', `  ${write(showCheck(check))}`),
          mutant('commented out', `# ${write(showCheck(check))}`),
        ];
      });
    }),
  );
}

function showCheck(check: CheckText): string {
  return typeof check === 'string' ? check : '@';
}
