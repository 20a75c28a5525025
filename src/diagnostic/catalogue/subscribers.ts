import type { CatalogueEntry } from '../entry.ts';

/** Codes of the rooms `subscribers`, `inbox` and `postbox`. */
export const subscribers = {
  'subscribers-corrupt': {
    severity: 'error',
    title: 'The journal of subscribers is damaged or was edited by hand.',
    explanation:
      'A line of `subscribers.jsonl` does not match its checksum or does not follow from the lines before it. Guessing what it said could mail somebody who has left, so nothing was done. Only an incomplete last line, as a killed write leaves it, is set aside.',
    remedy: 'Restore the file from git or a backup, for instance with `git checkout -- out/state/subscribers.jsonl`.',
    example: 'out/state/subscribers.jsonl:14 error line 14 does not match its checksum',
  },
  'subscribers-key': {
    severity: 'error',
    title: 'Addresses of subscribers cannot be sealed or opened.',
    explanation:
      'Addresses are stored encrypted, under a key that stands in the environment only. PAPERBOY_KEY is not set, or it does not hold the key under which some of them were sealed.',
    remedy:
      'Set PAPERBOY_KEY, for instance to what `openssl rand -hex 32` prints. After a change it holds both keys, the new one first, separated by a space.',
    example: 'error 3 subscribers are not mailed: PAPERBOY_KEY does not hold the key 1f2e3d4c',
  },
} as const satisfies Record<string, CatalogueEntry>;
