import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        test: {
          name: 'project',
          include: ['test/**/*.test.ts'],
          exclude: ['test/real/**', 'test/browser/**'],
          testTimeout: 30_000,
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
