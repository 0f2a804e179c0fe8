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
