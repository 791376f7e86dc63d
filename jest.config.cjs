const { availableParallelism } = require('node:os');

const SOURCES = [
  'bench',
  'bin',
  'client',
  'bootstrap',
  'config',
  'contract',
  'docs',
  'examples',
  'lambda',
  'lib',
  'load',
  'local',
  'ops',
  'stand-ins',
  'test',
];

/** @type {import('jest').Config} */
module.exports = {
  // With the sources, so that Jest knows which tests depend on them: `npm run test:changed`.
  roots: SOURCES.map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[cm]?[tj]s$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
  // Packages that are published as ES modules alone, which Jest does not load as they are.
  transformIgnorePatterns: [
    '/node_modules/(?!(@clack|commander|jose|fast-string-width|fast-string-truncated-width|fast-wrap-ansi|p-map|sisteransi)/)',
  ],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testEnvironment: '<rootDir>/test/support/environment.ts',
  // Ends what hangs, and nothing else: a busy machine takes ten times as long for the same.
  testTimeout: 300_000,
  // One more than there are cores: a third of the time of these tests is waiting. Jest's default leaves a core idle, which on two is half of them.
  maxWorkers: availableParallelism() + 1,
};
