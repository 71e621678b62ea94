/** Jest in ESM mode; types are stripped by Node itself, so a line in a stack trace is the line in the file. */
export default {
  testEnvironment: '<rootDir>/test/support/environment.js',
  testSequencer: '<rootDir>/test/support/sequencer.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.js' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.build', '<rootDir>/.earshot'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['shared/domain/**/*.ts'],
  coverageDirectory: '.coverage',
  coverageReporters: ['text-summary', 'lcov'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
  testTimeout: 60_000,
  maxWorkers: 3,
  // A worker keeps what suites have loaded, and is slow with gigabytes of it: then a new one takes over.
  workerIdleMemoryLimit: '1GB',
}
