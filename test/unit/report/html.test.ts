// The page as text: every link leads somewhere, nothing of the files is markup, the policy admits only the page's own style and script.
import { createHash } from 'node:crypto';
import { reportToHtml } from '../../../src/report/html/page';
import { palettes } from '../../../src/report/html/palette';
import { summarize } from '../../../src/report/json';
import type { JudgedRegion } from '../../../src/report/regions';
import { imports, judgeFiles, judgeHostile, judgeMixed } from './sample';

const props = { today: '2026-11-21' };
const write = (regions: readonly JudgedRegion[]) => reportToHtml(regions, props);
const single = () => write([{ name: null, judgement: judgeMixed() }]);
const fleet = () => {
  const shared = judgeMixed();
  return write([
    { name: 'fra1', judgement: shared },
    { name: 'ams1', judgement: shared },
    { name: 'old1', judgement: judgeFiles({}) },
  ]);
};
const listAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const countAll = (text: string, pattern: RegExp) => listAll(text, pattern).length;

test.each([
  ['one region', single],
  ['a fleet', fleet],
  ['hostile', () => write([{ name: '"><script>', judgement: judgeHostile() }])],
])('%s: anchors are unique and links lead to them', (_, render) => {
  const text = render();
  const anchors = listAll(text, / id="([^"]*)"/g);
  const links = listAll(text, / href="#([^"]*)"/g);
  expect(links.length).toBeGreaterThan(20);
  expect(new Set(anchors).size).toBe(anchors.length);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  expect(listAll(text, / for="([^"]*)"/g).every((id) => anchors.includes(id))).toBe(true);
  expect(listAll(text, / aria-labelledby="([^"]*)"/g).every((id) => anchors.includes(id))).toBe(true);
});

test('counts: rows, open attacks, findings, accepted risks', () => {
  const judgement = judgeMixed();
  const { open } = summarize(judgement);
  const text = write([{ name: null, judgement }]);
  expect(countAll(text, /<tr id="[^"]*" (data-severity)/g)).toBe(judgement.attacks.length);
  expect(countAll(text, /<i class="sq sq-[^"]*"><\/i>(?! )/g)).toBe(judgement.attacks.length);
  expect(open).toBeGreaterThan(1);
  expect(countAll(text, /<li class="(opening)"/g)).toBe(open);
  expect(text).toContain('One change closes');
  expect(text).toContain(`<h1>${open} attack`);
  expect(text).toContain('71 days left');
  expect(text).toContain('<b class="soon">10 days left</b>');
});

test('a line leads to the attacks it stops, and they lead back', () => {
  const text = single();
  const line = text.split('\n').find((row) => row.includes('allowed_schemes = [https]')) ?? '';
  const id = /<tr id="([^"]*)" class="line-serves"><th scope="row">3</.exec(line)?.[1] ?? '?';
  expect(line).toContain('href="#ssrf-scheme-file"');
  const attack = text.slice(text.indexOf('<tr id="ssrf-scheme-file"'));
  expect(attack.slice(0, attack.indexOf('</tr>'))).toContain(`href="#${id}"`);
});

test('long files show what matters, with what surrounds it', () => {
  const text = `${'# padding\n'.repeat(5000)}[import_filtering_opts]\nallowed_schemes = [https]\n${'# padding\n'.repeat(300)}`;
  const page = write([{ name: null, judgement: judgeFiles({ [imports]: text }) }]);
  expect(page).toContain('4998 lines not shown');
  expect(page).toContain('297 lines not shown');
  expect(countAll(page, /(# padding)/g)).toBeLessThan(10);
});

test('hostile text becomes no element, no attribute, no end of the script', () => {
  const text = write([{ name: 'a', judgement: judgeHostile() }]);
  expect(text).not.toMatch(
    /<img|onerror=alert\(1\)>[^&]|<\/td><\/script|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
  );
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(countAll(text, /(<script>)/g)).toBe(1);
});

test('the policy admits nothing but the digests of the style and the script, and no style or handler stands in an attribute', () => {
  const text = single();
  const digest = (tag: string) => {
    const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? '';
    expect(content.length).toBeGreaterThan(500);
    return createHash('sha256').update(content).digest('base64');
  };
  expect(/Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]).toBe(
    `default-src 'none'; style-src 'sha256-${digest('style')}'; script-src 'sha256-${digest('script')}'; base-uri 'none'; form-action 'none'`,
  );
  const body = text.slice(text.indexOf('<body>'), text.indexOf('<script>'));
  expect(body).not.toMatch(/<[^>]+\s(style|on[a-z]+|src)=/);
});

test('a fleet: a table of all regions, one part for each posture, the worst first, with a limit', () => {
  const text = fleet();
  expect(countAll(text, /(<section class="part")/g)).toBe(2);
  expect(countAll(text.slice(text.indexOf('class="fleet"'), text.indexOf('</table>')), /(<th scope="row">)/g)).toBe(3);
  expect(text.indexOf('>old1</h2>')).toBeLessThan(text.indexOf('>fra1, ams1</h2>'));
  const base = judgeMixed();
  const many = Array.from({ length: 45 }, (_, i) => ({ name: `r${i}`, judgement: { ...base } }));
  const large = write(many);
  expect(countAll(large, /(<section class="part")/g)).toBe(40);
  expect(large).toContain('5 more postures with less to report are in the table only');
});

const luminance = (color: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

test.each(Object.entries(palettes))('text keeps its contrast: %s', (_, palette) => {
  const words = ['ink', 'soft', 'link', 'open', 'accepted', 'stopped'] as const;
  const weak = words.flatMap((word) =>
    (['page', 'card', 'mark'] as const)
      .filter((ground) => contrast(palette[word], palette[ground]) < 4.5)
      .map((ground) => `${word} on ${ground}: ${contrast(palette[word], palette[ground]).toFixed(2)}`),
  );
  expect(weak).toEqual([]);
  expect(contrast(palette.card, palette.open)).toBeGreaterThan(4.5);
});
