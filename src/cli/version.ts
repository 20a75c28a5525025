import { createRequire } from 'node:module';

/** The version of the package. Works from src/cli, dist/cli and dist/action: all lie two levels below the package. */
export const version = (): string =>
  (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
