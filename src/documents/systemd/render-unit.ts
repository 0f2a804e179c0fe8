// Writes systemd units and drop-ins from sections of assignments, each with its reason.
import { InternalError, printable } from '../../problems';

/** One assignment; a reason becomes the comment above it. */
export interface WantedUnitSetting {
  readonly key: string;
  readonly value: string;
  readonly reason?: string;
}

/** One section of a unit. */
export interface WantedUnitSection {
  readonly name: 'Unit' | 'Service' | 'Timer' | 'Mount' | 'Install';
  readonly settings: readonly WantedUnitSetting[];
}

/** Renders a unit. Throws InternalError on text that would not stay on its line. */
export function renderUnit(sections: readonly WantedUnitSection[]): string {
  return sections
    .map(({ name, settings }) => {
      const lines = settings.flatMap(({ key, value, reason }) => [
        ...(reason === undefined ? [] : [`# ${checkLine(reason)}`]),
        `${key}=${checkLine(value)}`,
      ]);
      return `[${name}]\n${lines.map((line) => `${line}\n`).join('')}`;
    })
    .join('\n');
}

function checkLine(text: string): string {
  if (/[\u0000-\u001f\u007f]/.test(text) || text.endsWith('\\')) {
    throw new InternalError(`a unit line cannot hold ${printable(text, 60)}`);
  }
  return text;
}

/** The name systemd demands of the unit that mounts `directory`: `/var/lib/a-b` is `var-lib-a\x2db.mount`. */
export function nameMountUnit(directory: string): string {
  const parts = directory.split('/').filter((part) => part !== '');
  const escaped = parts.map((part, index) =>
    [...Buffer.from(part)]
      .map((byte, i) => {
        const char = String.fromCharCode(byte);
        const isDot = char === '.' && i === 0 && index === 0;
        return /[A-Za-z0-9:_.]/.test(char) && !isDot ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
      })
      .join(''),
  );
  return `${escaped.length === 0 ? '-' : escaped.join('-')}.mount`;
}
