import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `store`, and of the safety checks of a run. */
export const store = {
  'state-corrupt': {
    severity: 'error',
    title: 'A file of the archive is damaged or was edited by hand.',
    explanation:
      'The state is never taken as empty, for then every paper would look new and be mailed. Nothing was changed.',
    remedy: 'Restore `out/state/` from git or a backup, for instance with `git checkout -- out/state`.',
    example: 'out/state/papers/2025-10.jsonl:3 error line 3 is not a paper of the archive',
  },
  'state-missing': {
    severity: 'error',
    title: 'A file of the archive is missing, or there is no archive where one is required.',
    explanation:
      'The manifest names files that are not there, or `--require-state` was given and there is no archive. Nothing was changed.',
    remedy: 'Restore `out/state/` from git or a backup; on a first run leave `--require-state` out.',
    example: 'out/state/papers/2025-10.jsonl error the archive lacks this file',
  },
  locked: {
    severity: 'error',
    title: 'Another run is using this output folder.',
    explanation: 'Two runs at once could mail the same paper twice, so the second one stops.',
    remedy: 'Wait for the other run to end. The lock frees itself when that process ends, however it ends.',
    example: 'out/state error another run holds the lock',
  },
  flood: {
    severity: 'error',
    title: 'One run would add more new papers than the fuse allows.',
    explanation:
      'That is usually a lost archive or a wrong input. Nothing was changed and nobody was mailed. The first run and `--backfill` are exempt.',
    remedy: 'Check the input; if it is right, raise the fuse with `--max-new N` or take it in with `--backfill`.',
    example: 'error 812 new papers, the fuse is at 500',
  },
  'state-unwritable': {
    severity: 'error',
    title: 'The output folder cannot be written.',
    explanation: 'The disk is full, the folder is read-only or a system call failed. The old state is intact.',
    remedy: 'Make room or correct the permissions, then run again.',
    example: 'out/state error cannot write papers/2025-10.jsonl: ENOSPC',
  },
} satisfies Record<string, CatalogueEntry>;
