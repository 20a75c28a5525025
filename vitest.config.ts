import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // All processors: by default one is left free, which on a machine of two is half of it.
    maxWorkers: '100%',
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        test: {
          name: 'project',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', 'test/browser/**', '**/*.full.test.ts'],
          // Generous: a machine that does other work as well must not make a test fail.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // With tools of their own, too heavy for `npm ci`; they are installed before the first of these tests.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.mjs'],
          globalSetup: ['test/browser/install.mjs'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
