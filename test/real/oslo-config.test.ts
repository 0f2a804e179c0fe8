// Asks the oslo.config of this machine the same questions as our reader, and accepts no difference.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { writeValue } from '../../src/documents/ini/values/render-value';
import { compare } from '../differential/comparison';
import {
  compareIniTexts,
  compareIniTrees,
  compareIniValues,
  encodeType,
  encodeValue,
} from '../differential/ini-comparisons';
import { declareOption } from '../differential/ini-trees';
import { expectNone } from '../differential/run-comparisons';
import { openWitness } from '../differential/witness';
import { optionValue, valueType } from '../properties/ini-arbitraries';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const script = 'real/oslo-config.py';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isPresent = spawnSync(python, ['-c', 'import oslo_config'], { encoding: 'utf8' }).status === 0;
const seed = Number(process.env.GLACIS_SEED ?? 20261121);

if (isPresent) process.stderr.write(`oslo.config differential test: GLACIS_SEED=${seed}\n`);
else process.stderr.write('SKIPPED: the real oslo.config is not installed (apt-get install python3-oslo.config)\n');

describe('the real oslo.config', () => {
  if (!isPresent) {
    it('is there when it is required', () => expect(isRequired).toBe(false));
    return;
  }

  it('reads texts, values under random types and merged files as we do', async () => {
    const witness = openWitness(python, script);
    const texts = await compare(compareIniTexts, witness, 6000, seed);
    const values = await compare(compareIniValues, witness, 20_000, seed);
    const trees = await compare(compareIniTrees, witness, 1500, seed);
    await witness.close();
    expectNone([texts, values, trees]);
    // Only texts that we refuse can be met by this excuse: they must stay the smaller part.
    expect(texts.known['ini-late-line']).toBeLessThan(6000 / 3);
  }, 300_000);

  it('reads every value that we write back as the value', async () => {
    const samples = fc
      .sample(
        valueType.chain((type) => optionValue(type).map((value) => ({ type, value }))),
        { numRuns: 10000, seed },
      )
      .flatMap(({ type, value }) => {
        const written = writeValue(type, value);
        return written.ok ? [{ type, value, line: written.lines[0]! }] : [];
      });
    expect(samples.length).toBeGreaterThan(3000);
    const options = samples.map(({ type }, index) => ({
      ...declareOption('DEFAULT', `o${index}`, type),
      type: encodeType(type),
    }));
    const text = `[DEFAULT]\n${samples.map(({ line }, index) => `o${index} = ${line}\n`).join('')}`;
    const witness = openWitness(python, script);
    const [line] = await witness.ask([{ ask: 'merge', files: [text], options }]);
    await witness.close();
    const answer = JSON.parse(line ?? '{}') as { readonly values?: readonly { readonly value?: unknown }[] };
    samples.forEach(({ type, value, line: written }, index) => {
      expect({ written, type, value: answer.values?.[index]?.value }).toEqual({
        written,
        type,
        value: encodeValue(value, type),
      });
    });
  });
});
