// What a command that runs in the test's own process prints and tells, instead of the terminal's getting it.
import fs from 'node:fs';

/** From now until mocks are restored: `printed` is called with what goes to standard output, `told` with what goes to standard error. */
export function listen() {
  const { writeSync } = fs;
  const printed = jest.fn((_text: string) => {});
  const told = jest.fn((_text: string) => {});
  const spy = jest.spyOn(fs, 'writeSync');
  spy.mockImplementation(((descriptor: number, bytes: Buffer, ...rest: number[]) => {
    if (descriptor > 2) return writeSync(descriptor, bytes, ...rest);
    (descriptor === 1 ? printed : told)(bytes.toString());
    return bytes.length;
  }) as typeof fs.writeSync);
  return { printed, told };
}
