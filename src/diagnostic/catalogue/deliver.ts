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
      'A line of the ledger does not match its checksum or does not follow from the lines before it, or the ledger does not begin with the lines that it had when the archive was written. Guessing what it said could mail somebody twice, so nothing was sent. Only an incomplete last line, as a killed run leaves it, is set aside.',
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
  'address-suppressed': {
    severity: 'warning',
    title: 'An address is not mailed any more.',
    explanation:
      'The server refused its recipient three times in a row, or somebody asked for it (`paperboy suppress`). Faults of the server, the sender or the content never suppress anybody; nor does a run in which nearly everybody was refused. With PAPERBOY_KEY the address itself is remembered, as a keyed hash; without it the subscription is.',
    remedy: 'Correct the address. Then `paperboy unsuppress ID`; with PAPERBOY_KEY a new address needs nothing.',
    example: 'warning ada is not mailed any more: the server refused the address 3 times in a row',
  },
  'suppression-key': {
    severity: 'error',
    title: 'Suppressed addresses cannot be recognised.',
    explanation:
      'They are remembered under a key that PAPERBOY_KEY does not hold now. Sending would mail people who must not be mailed, so nothing was sent. The message names the ids of the keys, which are of no use to anybody else.',
    remedy:
      'Set PAPERBOY_KEY as it was. To change the key, put the new one first and keep the old one after it, separated by a space.',
    example: 'error addresses are suppressed under a key that PAPERBOY_KEY does not hold: 1a2b3c4d',
  },
  claimed: {
    severity: 'error',
    title: 'Another machine, or another clone, has claimed the right to send.',
    explanation:
      'With `--claim` the right to send is a commit that is pushed first (docs/sending.md). The newest state has such a commit of another machine, or of another clone of the repository on this one. Nothing was sent.',
    remedy:
      'Wait for that run to end. If the machine is gone, remove `claim.json` from the repository in a commit and push it; what it sent last may then be sent again, with the same Message-ID.',
    example: 'out/claim.json error cron has claimed the right to send',
  },
  'claim-behind': {
    severity: 'error',
    title: 'The state here is not that of the remote.',
    explanation:
      'With `--claim` mail goes out from the newest state only, or somebody would get it twice. The remote has commits that are not here, or the other way round. Nothing was sent.',
    remedy: 'Run `git pull`, or push what you have committed, then run again.',
    example: 'out error the state here is not that of the remote: origin/main has commits that are not here',
  },
  'claim-held': {
    severity: 'error',
    title: 'What was sent could not be pushed.',
    explanation:
      'Mail went out and is recorded here, but the remote did not take the record. The claim stays, so that no other machine sends.',
    remedy: 'Run again on this machine, or push by hand.',
    example: 'error what was sent is recorded here, but could not be pushed to origin: it was rejected again and again',
  },
  'claim-impossible': {
    severity: 'error',
    title: 'The right to send cannot be claimed.',
    explanation: '`--claim` needs git, an output folder in a repository, a branch, and a remote that takes pushes.',
    remedy: 'Correct what git says, or leave `--claim` out where only one machine sends.',
    example: 'error the right to send cannot be claimed: git says: fatal: not a git repository',
  },
  'nobody-mailed': {
    severity: 'info',
    title: 'Sending was asked for, and nobody was mailed: why, in one sentence.',
    explanation:
      'Said by every run with `--send` and every `paperboy send` in which no digest went out, also when that is as it should be. A preview has no such diagnostic.',
    remedy: 'Look the sentence up in [no-mail.md](no-mail.md). `paperboy why ID PAPER` answers for one paper.',
    example: 'info Nobody was mailed: nothing new came (2 dumps taken in before); ada has nothing new that matches.',
  },
  'digest-error': {
    severity: 'error',
    title: 'One digest could not be made or sent, by an error of ours.',
    explanation:
      'Only this digest is concerned; the others were sent. It stays planned, and the next run tries it again. The exit code is 1.',
    remedy: 'Report it, with the message and the version.',
    example: 'error the digest for ada could not be made or sent: the date of the message is not a date',
  },
  'digest-refused': {
    severity: 'info',
    title: 'A digest that the mail server refused for good is not sent again.',
    explanation:
      'The run in which it was refused ended with exit code 4. The same papers are not tried again by themselves; they come along with the next digest of this subscriber that has another paper.',
    remedy: 'Check the address of the subscription.',
    example:
      'info the digest 2026-03-02-0f1e2d3c4b5a for ada was refused for good by the mail server and is not sent again',
  },
  'clock-behind': {
    severity: 'warning',
    title: 'The ledger has a digest of a later day than today.',
    explanation:
      'The clock of this run is behind, or an earlier run with `--send` had a wrong clock or a wrong `--now`. That digest does not count for the rule of one new digest a day; what it told is not told again.',
    remedy: 'Correct the clock, or leave `--now` out. The warning goes away when that day has come.',
    example:
      'warning the ledger has a digest of 2030-01-01, and today is 2026-03-02: the clock, or --now of a run, was wrong',
  },
} satisfies Record<string, CatalogueEntry>;
