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
  'import-row': {
    severity: 'warning',
    title: 'A line of a list was left out.',
    explanation: 'Its address is not one, its topics cannot be read, or it names none. The other lines were taken in.',
    remedy: 'Correct the line and import the list again: who is there already is left as is.',
    example: 'members.csv:7 warning the address has no "@"',
  },
  'postbox-unreachable': {
    severity: 'error',
    title: 'The mailbox cannot be read.',
    explanation:
      'The IMAP server cannot be reached, does not let in, or has no such mailbox; or the folder is no Maildir. Nothing was read, and no mail is lost: they wait there.',
    remedy: 'Check IMAP_URL and IMAP_PASSWORD, or the folder. The next run reads what waits.',
    example: 'imaps://mail.example.org:993 error cannot log in: the server refuses the password',
  },
  'mail-unreadable': {
    severity: 'warning',
    title: 'A mail was set aside.',
    explanation:
      'It cannot be read as a mail, or could not be moved when it was done. Mails whose parts are nested very deeply, or with a very large head, are not worth a program’s time.',
    remedy: 'Look at it by hand, where it matters.',
    example: 'mail.eml warning the mail cannot be read: its parts are nested too deeply, or its head is too large',
  },
  'inbox-limit': {
    severity: 'info',
    title: 'There are more mails than one go takes.',
    explanation: 'At most so many mails are read in one go, so that nobody can keep it busy for ever. The others wait.',
    remedy: 'Nothing needs to be done. `paperboy inbox --limit` takes more at once.',
    example: 'imaps://mail.example.org:993 info 40 more mails wait for the next time',
  },
  'letter-undelivered': {
    severity: 'warning',
    title: 'An answer to a mail did not go out.',
    explanation:
      'The server did not take it. What the mail asked for is done or waits to be confirmed all the same. When the fault may pass, the next run tries again.',
    remedy: 'Nothing needs to be done, unless it happens often: then check the server.',
    example: 'warning a letter did not go out: 451 try again later',
  },
} as const satisfies Record<string, CatalogueEntry>;
