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
  'state-present': {
    severity: 'error',
    title: 'There is a state already.',
    explanation: 'Importing makes a state from an exported archive. It never replaces one.',
    remedy: 'Import into another `--out`, or move the old state away first.',
    example: 'out/state error there is an archive here already; importing would replace it',
  },
  'import-invalid': {
    severity: 'error',
    title: 'The file is not an archive as it was exported.',
    explanation: 'A line cannot be read, or the file ends too early. Nothing was changed.',
    remedy: 'Export the archive again. A file that was compressed must be decompressed first.',
    example: 'archive.jsonl:812 error not JSON',
  },
  'index-damaged': {
    severity: 'warning',
    title: 'The index of papers is damaged.',
    explanation:
      'The index says where papers lie, so that a run need not read the whole archive. It is a cache beside the state.',
    remedy: 'Remove `out/cache`; the next run makes it anew. `paperboy archive repair` does that too.',
    example: 'out/cache warning the index does not find 3 of 812 papers',
  },
  'state-repaired': {
    severity: 'warning',
    title: 'A damaged part of the state was left out or made anew.',
    explanation:
      'Each such message names one part and what was lost with it. The damaged files were kept beside the state.',
    remedy:
      'Take the dumps in again that a lost paper came from, with `paperboy run --backfill`. Nobody is mailed twice: the ledger remembers.',
    example: 'papers/2026/2026-02-04.jsonl warning 2 of 33 lines cannot be read and were left out',
  },
  'paper-unknown': {
    severity: 'error',
    title: 'No paper, or more than one, is meant.',
    explanation: 'A paper is named by its arXiv id, its permanent id, or words of its title that only it has.',
    remedy: 'Look it up with `paperboy papers QUERY`, and use its id.',
    example: 'error 3 papers are meant by "reward"',
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
