import { defineConfig } from 'vitest/config';

/** The long harnesses, in full length; `npm test` runs the same with fewer rounds. See CONTRIBUTING.md. */
export default defineConfig({
  test: {
    include: ['test/mutations/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/faults/*.full.ts'],
    env: {
      PAPERBOY_MUTATIONS: '20000',
      PAPERBOY_KILLS: process.env.PAPERBOY_KILLS ?? '500',
      PAPERBOY_FUZZ: process.env.PAPERBOY_FUZZ ?? '10000',
    },
    testTimeout: 1_200_000,
  },
});
