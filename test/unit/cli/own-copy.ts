// The built command line in a directory of its own, with nothing compiled ahead, and what V8 takes of that.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-cli';

/** A copy below `work`, run by the Node at `program`. */
export class OwnCopy {
  readonly chunks: string;
  /** Where the compiled code lies. */
  readonly ahead: string;

  constructor(
    readonly work: string,
    readonly program: string = process.execPath,
  ) {
    this.chunks = join(work, 'lib/chunks');
    this.ahead = join(this.chunks, 'ahead');
    cpSync(join(root, 'lib'), join(work, 'lib'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
    rmSync(this.ahead, { recursive: true, force: true });
  }

  node(...args: string[]): SpawnSyncReturns<string> {
    return spawnSync(this.program, args, { cwd: this.work, encoding: 'utf8' });
  }

  glacis(...args: string[]): SpawnSyncReturns<string> {
    return this.node('lib/cli/main.js', ...args);
  }

  compileAhead(): SpawnSyncReturns<string> {
    return this.node('lib/chunks/compile-ahead.js');
  }

  /** For each text that a command had compiled whether V8 took the code: null where there was none. */
  listTaken(...args: string[]): Record<string, boolean | null> {
    const tell = `const tell = ([name, { script }]) => [name, script.cachedDataRejected === undefined ? null : !script.cachedDataRejected];
process.on('exit', () => {
  require('node:fs').writeSync(2, 'TAKEN ' + JSON.stringify(Object.fromEntries([...process.mainModule.exports.scripts].map(tell))));
});`;
    writeFileSync(join(this.work, 'tell.cjs'), tell);
    const { stderr } = this.node('--require', './tell.cjs', 'lib/cli/main.js', ...args);
    return JSON.parse((/TAKEN (.+)$/s.exec(stderr) as RegExpExecArray)[1] as string);
  }
}
