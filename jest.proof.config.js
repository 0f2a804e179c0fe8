/** The proof on real services: never part of `npx jest`, since it takes root, Debian and minutes. See docs/proof.md. */
module.exports = {
  ...require('./jest.config'),
  roots: ['<rootDir>/test/proof'],
  testMatch: ['**/*.proof.ts'],
  testTimeout: 1_800_000,
  setupFilesAfterEnv: ['<rootDir>/test/proof/no-bed-chosen.ts'],
  globalSetup: '<rootDir>/test/proof/build-suites.ts',
  // Much of it is waiting for the other side of a pipe.
  maxWorkers: 2,
};
