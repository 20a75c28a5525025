import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLetters } from '../../src/cli/inbox-job.ts';
import type { Envelope } from '../../src/deliver/channel.ts';
import { buildEml } from '../../src/deliver/envelope.ts';
import { lettersFrom } from '../../src/inbox/letters/letters.ts';
import { checkAddress } from '../../src/model/mailbox.ts';
import { type InboxReport, readInbox } from '../../src/pipeline/inbox.ts';
import { fileSubscribers } from '../../src/store/subscribers.ts';
import { newSubscriber } from '../../src/subscribers/requests.ts';
import { makeToken } from '../../src/subscribers/token.ts';
import { random } from '../random.ts';
import { dice, keys, keysOf, now, oldKey, preferences } from '../subscribers/people.ts';
import { mailOf } from './letters.ts';

/** In full length by `npm run test:full`. */
const mails = Number(process.env.PAPERBOY_FUZZ ?? 600);

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-fuzz-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const members = ['ada', 'ben', 'cleo', 'dora'].map((name) => `${name}@reader.example`);

/** An installation with confirmed subscribers; letters are built as they would go out, and kept. */
async function installation(name: string) {
  const store = fileSubscribers(join(scratch, name, 'subscribers.jsonl'));
  const roll = dice(name);
  const ids = await store.change(() => {
    const born = members.map((address) =>
      newSubscriber(address, preferences('DPO'), { keys, now, how: 'hand', dice: roll }),
    );
    const sure = born.map(({ id }) => ({ type: 'confirmed', id, at: now, how: 'hand', epoch: 1 }) as const);
    return {
      events: [{ type: 'key', keyId: keys.current.id, at: now }, ...born, ...sure],
      result: born.map(({ id }) => id),
    };
  });
  const render = lettersFrom(await readLetters('templates'));
  const sent: { to: string; subject: string; at: string; bytes: Buffer }[] = [];
  const desk = { at: now };
  const channel = {
    open: async () => {},
    close: async () => {},
    send: async (envelope: Envelope) => {
      const bytes = await buildEml(envelope);
      sent.push({ to: envelope.to.address, subject: envelope.message.subject, at: desk.at, bytes });
      return { state: 'sent' as const, detail: '', serverWide: false };
    },
  };
  const read = (items: Iterable<Uint8Array>): Promise<InboxReport> =>
    readInbox(
      {
        diagnostics: [],
        async *items() {
          let n = 0;
          for (const bytes of items) yield { name: `mail ${n++}`, bytes, done: async () => {} };
        },
        close: async () => {},
      },
      {
        keys,
        from: { address: 'papers@paper.example', name: 'Paperboy' },
        inbox: 'papers@paper.example',
        serverUrl: 'https://papers.example.org',
        limit: mails,
      },
      {
        ...{
          store,
          channel,
          render,
          dice: roll,
          volume: () => ({ papers: 3, days: 5 }),
          digestTo: () => null,
          suppress: async () => {},
        },
        ...{ variable: () => undefined, clock: () => desk.at, signal: new AbortController().signal },
      },
    );
  /** What must not change without a token. */
  const standing = async () =>
    ids.map((id) => {
      const { state, until, preferences: wanted, address } = store.peek().get(id)!;
      return JSON.stringify({ state, until, wanted, address });
    });
  return { store, ids, sent, desk, read, standing };
}

