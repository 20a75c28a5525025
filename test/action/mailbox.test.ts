import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { ImapFlow } from 'imapflow';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey } from '../subscribers/people.ts';
import { checkout, git, makePlace, type Place, runAction, useAction } from './runner.ts';

// A reader without a server anywhere: writes to a mailbox, which the Action reads each time it runs.
const uses = useAction();
const reader = 'ada@reader.example';
let place: Place;
const mails: string[] = [];
const sink = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _, done) {
    let text = '';
    stream.on('data', (chunk) => (text += chunk));
    stream.on('end', () => {
      mails.push(text);
      done();
    });
  },
});
const imap = createRequire(import.meta.url)('hoodiecrow-imap')({
  plugins: ['UIDPLUS', 'MOVE', 'LITERALPLUS'],
  users: { papers: { password: 'secret' } },
  storage: { INBOX: {} },
});
const port = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', () => resolve()));
  await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', () => resolve()));
  place = makePlace();
});
afterAll(async () => {
  await new Promise<void>((resolve) => sink.close(() => resolve()));
  await new Promise<void>((resolve) => imap.close(() => resolve()));
  rmSync(place.base, { recursive: true });
});

async function write(subject: string, more: string[] = []): Promise<void> {
  const auth = { user: 'papers', pass: 'secret' };
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: port(imap.server), secure: false, doSTARTTLS: false, auth, logger: false },
  });
  await client.connect();
  const id = `<${subject.length}.${mails.length}@reader.example>`;
  const head = [
    `From: Ada <${reader}>`,
    'To: papers@paper.example',
    `Subject: ${subject}`,
    `Message-ID: ${id}`,
    ...more,
  ];
  await client.append('INBOX', Buffer.from(`${head.join('\r\n')}\r\n\r\n\r\n`));
  await client.logout();
}

const act = () =>
  runAction(
    uses,
    place,
    { send: 'true' },
    {
      SMTP_URL: `smtp://127.0.0.1:${port(sink.server)}`,
      IMAP_URL: `imap://papers@127.0.0.1:${port(imap.server)}`,
      IMAP_PASSWORD: 'secret',
      PAPERBOY_ADA: 'another@reader.example',
      PAPERBOY_KEY: newKey,
      PAPERBOY_FROM: 'Paperboy <papers@paper.example>',
    },
  );
const journal = () => git(place.remote, 'show', 'main:out/state/subscribers.jsonl');
const subjects = (): string[] => git(place.remote, 'log', '--format=%s', 'main').split('\n');

it('answers who writes to the mailbox, and keeps who subscribed in git, the address sealed', {
  timeout: 240_000,
}, async () => {
  await write('subscribe paper');
  const first = await act();
  expect(first.code).toBe(0);
  const letter = mails.find((text) => text.includes(reader))!;
  expect(letter).toContain('Auto-Submitted: auto-replied');
  expect(journal().split('\n').length).toBeGreaterThan(1);
  expect(subjects()[0]).toMatch(/^Paperboy: \d+ digests? sent$/);

  const subject = /^Subject: (.*(?:\r?\n .*)*)/m.exec(letter)![1]!.replace(/\r?\n /g, ' ');
  const before = mails.length;
  checkout(place);
  await write(`Re: ${subject}`, [`In-Reply-To: ${/^Message-ID: (.*)$/im.exec(letter)![1]}`]);
  const second = await act();
  expect(second.code).toBe(0);
  expect(mails.length).toBeGreaterThan(before);
  expect(journal()).toContain('confirmed');

  // Nothing waits, nothing is due: no commit.
  const commits = subjects().length;
  checkout(place);
  const third = await act();
  expect([third.code, third.outputs.committed, subjects().length]).toEqual([0, 'false', commits]);

  // The address stands in the mails, and in nothing that git or GitHub shows.
  expect(mails.join('\n')).toContain(reader);
  const objects = git(place.remote, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
  const shown = [first, second, third].flatMap(({ log, summary, annotations }) => [log, summary, ...annotations]);
  const text = [...objects.map((id) => git(place.remote, 'cat-file', '-p', id)), ...shown].join('\n').toLowerCase();
  expect(text).not.toContain(reader);
  expect(text).toContain('subscribers');
});
