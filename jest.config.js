/** One runner for all rooms; real-service tests live under test/real and say loudly when they cannot run. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/seed.ts'],
  testMatch: ['**/*.test.ts'],
  // A busy machine is no failure; what hangs still ends.
  testTimeout: 60_000,
  // Much of the time is waiting for programs: with one worker fewer than cores, two cores would run one file at a time.
  maxWorkers: '100%',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