/** Mails of pieces that mean something to somebody, and of damage. */
function* hostile(count: number, ids: readonly string[], seed: number): Generator<Uint8Array> {
  const chance = random(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  const expired = (id: string) =>
    makeToken({ purpose: 'confirm', id, epoch: 1 }, { keys, now: '2026-10-01T00:00:00Z' });
  const foreign = (id: string) => makeToken({ purpose: 'unsubscribe', id }, { keys: keysOf(oldKey), now });
  const other = (id: string) => makeToken({ purpose: 'preferences', id }, { keys, now });
  // Of a request that another one replaced.
  const stale = (id: string) => makeToken({ purpose: 'confirm', id, epoch: 0 }, { keys, now });
  const broken = (id: string) => {
    const token = makeToken({ purpose: 'unsubscribe', id }, { keys, now });
    const at = Math.floor(chance() * token.length);
    return `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`;
  };
  const token = () => one([expired, foreign, other, stale, broken, (id: string) => id, () => 'a'.repeat(56)])(one(ids));
  const verbs = [
    'subscribe',
    'unsubscribe',
    'pause',
    'resume',
    'weekly',
    'daily',
    'topics',
    'confirm',
    'yes',
    'stop',
    'help',
    'status',
    'at',
    'zone',
  ];
  const odd = [
    'ü',
    '日本',
    '\u202e',
    '\0',
    '\ud800',
    '<script>',
    '{{x}}',
    '=?utf-8?q?=0D=0ABcc:_eve@evil.example?=',
    '"',
    ',',
    '-',
    '+',
    '(',
    'OR',
    '*',
    '\t',
    "'",
    '`',
    'x'.repeat(2000),
    '🗞',
    '%0d%0a',
    '../..',
    '#{x}',
    '?',
    ':',
  ];
  const words = (most: number) =>
    Array.from({ length: Math.floor(chance() * most) }, () =>
      one([...verbs, ...odd, 'DPO', '"reward model"', '-diffusion', '2 weeks', 'until 2026-12-24', '99', token()]),
    ).join(' ');
  const senders = [
    ...members,
    'victim@other.example',
    'x@y',
    'papers@paper.example',
    'MAILER-DAEMON@mx.example',
    '"a b"@c.example',
    '',
    'a@b.example, c@d.example',
    'Eve <eve@evil.example>\r\nBcc: z@evil.example',
    '=?utf-8?b?YUBi?= <eve@evil.example>',
    '<>',
    'undisclosed:;',
  ];
  const extras: Record<string, string>[] = [
    {},
    {},
    {},
    { 'Auto-Submitted': 'auto-replied' },
    { Precedence: 'bulk' },
    { 'List-Id': '<l.example>' },
    { 'Content-Type': 'multipart/mixed; boundary=b' },
    { 'Content-Type': 'text/html' },
    { 'Content-Transfer-Encoding': 'base64' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
    { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
    { 'Content-Type': 'text/plain; charset=utf-7' },
    { 'Return-Path': '<>' },
  ];
  const bodies = [
    () => words(8),
    () => `${words(3)}\n${words(3)}\n> ${words(3)}\n-- \n${words(3)}`,
    () =>
      `--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822; ${one(members)}\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <${one(['ab'.repeat(16), token(), 'x'])}@paper.example>\r\n\r\n--b--`,
    () =>
      `--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${'0'.repeat(32)}@paper.example>\r\n\r\n--b--`,
    () =>
      Array.from(
        { length: 300 },
        (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`,
      ).join(''),
    () => `<html><body>${words(5)}<br>${words(5)}</body></html>`,
    () => Buffer.from(words(9)).toString('base64'),
  ];
  for (let n = 0; n < count; n++) {
    const tagged = chance() < 0.2 ? `papers+${token()}@paper.example` : 'papers@paper.example';
    const subject = one([
      () => words(4),
      () => `Re: x [paperboy ${token()}]`,
      () => `unsubscribe ${token()}`,
      () => `${one(verbs)} ${words(3)}`,
    ])();
    const mail = mailOf({
      from: one(senders),
      to: tagged,
      subject,
      body: one(bodies)(),
      more: { ...one(extras), 'X-N': String(n) },
    });
    if (chance() < 0.3) {
      // Damage: bytes that are others, that are missing, a mail that breaks off.
      for (let hit = 0; hit < 5; hit++) mail[Math.floor(chance() * mail.length)] = Math.floor(chance() * 256);
      yield chance() < 0.5 ? mail : mail.subarray(0, Math.floor(chance() * mail.length));
    } else yield mail;
  }
}

/** Most letters that went to one address at one instant of the test, and most to all. */
function counts(sent: readonly { to: string; at: string; subject: string }[]) {
  const by = new Map<string, number>();
  for (const { to, at, subject } of sent) {
    const name = `${to} ${at} ${/^Please confirm(?!: no more)/.test(subject) ? 'confirm' : 'answer'}`;
    by.set(name, (by.get(name) ?? 0) + 1);
  }
  const most = (kind: string) =>
    Math.max(0, ...[...by].flatMap(([name, count]) => (name.endsWith(kind) ? [count] : [])));
  return { confirm: most('confirm'), answer: most('answer') };
}

describe(`${mails} hostile mails`, () => {
  it('break nothing, change nothing without a valid token, and bring few letters about', {
    timeout: 1_200_000,
  }, async () => {
    const place = await installation('hostile');
    const before = await place.standing();
    const rounds = 4;
    for (let round = 0; round < rounds; round++) {
      place.desk.at = `2026-11-2${round + 2}T08:00:00Z`;
      const { rows, diagnostics } = await place.read(hostile(Math.ceil(mails / rounds), place.ids, round));
      expect(rows.length).toBe(Math.ceil(mails / rounds));
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(JSON.stringify([rows, diagnostics])).not.toMatch(/@(?:reader|evil|other)\.example/);
    }
    expect(await place.standing()).toEqual(before);
    expect(place.store.peek().all.filter(({ id, state }) => !place.ids.includes(id) && state !== 'pending')).toEqual(
      [],
    );
    const { confirm, answer } = counts(place.sent);
    // It could fail: mails were answered, and only so often.
    expect(place.sent.length).toBeGreaterThan(10);
    expect(confirm).toBeLessThanOrEqual(1);
    expect(answer).toBeLessThanOrEqual(3);
    for (const { to, bytes } of place.sent) {
      expect(checkAddress(to).ok).toBe(true);
      expect(bytes.toString('latin1')).not.toMatch(/^(?:Bcc|Cc):/im);
    }
    // And the same box obeys a token.
    const [id] = place.ids as [string];
    await place.read([mailOf({ subject: `unsubscribe ${makeToken({ purpose: 'unsubscribe', id }, { keys, now })}` })]);
    expect(place.store.peek().get(id)?.state).toBe('unsubscribed');
  });

  it('bring no loop about, whatever answers the letters', async () => {
    const place = await installation('loop');
    const first = members.map((from) => mailOf({ from, subject: 'help' }));
    await place.read([
      ...first,
      ...members.map((from) => mailOf({ from, subject: 'pause' })),
      mailOf({ from: 'new@reader.example', subject: 'subscribe DPO' }),
    ]);
    const standing = await place.standing();
    let letters = place.sent.splice(0);
    expect(letters.length).toBeGreaterThan(8);
    const all: typeof letters = [...letters];
    for (let round = 0; round < 10 && letters.length > 0; round++) {
      // A vacation program that says what it is, one that does not and quotes everything, and a mail that comes back as it is.
      const answers = letters.flatMap(({ to, subject, bytes }, n) => [
        mailOf({
          from: to,
          subject: `Automatic reply: ${subject}`,
          body: `help ${n}`,
          more: { 'Auto-Submitted': 'auto-replied', 'X-R': `${round}` },
        }),
        mailOf({
          from: to,
          subject: `Re: ${subject}`,
          body: `Thank you for your request, ticket ${round}.${n}\n\n${bytes.toString('latin1')}`,
        }),
        bytes,
      ]);
      await place.read(answers);
      letters = place.sent.splice(0);
      all.push(...letters);
    }
    expect(letters).toEqual([]);
    const { confirm, answer } = counts(all);
    expect(confirm).toBe(1);
    expect(answer).toBeLessThanOrEqual(3);
    expect(await place.standing()).toEqual(standing);
    expect(place.store.peek().byAddress('new@reader.example', keys)?.state).toBe('pending');
  });
});
