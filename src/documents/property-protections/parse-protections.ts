// Reads a property protection file as Glance does, which gives it to Python's configparser and not to oslo.config.
import { printable } from '../../problems';
import type { Fault } from '../types';
import {
  type PropertyOperation,
  type PropertyProtections,
  type ProtectionFormat,
  type ProtectionRule,
  propertyOperations,
} from './model';

interface Section {
  readonly name: string;
  readonly line: number;
  readonly options: Map<string, { value: string; readonly line: number }>;
}

/** Never throws: what would keep Glance from starting is a fault. */
export function parseProtections(text: string, file: string, format: ProtectionFormat = 'roles'): PropertyProtections {
  const faults: Fault[] = [];
  const refuse = (line: number, message: string) =>
    faults.push({ at: { file, line }, effect: 'refuses-to-load', message });
  const sections = readSections(text, refuse);
  const defaults = sections.find(({ name }) => name === 'DEFAULT');
  const rules = sections
    .filter(({ name }) => name !== 'DEFAULT')
    .map((section): ProtectionRule => {
      const read = (operation: PropertyOperation) => readPermission(section, defaults, operation, format, refuse);
      const permissions = {
        create: read('create'),
        read: read('read'),
        update: read('update'),
        delete: read('delete'),
      };
      return { pattern: section.name, permissions, at: { file, line: section.line } };
    });
  return { file, rules, faults };
}

type Refuse = (line: number, message: string) => void;

function readSections(text: string, refuse: Refuse): Section[] {
  const sections: Section[] = [];
  const byName = new Map<string, Section>();
  let current: Section | undefined;
  let option: { value: string } | undefined;
  let indent = 0;
  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) return;
    const depth = raw.search(/\S/);
    // A value goes on in lines that stand further in than its own.
    if (option !== undefined && depth > indent) {
      option.value += `\n${trimmed}`;
      return;
    }
    indent = depth;
    const header = /^\[(.+)\]/.exec(trimmed);
    if (header !== null) {
      const name = header[1] as string;
      const known = byName.get(name);
      if (known !== undefined && name !== 'DEFAULT') refuse(line, `section ${printable(name, 60)} stands twice`);
      current = known ?? { name, line, options: new Map() };
      if (known === undefined) {
        byName.set(name, current);
        sections.push(current);
      }
      option = undefined;
      return;
    }
    const entry = /^([^=:]+)[=:](.*)$/.exec(trimmed);
    if (current === undefined || entry === null) {
      refuse(line, current === undefined ? 'a line before the first section' : 'neither a section nor a value');
      return;
    }
    const key = (entry[1] as string).trim().toLowerCase();
    if (current.options.has(key)) refuse(line, `${printable(key, 60)} stands twice in one section`);
    const fresh = { value: (entry[2] as string).trim(), line };
    current.options.set(key, fresh);
    option = fresh;
  });
  return sections;
}

function readPermission(
  section: Section,
  defaults: Section | undefined,
  operation: PropertyOperation,
  format: ProtectionFormat,
  refuse: Refuse,
): readonly string[] {
  const found = section.options.get(operation) ?? defaults?.options.get(operation);
  if (found === undefined) {
    refuse(section.line, `${operation} is missing: Glance wants ${propertyOperations.join(', ')} in every section`);
    return [];
  }
  const value = interpolate(found.value, (name) => (section.options.get(name) ?? defaults?.options.get(name))?.value);
  if (value === null) refuse(found.line, 'a percent sign that configparser cannot read');
  if (!value) return [];
  if (format === 'policies') {
    if (value.includes(',')) refuse(found.line, 'more than one policy for an operation');
    return [value];
  }
  const roles = value.split(',').map((role) => role.trim());
  if (roles.includes('@') && roles.includes('!')) refuse(found.line, '@ and ! in one list');
  return roles;
}

/** `%%` is one percent sign, `%(name)s` another value of the section or of DEFAULT, ten deep at most; null: configparser raises. */
function interpolate(value: string, find: (name: string) => string | undefined, depth = 1): string | null {
  if (depth > 10) return null;
  let text = '';
  for (const [mark, name] of value.matchAll(/[^%]+|%%|%\(([^)]+)\)s|%/g)) {
    const found = name === undefined ? undefined : find(name.toLowerCase());
    const piece = found?.includes('%') ? interpolate(found, find, depth + 1) : found;
    if (mark === '%' || (name !== undefined && typeof piece !== 'string')) return null;
    text += name === undefined ? mark.replace('%%', '%') : piece;
  }
  return text;
}
