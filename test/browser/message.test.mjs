import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'letterparser';
import { parse } from 'parse5';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { defaultLimits } from '../../src/deliver/smtp/limits.ts';
import { Mailroom } from '../../src/pipeline/mail.ts';
import { HOSTILE } from '../render/email/hostile.ts';
import { digest, item, match, memoryCache, paper, templates, typicalDigest } from '../render/email/sample.ts';

const subscription = {
  id: 'ada',
  name: 'Ada Löv, “the first”',
  address: null,
  topics: [],
  cadence: 'daily',
  maxPapers: 20,
  maxAgeDays: 14,
  changes: ['new'],
  backfill: 0,
  public: false,
  locale: 'en-GB',
  source: 'ada.yaml',
};
const sender = {
  from: { address: 'papers@sender.example', name: 'Päperboy' },
  unsubscribe: 'leave@sender.example',
  siteUrl: 'https://papers.example.org',
};

let server;
const received = [];
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), bytes: Buffer.concat(chunks) });
        done();
      });
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Renders a digest, sends it, and gives the message with the bytes that the server took. */
async function sent(given, more = {}) {
  const reader = { ...subscription, ...more };
  const room = new Mailroom(templates(), memoryCache(), sender);
  const message = await room.render(given, reader);
  const place = { host: '127.0.0.1', port: server.server.address().port, secure: false, user: null, password: null };
  const channel = createSmtp({ server: place, limits: { ...defaultLimits, connections: 1 }, signer: null });
  await channel.open();
  const outcome = await channel.send(
    room.envelope(message, { address: 'ada@reader.example', name: reader.name }, reader),
    async () => {},
  );
  await channel.close();
  expect(outcome.state).toBe('sent');
  return { message, ...received.at(-1) };
}

const lines = (text) => text.replaceAll('\r\n', '\n').trimEnd();
const headersOf = (bytes) => {
  const text = bytes.toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
};

/**
 * The message as two libraries read it that share no code. The recipient is read by the first only: the second decodes names
 * before it looks for commas in them.
 */
async function bothWays(bytes) {
  const one = await PostalMime.parse(bytes);
  const two = extract(bytes.toString('latin1'));
  const common = ({ subject, html, text, from, attachments }) => ({
    subject,
    html: lines(html ?? ''),
    text: lines(text ?? ''),
    from: from?.address,
    attachments: attachments?.length ?? 0,
  });
  return { one: common(one), two: common(two), to: one.to?.map(({ address }) => address) };
}

const hostile = () =>
  digest(
    HOSTILE.map((text, i) =>
      item(paper({ title: text, abstract: text, aiSummary: i % 2 ? text : null, authors: [text] }), {
        topic: `T ${text}`,
        matches: [match(`T ${text}`, [text])],
      }),
    ),
  );

