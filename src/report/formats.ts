// The formats of a report. Each writer is loaded when its format is asked for: JSON for a pipeline must not pay for the page.
import type { JudgedRegion, ReportProps } from './regions';

/** A whole report, or its pieces. */
type Writer = (regions: readonly JudgedRegion[], props: ReportProps) => string | Iterable<string>;

/** Name of a format, as `--format` has it. */
export type ReportFormat = 'text' | 'json' | 'sarif' | 'junit' | 'markdown' | 'html';

const writers = {
  text: () => (require('./text') as typeof import('./text')).reportToText,
  json: () => (require('./json') as typeof import('./json')).reportToJson,
  sarif: () => (require('./sarif') as typeof import('./sarif')).reportToSarif,
  junit: () => (require('./junit') as typeof import('./junit')).reportToJunit,
  markdown: () => (require('./markdown') as typeof import('./markdown')).reportToMarkdown,
  html: () => (require('./html/page') as typeof import('./html/page')).reportToHtml,
} as const satisfies Record<ReportFormat, () => Writer>;

/** All formats; `text` is the default of the commands. */
export const reportFormats = Object.freeze(Object.keys(writers)) as readonly [ReportFormat, ...ReportFormat[]];

/**
 * @internal Writes a report: the same text for the same judgements and props, in every format free of control characters and of the secrets of
 * the judged files. Regions that share a judgement object are told once.
 */
export function renderReport(format: ReportFormat, regions: readonly JudgedRegion[], props: ReportProps): string {
  return [...writeReport(format, regions, props)].join('');
}

/** @internal The same report piece by piece: of a thousand regions it is too much to hold at once. */
export function writeReport(
  format: ReportFormat,
  regions: readonly JudgedRegion[],
  props: ReportProps,
): Iterable<string> {
  // A format written in plain JavaScript is any text.
  if (!reportFormats.includes(format))
    throw new RangeError(`not a format: ${String(format)}; ${reportFormats.join(', ')}`);
  const written = writers[format]()(regions, props);
  return typeof written === 'string' ? [written] : written;
}
