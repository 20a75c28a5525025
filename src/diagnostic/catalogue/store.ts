import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `store`, and of the safety checks of a run. */
export const store = {
  'state-corrupt': {
    severity: 'error',
    title: 'A file of the archive is damaged or was edited by hand.',
    explanation:
      'A file does not match its checksum in the manifest, the manifest does not match its own, a file lies there that the manifest does not name, or the files do not belong together. The state is never taken as empty, for then every paper would look new and be mailed. Nothing was changed.',
    remedy: 'Restore `out/state/` from git or a backup, for instance with `git checkout -- out/state`.',
    example: 'out/state/papers/2025-10.jsonl error the archive is damaged: its checksum is not that of the manifest',
  },
  'state-missing': {
    severity: 'error',
    title: 'The archive or the ledger was lost, wholly or in part, or is older than what belongs to it.',
    explanation:
      'The manifest names files that are not there; the ledger is shorter than it was; a digest of the ledger tells of papers that the archive lacks; there is no archive although the output folder holds feeds or mails of an earlier run (in a preview this is a warning, and the run goes on); or `--require-state` was given on a first run. Nothing was changed and nobody was mailed.',
    remedy:
      'Restore the whole `out/state/` from one commit or backup. On a first run leave `--require-state` out. To start afresh remove the whole output folder or use `--no-require-state`; to take the dumps in again without mailing anybody, use `--backfill`.',
    example: 'out/state/papers/2025-10.jsonl error the archive lacks its file papers/2025-10.jsonl',
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
  'state-outdated': {
    severity: 'error',
    title: 'The state was written by an earlier version.',
    explanation:
      'Its form has changed since. A command that only reads does not rewrite it, and reading it in the wrong form could take it for empty.',
    remedy:
      'Run `paperboy archive migrate`, or simply `paperboy run`: both bring it up to date first, whole or not at all.',
    example: 'out/state error the state has the form paperboy.state/1',
  },
  'state-migrated': {
    severity: 'info',
    title: 'The state was brought up to date.',
    explanation: 'It had the form of an earlier version. Nothing that it knew was lost.',
    remedy: 'Nothing to do. If the state is in git, commit it.',
    example: 'out/state info the state was brought from paperboy.state/1 to paperboy.state/2',
  },
  'dump-redated': {
    severity: 'info',
    title: 'The year of an earlier dump was corrected.',
    explanation:
      'It printed no year, and the one that was assumed does not fit what later dumps print of its papers. The archive now is as if the right year had been known from the beginning. Editions that were published keep their names.',
    remedy: 'Nothing to do. With `--date`, or a date in the file name, no year has to be assumed.',
    example: 'jul-30.txt info the dump is of 2025-07-30, not of 2026-07-30 as was assumed',
  },
} satisfies Record<string, CatalogueEntry>;
