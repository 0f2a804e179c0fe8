// What `glacis --help` and `glacis COMMAND --help` print.
import { wrapText } from '../report/paint';

const commands: Readonly<Record<string, { readonly usage: string; readonly does: string }>> = {
  init: {
    usage: 'init [--release R] [--target NAME] [FILE]',
    does: 'write a small, commented intent that synthesizes as it is; NAME is what deploys it, kolla-ansible say',
  },
  synth: {
    usage: 'synth [INTENT] [--out DIR] [--target NAME]... [--only REGION]... [--check]',
    does: 'intent -> files and manifest; --check writes nothing; --only leaves the other regions as they are',
  },
  verify: {
    usage: 'verify [INTENT|OUT-DIR] [--format FORMAT] [--only REGION]... [--verbose]',
    does: 'judge what synth wrote: every attack, every layer, lints; more than five regions in summary',
  },
  audit: {
    usage: 'audit DIR --release R [--format FORMAT] [--policy] [--upgrade-to R] [--against OUT-DIR] [--fix ...]',
    does: 'judge a directory that is laid out like /etc',
  },
  diff: {
    usage: 'diff BEFORE AFTER [--release R] [--format text|json|markdown]',
    does: 'what a change loosens: intents, output directories, trees like /etc, or REVISION:PATH',
  },
  probe: {
    usage: 'probe --config DIR --release R [URL]...',
    does: 'what web-download would do with each URL',
  },
  explain: { usage: 'explain ID', does: 'an attack, lint, advisory, problem or service/section/option in words' },
  list: { usage: 'list KIND', does: 'attacks, lints, advisories, releases, targets or constructs' },
  schema: { usage: 'schema', does: "the intent's JSON Schema" },
};

const shared = `Shared options:
  --format FORMAT            text (default) or json; verify and audit also write
                             sarif, junit, markdown and html, diff markdown,
                             probe jsonl
  --package SERVICE=VERSION  exact version, upstream or Debian; unknown is
                             judged as unpatched
  --launcher LAUNCHER        uwsgi (default), mod_wsgi or eventlet: which files
                             glance-api reads
  --no-color, --quiet

Exit codes: 0 nothing to report, 1 the work could not be done, 2 done and there
is something, 3 security got looser.
`;

const probeHelp = `  --input jsonl   read URLs from standard input, one JSON string or {"url": ...}
                  a line
  --format jsonl  answer one JSON line each, in the same order
  --hosts FILE    lines of address and name: where a name leads

`;

const auditHelp = `  --policy               every policy override in words: default, override, who
                         gains, who loses
  --upgrade-to R         options, values, files and rules that another release
                         removes, renames or reads anew
  --against OUT-DIR      what the live tree changed since synth; --region NAME
                         when there are several
  --fix --out DIR        write the smallest edits into a copy, judge it again,
                         say what is closed
  --fix --in-place       the same in DIR; each old file stays beside the new one
                         as .NAME.orig
  --verbose              the text names advisories and bugs, with links

`;

const diffHelp = `  --fail-on looser  exit 0 for a difference that loosens nothing: for hooks

`;

const details: Readonly<Record<string, string>> = { audit: auditHelp, diff: diffHelp, probe: probeHelp };

/** Help for one command, or for all; no line is wider than a terminal of 80 columns. */
export function helpText(name?: string): string {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) {
    const { usage, does } = command;
    return `${wrap(`glacis ${usage}`, 0, 4)}\n${wrap(does, 2, 2)}\n${details[name ?? ''] ?? ''}${shared}`;
  }
  const rows = Object.values(commands).map(({ usage, does }) => wrap(`glacis ${usage}`, 2, 6) + wrap(does, 6, 6));
  return `glacis: hardens the OpenStack image pipeline and judges the result\n\n${rows.join('')}\n${shared}`;
}

/** Lines after the first are indented by `rest`; brackets stay whole. */
function wrap(text: string, first: number, rest: number): string {
  const whole = text.replace(/ (?=[^[]*\])/g, '\u00a0');
  return `${wrapText(whole, first, rest).join('\n').replaceAll('\u00a0', ' ')}\n`;
}
