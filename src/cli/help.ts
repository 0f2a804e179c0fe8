// What `glacis --help` and `glacis COMMAND --help` print.
import { wrapText } from '../report/paint';

/** An option and what it does. */
type OptionWords = readonly [usage: string, does: string];

interface CommandWords {
  readonly usage: string;
  readonly does: string;
  readonly options?: readonly OptionWords[];
}

const only: OptionWords = ['--only REGION', 'that region of a fleet alone; repeatable'];
const region: readonly OptionWords[] = [
  ['--release R', 'options, defaults and code are those of R; see `glacis list releases`'],
  [
    '--package SERVICE=VERSION',
    'exact version of glance, nova or cinder, upstream or Debian; unknown is judged as unpatched',
  ],
  [
    '--launcher LAUNCHER',
    'uwsgi (default), mod_wsgi or eventlet: which files glance-api reads; audit asks the init script first',
  ],
];
const reportFormat: OptionWords = ['--format FORMAT', 'text (default), json, sarif, junit, markdown or html'];
const verbose: OptionWords = ['--verbose', 'the text names advisories and bugs, with links'];

const commands: Readonly<Record<string, CommandWords>> = {
  init: {
    usage: 'init [FILE] [--release R] [--target NAME]',
    does: 'write a small, commented intent that synthesizes as it is, into glacis.yaml or FILE',
    options: [
      ['--release R', 'the release that runs, 2025.1 unless said; see `glacis list releases`'],
      ['--target NAME', 'what deploys the region, kolla-ansible say; see `glacis list targets`'],
    ],
  },
  synth: {
    usage: 'synth [INTENT] [--out DIR] [--target NAME]... [--only REGION]... [--check]',
    does: 'intent (glacis.yaml) -> files and manifest in glacis.out; what Glacis did not write there is left alone',
    options: [
      ['--out DIR', 'another directory than glacis.out'],
      ['--target NAME', 'these targets instead of those of the intent; repeatable'],
      ['--only REGION', 'write that region anew, and leave all others as they are; repeatable'],
      ['--check', 'write nothing; exit 2 when the directory is not what the intent says'],
    ],
  },
  verify: {
    usage: 'verify [INTENT|OUT-DIR] [--format FORMAT] [--only REGION]... [--verbose]',
    does: 'judge what synth writes of INTENT (glacis.yaml), or what lies in OUT-DIR: every attack, every layer, lints; more than five regions in summary',
    options: [reportFormat, only, ['--verbose', 'advisories and bugs with links; of a fleet every region in full']],
  },
  audit: {
    usage: 'audit DIR --release R [--format FORMAT] [--policy] [--upgrade-to R] [--against OUT-DIR] [--fix ...]',
    does: 'judge /etc, or a directory that is laid out like it',
    options: [
      ...region,
      reportFormat,
      ['--policy', 'every policy override in words: default, override, who gains, who loses'],
      ['--upgrade-to R', 'options, values, files and rules that release R removes, renames or reads anew'],
      ['--against OUT-DIR', 'what the live tree changed since synth wrote OUT-DIR, for the release of that'],
      ['--region NAME', 'with --against: which region, when there are several'],
      ['--fix --out DIR', 'write the smallest edits into a copy, judge it again, say what is closed'],
      ['--fix --in-place', 'the same in DIR; each old file stays beside the new one as .NAME.orig'],
      verbose,
    ],
  },
  diff: {
    usage: 'diff BEFORE AFTER [--release R] [--format text|json|markdown] [--fail-on looser]',
    does: 'what a change loosens: intents, output directories, trees like /etc, or REVISION:PATH',
    options: [
      ...region,
      ['--format FORMAT', 'text (default), json or markdown'],
      ['--fail-on looser', 'exit 0 for a difference that loosens nothing: for hooks'],
    ],
  },
  probe: {
    usage: 'probe --config DIR --release R [URL]...',
    does: 'what web-download would do with each URL; exit 2 when one passes',
    options: [
      ['--config DIR', 'a directory that is laid out like /etc'],
      ...region,
      ['--input jsonl', 'URLs from standard input, one JSON string or {"url": ...} a line'],
      ['--format FORMAT', 'text (default), json, or jsonl: one JSON line each, in the same order'],
      ['--hosts FILE', 'lines of address and name: where a name leads'],
    ],
  },
  explain: {
    usage: 'explain ID',
    does: 'an attack, lint, advisory, problem, construct, key of the intent or service/section/option in words',
  },
  list: {
    usage: 'list KIND',
    does: 'attacks, lints, advisories, releases, targets or constructs',
    options: [['--format FORMAT', 'text (default) or json']],
  },
  schema: { usage: 'schema', does: "the intent's JSON Schema" },
};

const everywhere: readonly OptionWords[] = [
  ['--no-color', 'no colour on a terminal either; NO_COLOR does the same'],
  ['--quiet', 'no progress, and no words of init and synth on stderr'],
];

const exitWords =
  'Exit codes: 0 nothing to report, 1 the work could not be done, 2 done and there is something, 3 security got looser.';

/** Help for one command, or for all; no line is wider than a terminal of 80 columns. */
export function helpText(name?: string): string {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) {
    const { usage, does, options = [] } = command;
    const head = `${wrap(`glacis ${usage}`, 0, 4)}\n${wrap(does, 2, 2)}\n`;
    return `${head}${[...options, ...everywhere].map(describeOption).join('')}\n${wrap(exitWords, 0, 0)}`;
  }
  const rows = Object.values(commands).map(({ usage, does }) => wrap(`glacis ${usage}`, 2, 6) + wrap(does, 6, 6));
  const more = '`glacis COMMAND --help` tells the options of one; --no-color and --quiet go with all.';
  const head = 'glacis: hardens the OpenStack image pipeline and judges the result';
  return `${head}\n\n${rows.join('')}\n${wrap(more, 0, 0)}\n${wrap(exitWords, 0, 0)}`;
}

function describeOption([usage, does]: OptionWords): string {
  const column = 29;
  return `  ${usage.padEnd(column - 2)}${wrap(does, column, column).slice(column)}`;
}

/** Lines after the first are indented by `rest`; brackets stay whole. */
function wrap(text: string, first: number, rest: number): string {
  const whole = text.replace(/ (?=[^[]*\])/g, '\u00a0');
  return `${wrapText(whole, first, rest).join('\n').replaceAll('\u00a0', ' ')}\n`;
}
