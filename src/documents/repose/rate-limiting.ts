// The rate-limiting.cfg.xml of Repose: composed, rendered and read back. Repose is aged (last commit of 2024); kept beside nginx and HAProxy.
import { InternalError, printable } from '../../problems';

/** One limit of a group. Repose counts by its own user name and each limit id. */
export interface ReposeLimit {
  readonly id: string;
  /** For people; `uriRegex` decides. */
  readonly uri: string;
  /** Java regular expression over the whole path as the client wrote it. */
  readonly uriRegex: string;
  readonly methods: readonly ('DELETE' | 'PATCH' | 'POST' | 'PUT')[];
  readonly perMinute: number;
}

/** The configuration as far as it limits writes. */
export interface ReposeRateLimiting {
  readonly limits: readonly ReposeLimit[];
}

/** A letter of the path, plain or percent-encoded: Repose compares the path before anybody has decoded it. */
function spell(text: string): string {
  return [...text]
    .map((char) => {
      const hex = char.charCodeAt(0).toString(16);
      const digits = [...hex].map((d) => (/[a-f]/.test(d) ? `[${d}${d.toUpperCase()}]` : d)).join('');
      return `(?:${/[.]/.test(char) ? '\\.' : char}|%${digits})`;
    })
    .join('');
}

/** What both expressions begin with and end on. Groups do not capture: what a group captured would choose the bucket. */
function spellFrame(): { slash: string; images: string; dotted: string } {
  const [slash, dot] = [spell('/'), spell('.')];
  const digit = '(?:[0-9]|%3[0-9])';
  const version = `(?:${spell('v2')}(?:${dot}${digit}+)?${slash}+)?`;
  // uWSGI takes dot segments and percent signs without two digits out of the path; no client of Glance writes one, so each counts.
  const dotted = `(?:.*${slash})?${dot}{1,2}(?:${slash}.*)?|.*%(?![0-9A-Fa-f]{2}).*`;
  return { slash, images: `${slash}+${version}${spell('images')}`, dotted };
}

/** Every creating spelling, not decoded. */
function spellCreateUri(): string {
  const { slash, images, dotted } = spellFrame();
  return `${images}(?:${slash}*|%0[aA])|${dotted}`;
}

/** Writes to an image that leave a row for each repetition, not decoded. */
function spellWriteUri(): string {
  const { slash, images, dotted } = spellFrame();
  const lists = ['tags', 'members', 'import', 'locations'].map(spell).join('|');
  return `${images}${slash}+[^/]+(?:${slash}+(?:${lists})(?:${slash}.*)?)?${slash}*|${dotted}`;
}

/** Limits from the pairs of numbers; Repose has no burst, so that a minute's worth may come at once. */
export function composeReposeLimits(perMinute: number, otherWritesPerMinute: number | undefined): ReposeRateLimiting {
  const create: ReposeLimit = {
    id: 'glacis-image-create',
    uri: '/v2/images',
    uriRegex: spellCreateUri(),
    methods: ['POST'],
    perMinute,
  };
  if (otherWritesPerMinute === undefined) return { limits: [create] };
  const write: ReposeLimit = {
    id: 'glacis-image-write',
    uri: '/v2/images/*',
    uriRegex: spellWriteUri(),
    methods: ['DELETE', 'PATCH', 'POST', 'PUT'],
    perMinute: otherWritesPerMinute,
  };
  return { limits: [create, write] };
}

/** Renders rate-limiting.cfg.xml. No XML declaration: UTF-8 is the default, and a header may stand above. */
export function renderReposeLimits({ limits }: ReposeRateLimiting): string {
  const lines = limits.map(
    ({ id, uri, uriRegex, methods, perMinute }) =>
      `    <limit id="${escapeXml(id)}" uri="${escapeXml(uri)}" uri-regex="${escapeXml(uriRegex)}" http-methods="${methods.join(' ')}" unit="MINUTE" value="${perMinute}"/>\n`,
  );
  return `<rate-limiting xmlns="http://docs.openrepose.org/repose/rate-limiting/v1.0" use-capture-groups="false">
  <!-- One group for everybody: a group chosen by a header would be the client's choice. -->
  <limit-group id="glacis-images" groups="*" default="true">
${lines.join('')}  </limit-group>
</rate-limiting>
`;
}

/** Reads what `renderReposeLimits` writes; undefined for any other shape of the file. */
export function parseReposeLimits(text: string): ReposeRateLimiting | undefined {
  if (
    !/<rate-limiting [^<>]*use-capture-groups="false">/.test(text) ||
    !/<limit-group [^<>]*default="true">/.test(text)
  ) {
    return undefined;
  }
  const limits: ReposeLimit[] = [];
  const shape =
    /^id="([^"<]*)" uri="([^"<]*)" uri-regex="([^"<]*)" http-methods="([A-Z ]*)" unit="MINUTE" value="(\d{1,6})"$/;
  for (const [, attributes = ''] of text.matchAll(/<limit ([^<>]*)\/>/g)) {
    const found = shape.exec(attributes);
    if (found === null) return undefined;
    const [, id = '', uri = '', uriRegex = '', methods = '', value = ''] = found;
    limits.push({
      id: unescapeXml(id),
      uri: unescapeXml(uri),
      uriRegex: unescapeXml(uriRegex),
      methods: methods.split(' ').filter((m) => m !== '') as ReposeLimit['methods'][number][],
      perMinute: Number(value),
    });
  }
  return { limits };
}

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** Text for an attribute of XML 1.0. Throws InternalError on characters that no XML can hold. */
export function escapeXml(text: string): string {
  if (
    /[\u0000-\u001f\ufffe\uffff]|[\ud800-\udfff](?![\udc00-\udfff])/.test(
      text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''),
    )
  ) {
    throw new InternalError(`XML cannot hold ${printable(text, 60)}`);
  }
  return text.replace(/[&<>"']/g, (char) => `&${entities[char]};`);
}

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => {
    return Object.keys(entities).find((char) => entities[char] === name) ?? '';
  });
}
