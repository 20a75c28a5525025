import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `fetch`: reading bytes as text, and asking the site. */
export const fetching = {
  'encoding-assumed': {
    severity: 'warning',
    title: 'A dump is not valid UTF-8.',
    explanation:
      'A file with a few broken bytes among good UTF-8 is read as UTF-8, with `�` in their place. A file in which nothing but those bytes could be UTF-8 is read as Windows-1252, which includes Latin-1.',
    remedy: 'If letters look wrong, save the page again as UTF-8.',
    example: 'dumps/oct-31.txt:12:7 warning not valid UTF-8 from here on; read as windows-1252',
  },
  'text-mojibake': {
    severity: 'warning',
    title: 'A text was read in the wrong encoding before it was saved.',
    explanation:
      'Letters such as `é` came out as `Ã©`: UTF-8 was read as Latin-1 or Windows-1252. When the whole file is so and can be turned back without loss, it was; otherwise it is as you saved it, since a single such place may be meant.',
    remedy: 'Save the page again with a tool that keeps UTF-8.',
    example:
      'dumps/oct-31.txt:3:14 warning 4 places look like UTF-8 read as Latin-1, here "Ã©"; they were left as they are',
  },
  'text-nul': {
    severity: 'warning',
    title: 'A text dump holds NUL characters.',
    explanation:
      'They have no meaning in text and often come from a disk that filled up, or from a file that is no text.',
    remedy: 'Save the page again.',
    example: 'dumps/oct-31.txt:80:1 warning 512 NUL characters, the first one here',
  },
  'gzip-invalid': {
    severity: 'error',
    title: 'A gzip file is cut or damaged.',
    explanation: 'Of a cut file, what could be unpacked was read. Of a damaged one, nothing was.',
    remedy: 'Fetch or pack it again.',
    example: 'dumps/2026-02-04.json.gz error the gzip file ends too early; what could be unpacked was read',
  },
  'gzip-bomb': {
    severity: 'error',
    title: 'A gzip file unpacks to far more than a dump can be.',
    explanation:
      'More than 256 MiB, or more than 200 times its size, would come out of it. It was not unpacked, so that a small file cannot fill the memory.',
    remedy: 'Look at where the file comes from. If it is right, unpack it yourself.',
    example: 'dumps/2026-02-04.json.gz error it would unpack to more than 200 times its size; nothing of it was read',
  },
  'fetch-timeout': {
    severity: 'error',
    title: 'The site did not answer in time.',
    explanation: 'The whole answer, with redirects and retries, has to come within `--timeout`. No dump was changed.',
    remedy: 'Try again later, or allow more time with `--timeout 120`.',
    example: 'dumps/2026-02-04.json error no complete answer from https://huggingface.co within 60 s',
  },
  'fetch-refused': {
    severity: 'error',
    title: 'No connection to the site.',
    explanation:
      'The name is unknown, the connection was refused or broke off before the answer, its certificate is not valid, or the proxy refused. No dump was changed.',
    remedy: 'Check the network, `--base-url`, and HTTPS_PROXY and NO_PROXY if you use a proxy.',
    example: 'dumps/2026-02-04.json error cannot connect to https://huggingface.co: ENOTFOUND',
  },
  'fetch-status': {
    severity: 'error',
    title: 'The site answered with an error.',
    explanation:
      '400 usually means a date in the future or from before the first list; 404 that there is no such page; 500 and above that the site has trouble. No dump was changed.',
    remedy: 'Ask for another date, or try again later.',
    example: 'dumps/2030-01-01.json error the site refused the request for 2030-01-01 (400)',
  },
  'fetch-rate-limited': {
    severity: 'error',
    title: 'The site asks for fewer requests.',
    explanation:
      'It answered 429, or 503 with a time to wait, and waiting as long as it asks does not fit into `--timeout`. No dump was changed, and no further day was asked for.',
    remedy: 'Try again after the time it names. With `--since`, what is there already is not asked for again.',
    example: 'dumps/2026-02-04.json error too many requests (429); the site asks to wait 300 s',
  },
  'fetch-redirects': {
    severity: 'error',
    title: 'The site sent the request elsewhere, and that led nowhere.',
    explanation:
      'More than five redirects, a circle, an address that is none, or one that would give up encryption. No dump was changed.',
    remedy: 'Open the address in a browser, and check `--base-url`.',
    example: 'dumps/2026-02-04.json error redirected in a circle, or more than 5 times',
  },
  'fetch-private-address': {
    severity: 'error',
    title: 'The request would have gone to this machine or to a private network.',
    explanation:
      'The name of the site, or a redirect, leads to a loopback, private, link-local or otherwise reserved address. A public site has no reason to do that; such an answer can be an attempt to read from your network. It was not contacted.',
    remedy: 'For a mirror in your own network give `--allow-private`.',
    example: 'dumps/2026-02-04.json error 169.254.169.254 is not a public address; it was not contacted',
  },
  'fetch-too-large': {
    severity: 'error',
    title: 'The answer was larger than a list of papers can be.',
    explanation: 'Reading stopped at 64 MiB, of what was sent or of what it unpacks to. No dump was changed.',
    remedy: 'Check `--base-url`; ask for a day in place of a month.',
    example: 'dumps/2026-02.json error the answer is larger than 64 MiB; reading stopped',
  },
  'fetch-cut': {
    severity: 'error',
    title: 'The answer broke off.',
    explanation:
      'The connection was lost, or fewer bytes came than announced, or the page lacks its end. What came is kept in `.paperboy/quarantine/` beside the dumps, where no run reads it. No dump was changed.',
    remedy: 'Try again.',
    example: 'dumps/2026-02-04.json error the answer broke off after 8120 bytes',
  },
  'fetch-unusable': {
    severity: 'error',
    title: 'The answer is not a list of papers.',
    explanation:
      'The site answered with success, but sent something else: a login page, a rate-limit page, an error message, a page of a network in between. It is kept in `.paperboy/quarantine/` beside the dumps, where no run reads it. No dump was changed.',
    remedy: 'Look at the file in quarantine. Try again later.',
    example: 'dumps/2026-02-04.json error the answer is no list of papers: not a dump in a known format',
  },
  'fetch-not-modified': {
    severity: 'info',
    title: 'The list has not changed since it was fetched.',
    explanation: 'The site answered 304 to the tag of the dump that is there.',
    remedy: 'Nothing needs to be done.',
    example: 'dumps/2026-02-04.json info not changed since it was fetched',
  },
  'fetch-empty': {
    severity: 'info',
    title: 'There is no paper on that list.',
    explanation:
      'On weekends and holidays there is no list, and today’s begins empty. An empty list tells nothing new, so no dump was written or changed.',
    remedy: 'Nothing needs to be done; ask again later for today’s list.',
    example: 'dumps/2026-02-07.json info the list of 2026-02-07 is empty',
  },
  'fetch-kept-both': {
    severity: 'info',
    title: 'A shorter list was put beside a fuller dump.',
    explanation:
      'A dump is never replaced by one with fewer papers. Both are there, and both are read; papers that both hold count once.',
    remedy: 'Nothing needs to be done. If the shorter one is of no use, remove it.',
    example: 'dumps/2026-02-04.2.json info 3 papers; dumps/2026-02-04.json has 33 and was kept',
  },
  'dump-unwritable': {
    severity: 'error',
    title: 'A dump cannot be written.',
    explanation:
      'The disk is full, the folder is read-only or a system call failed. The dumps that are there are intact.',
    remedy: 'Make room, correct the permissions, or name another folder with `--to`.',
    example: 'dumps/2026-02-04.json error cannot write the dump: ENOSPC',
  },
  'fetch-incomplete': {
    severity: 'warning',
    title: 'The list may go on.',
    explanation: 'The list has more pages than Paperboy asks for at once.',
    remedy: 'Ask for days or weeks in place of a month.',
    example: 'dumps/2026-02.json warning 2000 papers in 20 pages, and the list may go on',
  },
} satisfies Record<string, CatalogueEntry>;
