import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `deliver`. */
export const deliver = {
  'smtp-missing': {
    severity: 'error',
    title: 'Sending by SMTP was asked for, but no server is configured.',
    explanation: 'The environment variable SMTP_URL is not set.',
    remedy: 'Set SMTP_URL, for instance `smtps://user@mail.example.org:465`, and SMTP_PASSWORD.',
    example: 'error sending was asked for, but SMTP_URL is not set',
  },
  'outbox-unwritable': {
    severity: 'error',
    title: 'The outbox folder cannot be written.',
    explanation:
      'The channel `directory` tries the folder before anything is recorded. The disk is full, the folder is read-only or its name belongs to a file. Nothing was sent.',
    remedy: 'Make room or correct the permissions, then run again.',
    example: 'out/mail/outbox error cannot write into the outbox: EACCES',
  },
  'ledger-corrupt': {
    severity: 'error',
    title: 'The ledger of deliveries is damaged or was edited by hand.',
    explanation:
      'A line of the ledger does not match its checksum, or does not follow from the lines before it. Guessing what it said could mail somebody twice, so nothing was sent. Only an incomplete last line, as a killed run leaves it, is set aside.',
    remedy: 'Restore the ledger from git or a backup, for instance with `git checkout -- out/state`.',
    example: 'out/state/ledger.jsonl:14 error line 14 does not match its checksum',
  },
  'ledger-torn': {
    severity: 'warning',
    title: 'The last line of the ledger is incomplete.',
    explanation:
      'A run was killed while it wrote. The line was never confirmed, so nothing followed from it; it is left out and cut off with the next write.',
    remedy: 'Nothing needs to be done.',
    example: 'out/state/ledger.jsonl:14 warning the last line is incomplete and was left out',
  },
} satisfies Record<string, CatalogueEntry>;