describe('the message as it leaves through SMTP', () => {
  it.each([
    ['an ordinary day', typicalDigest, {}],
    ['hostile papers and a hostile name', hostile, { name: HOSTILE[0] }],
    [
      '200 papers',
      () =>
        digest(
          Array.from({ length: 200 }, (_, i) =>
            item(paper({ title: `Paper ${i} ${'word '.repeat(30)}`, abstract: 'We do x. '.repeat(200) })),
          ),
        ),
      {},
    ],
  ])('%s: two MIME libraries read the same parts, which are those that were rendered', async (_, make, more) => {
    const { message, bytes, to } = await sent(make(), more);
    expect(to).toEqual(['ada@reader.example']);
    const { one, two, to: read } = await bothWays(bytes);
    expect(two).toEqual(one);
    expect(read).toEqual(to);
    expect(one).toEqual({
      subject: message.subject,
      html: lines(message.html),
      text: lines(message.text),
      from: 'papers@sender.example',
      attachments: 0,
    });
  });

  it.each([
    ['an ordinary day', typicalDigest],
    ['hostile papers', hostile],
  ])('%s: lines of at most 998 bytes, all of 7 bits, each part says its encoding', async (_, make) => {
    const { bytes } = await sent(make());
    const text = bytes.toString('latin1');
    expect(text).not.toMatch(/[^\t\r\n -~]/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(text.match(/^Content-Transfer-Encoding: (?:quoted-printable|base64)$/gm)).toHaveLength(2);
    expect(text.match(/^Content-Type: text\/(?:plain|html); charset=utf-8$/gm)).toHaveLength(2);
  });

  it('has the headers of bulk mail, each once, and the same bytes when it is sent again', async () => {
    const { bytes } = await sent(typicalDigest());
    const headers = headersOf(bytes);
    const of = (name) => headers.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    expect(of('List-Unsubscribe')).toEqual([
      'List-Unsubscribe: <mailto:leave@sender.example?subject=unsubscribe%20ada>',
    ]);
    expect(of('List-Id')[0]).toContain('<paperboy.sender.example>');
    expect(of('List-Archive')).toEqual(['List-Archive: <https://papers.example.org>']);
    expect(of('List-Help')).toEqual(['List-Help: <mailto:leave@sender.example?subject=help>']);
    expect(of('Auto-Submitted')).toEqual(['Auto-Submitted: auto-generated']);
    expect(of('Date')).toEqual(['Date: Fri, 31 Oct 2025 06:00:00 +0000']);
    expect(of('Message-ID')[0]).toMatch(/^Message-ID: <[0-9a-f]{32}@sender\.example>$/);
    expect([...of('References'), ...of('In-Reply-To')]).toEqual([]);
    expect(new Set(headers.map((line) => line.split(':')[0])).size).toBe(headers.length);
    // What a server on the way adds aside, the bytes are the same for ever.
    expect((await sent(typicalDigest())).bytes.equals(bytes)).toBe(true);
  });

  it('a subscription that wants one thread gets one, and nobody else is in it', async () => {
    const references = async (given, more) =>
      headersOf((await sent(given, more)).bytes).filter((line) => /^(?:references|in-reply-to):/i.test(line));
    const other = digest([item(paper({ title: 'Another day' }))], { id: '2025-11-01.ada', date: '2025-11-01' });
    const first = await references(typicalDigest(), { thread: true });
    expect(first).toHaveLength(2);
    expect(await references(other, { thread: true })).toEqual(first);
    expect(await references(other, { thread: true, id: 'ben' })).not.toEqual(first);
  });

  it('hostile texts make no header, and as many nodes as harmless ones', async () => {
    const topicOf = (i) => `Topic ${i}`;
    const benign = digest(
      hostile().items.map(({ paper: known, ...rest }, i) => {
        const aiSummary = known.aiSummary && 'Benign';
        const plain = { ...known, title: 'Benign', abstract: 'Benign', aiSummary, authors: ['Benign'] };
        return { ...rest, paper: plain, topic: topicOf(i), matches: [match(topicOf(i), ['Benign'])] };
      }),
    );
    const nodes = (html) => {
      const count = (node) => 1 + (node.childNodes ?? []).reduce((sum, child) => sum + count(child), 0);
      return count(parse(html));
    };
    const [bad, good] = [await sent(hostile(), { name: HOSTILE[0] }), await sent(benign)];
    const names = ({ bytes }) => headersOf(bytes).map((line) => line.split(':')[0]);
    expect(names(bad)).toEqual(names(good));
    const { one } = await bothWays(bad.bytes);
    expect(nodes(one.html)).toBe(nodes((await bothWays(good.bytes)).one.html));
    for (const part of [one.html, one.text]) expect(part).toContain('{{7*7}}');
    expect(one.html).not.toMatch(/(?:href|src)="(?!https?:|mailto:)/i);
    expect(one.subject).not.toMatch(/[\p{Cc}]/u);
    // Positive control: one unescaped title is one node more.
    expect(nodes(one.html.replaceAll('&lt;think&gt;', '<think>'))).toBeGreaterThan(nodes(one.html));
  });

  it('opens in a mail reader for terminals', async () => {
    const there = (name) => spawnSync(name, [name === 'mutt' ? '-v' : '--version']).status === 0;
    if (!there('mutt') || !there('script')) {
      process.stdout.write('NOT RUN: mutt, or the script command that gives it a terminal, is not installed here\n');
      return;
    }
    const { bytes, message } = await sent(typicalDigest());
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-mutt-'));
    const [box, saved, settings] = ['box', 'shown', 'muttrc'].map((name) => join(folder, name));
    const mbox = bytes.toString('latin1').replaceAll('\r\n', '\n');
    writeFileSync(box, `From papers@sender.example Fri Oct 31 06:00:00 2025\n${mbox}\n`);
    // Pipes the message as it is displayed into a file, and leaves.
    const keys = `push "<pipe-message>cat>${saved}<enter><exit>"`;
    const set = ['pipe_decode=yes', 'wait_key=no', 'charset=utf-8', 'quit=yes', `folder=${folder}`];
    writeFileSync(settings, `${set.map((one) => `set ${one}`).join('\n')}\n${keys}\n`);
    const command = `env TERM=xterm LANG=C.UTF-8 HOME=${folder} mutt -n -F ${settings} -R -f ${box}`;
    spawnSync('script', ['-qec', command, '/dev/null'], { timeout: 20_000, stdio: 'ignore' });
    const shown = readFileSync(saved, 'utf8');
    rmSync(folder, { recursive: true });
    expect(shown).toContain(`Subject: ${message.subject}`);
    expect(shown).toContain(message.text.trimEnd());
  });
});
