import { defineConfig } from 'vitest/config';

/** The long harnesses, in full length; `npm test` runs the same with fewer rounds. See CONTRIBUTING.md. */
export default defineConfig({
  test: { include: ['test/mutations/**/*.test.ts'], env: { PAPERBOY_MUTATIONS: '20000' }, testTimeout: 1_200_000 },
});
