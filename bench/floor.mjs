// The floor: joins strings and writes files, in one process, checking nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [work, out] = process.argv.slice(2);
const regions = JSON.parse(readFileSync(join(work, 'regions.json'), 'utf8'));
const templates = JSON.parse(readFileSync(join(work, 'templates.json'), 'utf8'));
const directories = [...new Set(templates.map(({ path }) => dirname(path)))];
for (const region of regions) {
  for (const directory of directories) mkdirSync(join(out, region.name, directory), { recursive: true });
  for (const { path, parts } of templates) {
    writeFileSync(
      join(out, region.name, path),
      parts.map((part) => (part.hole ? region[part.hole] : part.text)).join(''),
    );
  }
}
