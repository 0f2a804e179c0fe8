// How far a fleet has come: one line on standard error, only on a terminal, gone when the work is done.
import { isTerminal, tell } from './streams';

/** Fewer regions than this are done before anybody can read. */
const MIN_REGIONS = 50;
/** How often the line is drawn over a whole run. */
const STEPS = 100;

const standardError = {
  get isTTY() {
    return isTerminal(2);
  },
  write: tell,
};

/** Counts regions. */
export interface Progress {
  /** One region more is done. */
  advance(): void;
  /** Takes the line away. */
  clear(): void;
}

/** A progress line for `total` regions, `verb` being what is done to them; silent off a terminal and with `isQuiet`. */
export function startProgress(
  verb: string,
  total: number,
  isQuiet: boolean,
  stream: { readonly isTTY: boolean; write(text: string): unknown } = standardError,
): Progress {
  if (isQuiet || total < MIN_REGIONS || !stream.isTTY) return { advance: () => {}, clear: () => {} };
  const step = Math.ceil(total / STEPS);
  let done = 0;
  return {
    advance: () => {
      done += 1;
      if (done % step === 0 || done === total) stream.write(`\r\u001b[K${verb} ${done} of ${total} regions`);
    },
    clear: () => {
      stream.write('\r\u001b[K');
    },
  };
}
