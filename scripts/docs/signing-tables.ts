// The tables of docs/signing.md, out of the emulators: `npx tsx scripts/docs/signing-tables.ts` writes them into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../../src/checks/cloud';
import { judgeSignatures } from '../../src/checks/mechanisms/signature-table';
import { imageStates, imageStateWords } from '../../src/emulators/signatures/image-state';
import { bootImage, findNovaMode } from '../../src/emulators/signatures/nova-boot';

const page = join(__dirname, '../../docs/signing.md');

/** The page with its tables renewed; the text between them is written by hand. */
export function renewSigningTables(text: string): string {
  return Object.entries({ states: composeStates(), modes: composeModes(), ways: composeWays() }).reduce(
    (renewed, [name, table]) => {
      const block = new RegExp(`(<!-- table: ${name} -->\\n)(?:(?!<!--)[^])*(<!-- end -->)`);
      if (!block.test(renewed)) throw new Error(`docs/signing.md has no place for the table ${name}`);
      return renewed.replace(block, (_, before: string, after: string) => `${before}\n${table}\n\n${after}`);
    },
    text,
  );
}

function composeStates(): string {
  return composeTable(
    ['state', 'what it means'],
    imageStates.map((state) => [state, imageStateWords[state]]),
  );
}

/** Image-backed boots on the path that is verified. */
function composeModes(): string {
  const switches = [
    ['off', 'off', '-'],
    ['off', 'on', 'filled'],
    ['on', 'off', '-'],
    ['on', 'on', 'empty'],
    ['on', 'on', 'filled'],
  ] as const;
  return composeTable(
    ['verify', 'validate', 'trusted list', 'mode', ...imageStates],
    switches.map(([verify, validate, list]) => {
      const facts = {
        release: '2025.1' as const,
        verifies: verify === 'on',
        validates: validate === 'on',
        hasTrustedList: list === 'filled',
      };
      const ends = imageStates.map((state) => bootImage(facts, 'download', state).ends);
      return [verify, validate, list, findNovaMode(facts), ...ends.map((end) => (end === 'error' ? 'ERROR' : end))];
    }),
  );
}

/** Everything switched on, and what each way makes of it. */
function composeWays(): string {
  const files = new Map([
    [
      'nova/nova.conf',
      '[glance]\nverify_glance_signatures = true\nenable_certificate_validation = true\ndefault_trusted_certificate_ids = a\n',
    ],
    ['cinder/cinder.conf', '[DEFAULT]\nverify_glance_signatures = enabled\n'],
  ]);
  const cloud = new Cloud(files, { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 });
  return composeTable(
    ['service', 'way', ...imageStates],
    judgeSignatures(cloud).map(({ service, path, ends }) => [
      service,
      path,
      ...imageStates.map((state) => ends[state]),
    ]),
  );
}

function composeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (require.main === module) writeFileSync(page, renewSigningTables(readFileSync(page, 'utf8')));
