import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Envelope } from '../../src/deliver/channel.ts';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { defaultLimits } from '../../src/deliver/smtp/limits.ts';
import { checkName } from '../../src/model/mailbox.ts';
import { envelope, key } from '../deliver/support.ts';
import { Sink, type Taken } from './sink.ts';

/** In full length by `npm run test:full`. */
const messages = Number(process.env.PAPERBOY_FUZZ ?? 600);

// Pieces of which addresses, lists, routes, headers and commands are made.
const pieces = [
  ...[
    'ada',
    'eve@evil.example',
    '@',
    'x.example',
    ',',
    ';',
    ':',
    '<',
    '>',
    '"',
    '(',
    ')',
    '\\',
    ' ',
    '\t',
    "'",
    '%',
    '!',
  ],
  ...['\r\n', '\n', '\r', '\0', '\u2028', '\u0085', '\r\n.\r\n', '\r\nBcc: eve@evil.example', '\nTo: eve@evil.example'],
  ...[
    '\r\n\r\n<script>',
    'RCPT TO:<eve@evil.example>',
    '=?utf-8?q?',
    '=?utf-8?b?RUNITw==?=',
    '?=',
    '=0D=0ABcc:',
    '%0D%0A',
  ],
  ...[
    'ü',
    '日本',
    '🗞',
    '\ud800',
    '\u202e',
    'é'.normalize('NFD'),
    '-',
    '_',
    '{',
    '}',
    '$\u007bx}',
    '`',
    '|',
    'a'.repeat(300),
  ],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.string({ minLength: 1, maxLength: 80 }),
);
const address = fc.oneof(
  fc.constantFrom('ada@reader.example', "o'brien+x@reader.example", 'a{b}|c=d@reader.example'),
  fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => `${parts.join('')}@reader.example`),
  fc.emailAddress(),
);
const url = fc.oneof(
  fc.constant('https://paper.example/u/1'),
  fc.webUrl(),
  text.map((part) => `https://paper.example/${part}`),
);

// What a gate refuses says nothing about what is built: most fields pass theirs, and are hostile within it.
const line = text
  .map((value) => value.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ''))
  .filter((value) => value.trim() !== '');
const name = fc.option(
  fc.oneof(
    {
      weight: 6,
      arbitrary: line.map((value) => value.replaceAll('=?', '').slice(0, 200)).filter((value) => checkName(value).ok),
    },
    { weight: 1, arbitrary: text },
  ),
);
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const letters = fc.record({
  to: fc.record({ address: mostly("o'brien+{x}@reader.example", address), name }),
  from: fc.record({ address: fc.constant('papers@paper.example'), name }),
  replyTo: fc.option(fc.record({ address: mostly('answers@reader.example', address), name })),
  subject: fc.oneof({ weight: 6, arbitrary: line }, { weight: 1, arbitrary: text }),
  body: fc.oneof({ weight: 6, arbitrary: line }, { weight: 3, arbitrary: text }),
  mailto: mostly('leave@paper.example', address),
  https: fc.option(mostly('https://paper.example/u/1', url)),
  archive: fc.option(mostly('https://paper.example/', url)),
});

/** Every header that a mail may have, and no other. */
const known = new Set([
  ...['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'auto-submitted', 'reply-to'],
  ...['list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'list-help', 'list-archive'],
]);

/** What is wrong with a message as an independent parser reads it. */
async function faults({ bytes, from, to }: Pick<Taken, 'bytes' | 'from' | 'to'>, sent: Envelope): Promise<string[]> {
  const wrong: string[] = [];
  const mail = await PostalMime.parse(bytes);
  const names = mail.headers.map(({ key: name }) => name);
  for (const name of names) if (!known.has(name)) wrong.push(`header ${name}`);
  for (const name of known) if (names.filter((one) => one === name).length > 1) wrong.push(`two headers ${name}`);
  if (to.length !== 1 || to[0] !== sent.to.address) wrong.push('another recipient in the envelope');
  if (from !== sent.from.address) wrong.push('another sender in the envelope');
  const list = (mail.to ?? []).map((one) => one.address);
  if (list.length !== 1 || list[0] !== sent.to.address) wrong.push('another recipient in the header');
  if (mail.from?.address !== sent.from.address) wrong.push('another sender in the header');
  if ((mail.cc ?? []).length > 0 || (mail.bcc ?? []).length > 0) wrong.push('somebody else too');
  if (mail.messageId !== `<${key}@paper.example>`) wrong.push('another Message-ID');
  if (sent.replyTo && mail.replyTo?.[0]?.address !== sent.replyTo.address) wrong.push('another Reply-To');
  return wrong;
}

describe('hostile addresses, names, subjects and links', () => {
  let sink: Sink;
  let channel: Channel;
  beforeAll(async () => {
    sink = await Sink.start();
    channel = createSmtp({
      server: sink.server_,
      limits: { ...defaultLimits, messagesPerConnection: 1000 },
      signer: null,
    });
    await channel.open();
  });
  afterAll(async () => {
    await channel.close();
    await sink.stop();
  });

  it('put in no header and reach nobody else', { timeout: 60_000 + messages * 60 }, async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(letters, async ({ to, from, replyTo, subject, body, mailto, https, archive }) => {
        const letter = envelope({
          to,
          from,
          replyTo,
          subject,
          text: body,
          unsubscribe: { mailto, subject: 'unsubscribe', https },
          archive,
        });
        const before = sink.count;
        try {
          await channel.send(letter, async () => {});
        } catch {
          // Refused by a gate: then nothing went out.
          refused++;
          expect(sink.count).toBe(before);
          return;
        }
        expect(sink.count).toBe(before + 1);
        expect(await faults(sink.taken.pop()!, letter)).toEqual([]);
      }),
      { numRuns: Math.ceil(messages * 2.5), seed: 11 },
    );
    // Positive controls: gates refuse some, and enough pass them.
    expect(refused).toBeGreaterThan(messages / 10);
    expect(sink.count).toBeGreaterThanOrEqual(messages);
  });

  it('would be seen', async () => {
    const letter = envelope();
    const head = 'From: papers@paper.example\r\nTo: ada@reader.example\r\n';
    const id = `Message-ID: <${key}@paper.example>\r\n`;
    const seen = (extra: string, to = ['ada@reader.example']) =>
      faults(
        { bytes: Buffer.from(`${head}${id}${extra}\r\nx`), from: 'digest@paper.example', to },
        {
          ...letter,
          from: { address: 'papers@paper.example', name: null },
        },
      );
    expect((await seen('')).sort()).toEqual(['another sender in the envelope']);
    expect(await seen('X-Evil: 1\r\n')).toContain('header x-evil');
    expect(await seen('Bcc: eve@evil.example\r\n')).toContain('somebody else too');
    expect(await seen('To: eve@evil.example\r\n')).toContain('two headers to');
    expect(await seen('', ['ada@reader.example', 'eve@evil.example'])).toContain('another recipient in the envelope');
  });
});
