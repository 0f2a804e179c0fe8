// The door of the reports: every format, the same bytes each time, and no writer loaded that is not asked for.
import { renderReport, reportFormats } from '../../../src/report/formats';
import { judgeMixed } from './sample';

const props = { today: '2026-11-21' };

test('the formats, text first', () => {
  expect(reportFormats[0]).toBe('text');
  expect(reportFormats).toEqual(expect.arrayContaining(['json', 'sarif', 'junit', 'markdown', 'html']));
});

test.each(reportFormats)('%s: the same bytes for the same judgement, a line end at the end', (format) => {
  const [a, b] = [1, 2].map(() => renderReport(format, [{ name: null, judgement: judgeMixed() }], props));
  expect(a).toBe(b);
  expect(a).toMatch(/[^\n]\n$/);
});

test.each(reportFormats)(
  '%s says what the verdicts rest on, free of control characters and of its own marks',
  (format) => {
    const note = 'a\u001b[31m <b> is not judged';
    const told = renderReport(format, [{ name: null, judgement: judgeMixed(), sections: { notes: [note] } }], props);
    expect(told).toMatch(/a.{0,20}31m.{1,12}b.{1,8} is not judged/);
    expect(told).not.toContain('\u001b');
    if (format === 'html' || format === 'junit' || format === 'markdown') expect(told).not.toContain('<b> is not');
    expect(renderReport(format, [{ name: null, judgement: judgeMixed() }], props)).not.toContain('is not judged');
  },
);

test('JSON does not load the page, and the page is loaded when asked for', () => {
  jest.isolateModules(() => {
    jest.doMock('../../../src/report/html/page', () => {
      throw new Error('the page was loaded');
    });
    const formats = require('../../../src/report/formats') as typeof import('../../../src/report/formats');
    const regions = [{ name: null, judgement: judgeMixed() }];
    for (const format of reportFormats.filter((name) => name !== 'html')) formats.renderReport(format, regions, props);
    expect(() => formats.renderReport('html', regions, props)).toThrow('the page was loaded');
  });
});
