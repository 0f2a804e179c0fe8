// The page in a real browser: loads from disk without the network, complains of nothing, reads without its script, fits every width.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderReport } from '../../src/report/formats';
import { summarize } from '../../src/report/json';
import { judgeFiles, judgeHostile, judgeMixed } from '../unit/report/sample';
import { Chromium, hasChromium } from './chromium';

const directory = mkdtempSync(join(tmpdir(), 'glacis-html-'));
const mixed = judgeMixed();
const pages = {
  mixed: [{ name: null, judgement: mixed }],
  fleet: ['fra1', 'ams1', 'old1'].map((name, i) => ({ name, judgement: i < 2 ? mixed : judgeFiles({}) })),
  hostile: [{ name: '"><script>alert(1)</script>', judgement: judgeHostile() }],
};
type PageName = keyof typeof pages;
const names = Object.keys(pages) as PageName[];

if (hasChromium() || process.env.GLACIS_REQUIRE_REAL === '1') describe('the page in Chromium', declareTests);
else {
  test('chromium is missing, and nobody required it', () => {
    process.stderr.write('SKIPPED: chromium is not on PATH; the HTML report was opened by no browser\n');
    expect(hasChromium()).toBe(false);
  });
}

function declareTests(): void {
  let browser: Chromium;
  const urlOf = (name: string) => pathToFileURL(join(directory, name)).href;
  const open = (name: PageName) => browser.open(urlOf(`${name}.html`));
  const count = (selector: string) =>
    browser.evaluate<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`);

  beforeAll(async () => {
    for (const name of names) {
      writeFileSync(join(directory, `${name}.html`), renderReport('html', pages[name], { today: '2026-11-21' }));
    }
    browser = await Chromium.start();
  }, 60_000);

  afterAll(async () => {
    await browser?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(names)('%s: one request, to the file itself, and no complaint', async (name) => {
    await browser.show(1280, 900, 'light');
    await open(name);
    expect(browser.requests).toEqual([urlOf(`${name}.html`)]);
    expect(browser.complaints).toEqual([]);
    expect(await count('script')).toBe(1);
    expect(await count('img, iframe, object, embed, link, base')).toBe(0);
  });

  test('the document holds what was judged', async () => {
    await browser.show(1280, 900, 'light');
    await open('mixed');
    const { open: openCount, lints } = summarize(mixed);
    expect(await count('table.attacks > tbody > tr')).toBe(mixed.attacks.length);
    expect(await count('#open li.opening')).toBe(openCount);
    expect(await count('#lints article')).toBe(lints);
    expect(await count('#accepted tbody > tr')).toBe(2);
    expect(await count('tr.line-serves, tr.line-flawed')).toBeGreaterThan(3);
    expect(await browser.evaluate('document.compatMode')).toBe('CSS1Compat');
  });

  test('landmarks, headings without gaps, captions and scopes', async () => {
    for (const name of names) {
      await open(name);
      expect(await Promise.all(['main', 'header', 'nav', 'footer', 'h1'].map(count))).toEqual([1, 1, 1, 1, 1]);
      const levels = await browser.evaluate<number[]>(
        `[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.localName[1]))`,
      );
      expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
      expect(await count('table:not(:has(> caption))')).toBe(0);
      expect(await count('th:not([scope])')).toBe(0);
    }
  });

  test('the filter narrows the rows, and a link to a hidden row shows it again', async () => {
    await browser.show(1280, 900, 'light');
    await open('mixed');
    const shown = () => count('table.attacks > tbody > tr:not([hidden])');
    await browser.evaluate(`(() => { const form = document.querySelector('form.filter');
      form.text.value = 'SSRF-decimal  number'; form.text.dispatchEvent(new Event('input', { bubbles: true })); })()`);
    expect(await shown()).toBe(1);
    expect(await browser.evaluate(`document.querySelector('form.filter output').textContent`)).toMatch(
      /^1 of \d+ attacks$/,
    );
    await browser.evaluate(`new Promise((done) => { window.addEventListener('hashchange', () => setTimeout(done), { once: true });
      location.hash = 'ssrf-scheme-ftp'; })`);
    expect(await shown()).toBe(mixed.attacks.length);
  });

  test('without script everything is there, and nothing that needs one is offered', async () => {
    await browser.show(1280, 900, 'light', false);
    await open('mixed');
    await browser.show(1280, 900, 'light', true);
    expect(await browser.evaluate(`document.querySelector('form.filter').hidden`)).toBe(true);
    const shown = await browser.evaluate<string>('document.body.innerText');
    expect(mixed.attacks.map(({ attack }) => attack.id).filter((id) => !shown.includes(id))).toEqual([]);
    expect(await count('details.aim:not([open]), details.file:not([open])')).toBe(0);
  });

  test.each([320, 480, 768, 1280, 1600])('%i pixels wide: nothing runs out of the page', async (width) => {
    for (const name of names) {
      await browser.show(width, 900, 'dark');
      await open(name);
      expect({ name, width: await browser.evaluate('document.documentElement.scrollWidth') }).toEqual({ name, width });
    }
  });

  test('dark and light follow the reader, and the first key press offers to skip to the report', async () => {
    const ground = `getComputedStyle(document.body).backgroundColor`;
    await browser.show(1280, 900, 'light');
    await open('mixed');
    const light = await browser.evaluate(ground);
    await browser.show(1280, 900, 'dark');
    expect(await browser.evaluate(ground)).not.toBe(light);
    for (const type of ['rawKeyDown', 'keyUp']) {
      await browser.call('Input.dispatchKeyEvent', { type, key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
    }
    expect(await browser.evaluate('document.activeElement.className')).toBe('skip');
    expect(await browser.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
  });

  test('JUnit XML of hostile text is read by a real parser', async () => {
    await open('mixed');
    const text = renderReport('junit', pages.hostile, { today: '2026-11-21' });
    const found = await browser.evaluate(`(() => {
      const xml = new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml');
      return [xml.querySelectorAll('parsererror').length, xml.querySelectorAll('testcase').length];
    })()`);
    expect(found).toEqual([0, mixed.attacks.length + mixed.findings.length]);
  });
}
