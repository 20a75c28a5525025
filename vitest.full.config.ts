import { defineConfig } from 'vitest/config';

/**
 * The long harnesses, in full length; `.ci/run` runs them with PAPERBOY_TIER=reduced, and `npm test` runs those of
 * mutations with fewer rounds. See CONTRIBUTING.md.
 */
export default defineConfig({
  test: {
    include: ['test/mutations/**/*.test.ts', 'test/match/reference.test.ts', 'test/**/*.full.test.ts'],
    env: { PAPERBOY_MUTATIONS: '20000', PAPERBOY_PAIRS: '100000' },
    testTimeout: 1_200_000,
  },
});
