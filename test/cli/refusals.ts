/**
 * Refusals of a run that was to send, by the code of what was wrong: the exit code, and what says that nobody was mailed.
 * test/cli/nobody.test.ts brings each about, and docs/no-mail.md has them.
 */
export const refusals = {
  'smtp-missing': {
    exit: 2,
    sentence: /Nobody was mailed, for this run was refused: sending was asked for, but SMTP_URL is not set\./,
  },
  'setting-invalid': {
    exit: 2,
    sentence: /Nobody was mailed, for this run was refused: sending was asked for, but no sender is set\./,
  },
  locked: {
    exit: 5,
    sentence: /Nobody was mailed, for this run was refused: another run is using this output folder\./,
  },
  'state-missing': {
    exit: 5,
    sentence: /Nobody was mailed, for this run was refused: there is no archive, and --require-state was given\./,
  },
  flood: { exit: 5, sentence: /the fuse is at 5; nothing was changed and nobody was mailed/ },
  'ledger-corrupt': { exit: 5, sentence: /nothing was changed and nobody was mailed; restore it from git/ },
  'claim-impossible': {
    exit: 2,
    sentence: /Nobody was mailed, for this run was refused: the right to send cannot be claimed.+\./,
  },
} as const;
