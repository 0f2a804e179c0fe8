// Every name behind the public door is documented: what it is, in the words of its declaration.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const src = resolve(__dirname, '../../src');

interface Exported {
  readonly name: string;
  readonly file: string;
}

/** The hand-written list in src/index.ts: names and the files they come from. */
function listPublicNames(): Exported[] {
  const index = join(src, 'index.ts');
  const text = readFileSync(index, 'utf8');
  return [...text.matchAll(/export (?:type )?\{([^}]+)\} from '([^']+)'/g)].flatMap((match) =>
    (match[1] as string)
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name) => ({ name, file: `${resolve(dirname(index), match[2] as string)}.ts` })),
  );
}

const names = listPublicNames();

test('the public door lists names by hand', () => {
  expect(names.length).toBeGreaterThan(20);
  expect(readFileSync(join(src, 'index.ts'), 'utf8')).not.toMatch(/export \*/);
});

test.each(names)('$name has a docstring', ({ name, file }) => {
  const text = readFileSync(file, 'utf8');
  const declaration = new RegExp(`export (?:abstract )?(?:class|interface|type|function|const) ${name}\\b`);
  const at = text.search(declaration);
  expect({ name, file: relative(src, file), found: at >= 0 }).toEqual({ name, file: relative(src, file), found: true });
  expect(text.slice(0, at).trimEnd()).toMatch(/\*\/$/);
});
