import { defineConfig } from 'vitest/config';

/** The long harnesses, in full length; `npm test` runs the same with fewer rounds. See CONTRIBUTING.md. */
export default defineConfig({
  test: {
    include: ['test/mutations/**/*.test.ts', 'test/match/reference.test.ts'],
    env: { PAPERBOY_MUTATIONS: '20000', PAPERBOY_PAIRS: '100000' },
    testTimeout: 1_200_000,
  },
});
