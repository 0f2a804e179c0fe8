// What a command is, and the exit codes all of them share.

/** A command takes its arguments and answers with an exit code. Results go to stdout, talk to stderr (streams.ts). */
export type Command = (args: readonly string[]) => number;

/** The same for every command. */
export const exitCodes = {
  /** Nothing to report. */
  nothing: 0,
  /** The work could not be done. */
  failed: 1,
  /** Done, and there is something: findings or a difference. */
  something: 2,
  /** Done, and security got looser (`diff`). */
  looser: 3,
} as const;
