// JUnit XML: well-formed whatever the files say, and counted as dashboards count.

import { summarize } from '../../../src/report/json';
import { reportToJunit } from '../../../src/report/junit';
import { judgeHostile, judgeMixed } from './sample';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** A reader as strict as XML 1.0 where it matters: nesting, quoting, references, characters. */
function readXml(text: string): Element {
  expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  expect(body).not.toBe(text);
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    const [, slash, name = '', rest = '', end] = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/.exec(token) ?? [];
    if (!token.startsWith('<')) {
      expect(token.replaceAll(/&#\d+;/g, '')).not.toMatch(/[&<>]/);
    } else if (slash) {
      expect(open.pop()?.name).toBe(name);
    } else {
      expect(token).toBe(`<${name}${rest}${end}>`);
      expect(rest.replaceAll(/&#\d+;/g, '')).not.toContain('&');
      const attributes = Object.fromEntries([...rest.matchAll(/ ([a-z]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
      const element = { name, attributes, children: [] };
      open.at(-1)?.children.push(element);
      if (!end) open.push(element);
    }
  }
  expect(open).toEqual([root]);
  return root.children[0] as Element;
}

test('one testcase for each attack, one failure for each that is open', () => {
  const judgement = judgeMixed();
  const suites = readXml([...reportToJunit([{ name: null, judgement }])].join(''));
  const [attacks, lints] = suites.children;
  const s = summarize(judgement);
  expect(attacks?.attributes).toEqual({
    name: 'attacks',
    tests: String(judgement.attacks.length),
    failures: String(s.open),
    errors: '0',
    skipped: String(s.accepted + s.notApplicable),
  });
  expect(attacks?.children.map(({ attributes }) => attributes.name)).toEqual(judgement.attacks.map((j) => j.attack.id));
  const kinds = (suite: Element | undefined) => suite?.children.map(({ children }) => children[0]?.name);
  expect(kinds(attacks)?.filter((kind) => kind === 'failure').length).toBe(s.open);
  expect(kinds(attacks)?.filter((kind) => kind === 'system-out').length).toBe(s.stopped);
  expect(kinds(lints)).toEqual(judgement.findings.map(({ accepted }) => (accepted ? 'skipped' : 'failure')));
  expect(new Set(kinds(lints)).size).toBe(2);
  expect(suites.attributes).toMatchObject({ failures: String(s.open + s.lints) });
});

test('hostile text stays text', () => {
  const suites = readXml([...reportToJunit([{ name: '"><x>', judgement: judgeHostile() }])].join(''));
  expect(suites.children.length).toBe(2);
  expect(suites.children[1]?.children.length).toBe(judgeMixed().findings.length);
});

test('several regions have suites of their own', () => {
  const regions = ['fra1', 'ams1'].map((name) => ({ name, judgement: judgeMixed() }));
  const names = readXml([...reportToJunit(regions)].join('')).children.map(({ attributes }) => attributes.name);
  expect(names).toEqual(['fra1 attacks', 'fra1 lints', 'ams1 attacks', 'ams1 lints']);
});
