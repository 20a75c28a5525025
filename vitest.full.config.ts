import { defineConfig } from 'vitest/config';

/**
 * The long harnesses, in full length; `.ci/run` runs a part of some of them, and `npm test` has those of mutations, random
 * queries and faults with fewer rounds. See CONTRIBUTING.md.
 */
export default defineConfig({
  test: {
    include: [
      'test/mutations/**/*.test.ts',
      'test/match/reference.test.ts',
      'test/inbox/fuzz.test.ts',
      'test/**/*.full.test.ts',
      'test/faults/**/*.test.ts',
      'test/faults/*.full.ts',
    ],
    // As long in `npm test`: there is one year.
    exclude: ['test/faults/year.test.ts'],
    env: {
      PAPERBOY_MUTATIONS: '20000',
      PAPERBOY_PAIRS: '100000',
      PAPERBOY_KILLS: process.env.PAPERBOY_KILLS ?? '500',
      PAPERBOY_FUZZ: process.env.PAPERBOY_FUZZ ?? '10000',
    },
    testTimeout: 1_200_000,
  },
});
