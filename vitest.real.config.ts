import { defineConfig } from 'vitest/config';

/** The suite over the real dumps that `PAPERBOY_REAL_DUMPS` names; see CONTRIBUTING.md. */
export default defineConfig({ test: { include: ['test/real/**/*.test.ts'], testTimeout: 120_000 } });
