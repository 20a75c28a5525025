import { createHash } from 'node:crypto';

/** A key of a page from the lines that say what it shows. */
export const keyOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 22);
