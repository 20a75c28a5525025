import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import { newKey } from '../subscribers/people.ts';

// A real round trip on this machine: mails go over SMTP to a server, which puts them into the box of whom they are for;
// Paperboy reads its own over IMAP or from a Maildir, and answers over SMTP.

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-round-trip-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
vi.setConfig({ testTimeout: 120_000 });
// Each command listens for signals.
process.setMaxListeners(100);

/** An IMAP server for tests, or `null` where it is not installed. */
// biome-ignore lint/suspicious/noExplicitAny: it has no types.
const hoodiecrow: ((options: object) => any) | null = (() => {
  try {
    return require('hoodiecrow-imap');
  } catch {
    process.stderr.write('NOT RUN: the round trip over IMAP (hoodiecrow-imap is not installed)\n');
    return null;
  }
})();

/** Where the mails for `papers@paper.example` arrive. */
interface Box {
  args: string[];
  put(mail: Buffer): Promise<void>;
  /** How many wait unread. */
  unread(): Promise<number>;
  close(): Promise<void>;
}

function maildirBox(folder: string): Box {
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  let n = 0;
  return {
    args: ['--maildir', folder],
    put: async (mail) => writeFileSync(join(folder, 'new', `${String(1000 + n++)}.M1.host`), mail),
    unread: async () => readdirSync(join(folder, 'new')).length,
    close: async () => {},
  };
}

async function imapBox(): Promise<Box> {
  const storage = { INBOX: {}, '': { separator: '/', folders: { Done: {} } } };
  const server = hoodiecrow!({
    plugins: ['UIDPLUS', 'MOVE', 'LITERALPLUS'],
    users: { papers: { password: 'secret' } },
    storage,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  vi.stubEnv('IMAP_URL', `imap://papers@127.0.0.1:${port}`);
  vi.stubEnv('IMAP_PASSWORD', 'secret');
  vi.stubEnv('IMAP_DONE', 'Done');
  const auth = { user: 'papers', pass: 'secret' };
  const as = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  };
  return {
    args: ['--imap'],
    put: (mail) => as(async (client) => void (await client.append('INBOX', mail))),
    unread: () =>
      as(async (client) => {
        const status = await client.status('INBOX', { unseen: true });
        return status === false ? -1 : (status.unseen ?? -1);
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Takes mails over SMTP; those for Paperboy go into its box, the others are what readers get. */
class Post {
  readonly got: Email[] = [];
  box: Box | null = null;
  refuse: string | null = null;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_, __, done) =>
      done(this.refuse === null ? null : Object.assign(new Error(this.refuse), { responseCode: 451 })),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const mail = Buffer.concat(parts);
        const forUs = session.envelope.rcptTo[0]?.address === 'papers@paper.example';
        const work = forUs ? this.box!.put(mail) : PostalMime.parse(mail).then((read) => void this.got.push(read));
        work.then(() => done(), done);
      });
    },
  });
  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }
  open = (): Promise<void> => new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
  close = (): Promise<void> => new Promise((resolve) => this.server.close(() => resolve()));
}

let post: Post;
let out = '';
let n = 0;
let clock = '2026-06-18T06:00:00Z';

beforeEach(async () => {
  post = new Post();
  await post.open();
  clock = '2026-06-18T06:00:00Z';
  out = join(scratch, String(n++), 'out');
  mkdirSync(join(out, '..', 'subscriptions'), { recursive: true });
  vi.stubEnv('PAPERBOY_KEY', newKey);
  vi.stubEnv('PAPERBOY_FROM', 'Paperboy <papers@paper.example>');
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${post.port}`);
});
afterEach(async () => {
  await post.box?.close();
  await post.close();
  vi.unstubAllEnvs();
});

async function cli(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const take = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const spy of spies) spy.mockImplementation(take as never);
  try {
    const code = await main([...args, '--out', out, '--now', clock]);
    expect(text, 'no address is printed').not.toMatch(/@reader\.example/);
    return { code, text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const run = () =>
  cli('run', join(root, 'dumps/2026-02-04-daily.json'), '--send', '--subscriptions', join(out, '..', 'subscriptions'));
const inbox = () => cli('inbox', ...post.box!.args);

/** A reader's mail program. */
async function write(mail: { subject: string; text?: string; inReplyTo?: string }): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: post.port, secure: false, ignoreTLS: true });
  await transport.sendMail({ from: 'Ada <ada@reader.example>', to: 'papers@paper.example', text: '', ...mail });
}
const lastMail = (): Email => post.got.at(-1)!;
const header = (mail: Email, name: string) => mail.headers.find(({ key }) => key === name)?.value ?? '';

const boxes: [string, () => Promise<Box>][] = [['a Maildir', async () => maildirBox(join(out, '..', 'box'))]];
if (hoodiecrow !== null) boxes.push(['IMAP', imapBox]);

describe.each(boxes)('a reader who only has mail, and Paperboy with %s', (_, open) => {
  beforeEach(async () => {
    post.box = await open();
  });

  it('subscribes, confirms, gets a digest, changes, leaves by the header of the digest, and gets nothing more', async () => {
    expect((await run()).code).toBe(0);
    await write({ subject: 'subscribe', text: 'model, agent\ndaily\n-- \nAda' });
    expect((await inbox()).code).toBe(0);
    const ask = lastMail();
    expect(ask.to?.[0]?.address).toBe('ada@reader.example');
    expect(header(ask, 'auto-submitted')).toBe('auto-replied');
    expect(ask.text).toContain('model, agent');
    expect(ask.text).toMatch(/about \d+ papers a\s+week/);
    expect(await post.box!.unread()).toBe(0);
    // Nothing is sent before the answer, however often there is a run.
    await run();
    expect(post.got).toHaveLength(1);

    await write({
      subject: `Re: ${ask.subject}`,
      text: `Yes!\n\nOn Thu, Jun 18, 2026 Paperboy wrote:\n> Hello,`,
      inReplyTo: ask.messageId!,
    });
    await inbox();
    expect(lastMail().subject).toBe('Welcome to Paperboy');
    // The edition of before is not for who came after it.
    clock = '2026-06-19T07:00:00Z';
    await cli(
      'run',
      join(root, 'dumps/jun-17-alignment.txt'),
      '--send',
      '--subscriptions',
      join(out, '..', 'subscriptions'),
    );
    const digest = lastMail();
    expect(digest.subject).toMatch(/\d+ new papers?/);
    expect(header(digest, 'list-id')).toContain('paperboy.paper.example');

    await write({ subject: 'weekly' });
    await inbox();
    expect(lastMail().subject).toContain('Please confirm the change');
    await write({ subject: `Re: ${lastMail().subject}`, text: 'ok' });
    await inbox();
    expect(lastMail().text).toContain('One mail a week');

    const [, subject] = /<mailto:papers@paper\.example\?subject=([^>]+)>/.exec(header(digest, 'list-unsubscribe'))!;
    const before = post.got.length;
    await write({ subject: decodeURIComponent(subject!) });
    expect((await inbox()).text).toContain('unsubscribed');
    expect(lastMail().subject).toBe('You will get no more papers');
    expect(post.got).toHaveLength(before + 1);
    clock = '2026-06-29T06:00:00Z';
    await cli(
      'run',
      join(root, 'dumps/jul-30-alignment.txt'),
      '--send',
      '--subscriptions',
      join(out, '..', 'subscriptions'),
    );
    expect(post.got).toHaveLength(before + 1);
    const files = readdirSync(join(out, 'state'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain('reader.example');
  });

  it('is answered once for a mail that is read twice, and later when the server was away', async () => {
    await write({ subject: 'subscribe model', text: '' });
    post.refuse = '4.3.0 not now';
    const { code, text } = await cli('inbox', ...post.box!.args);
    expect([code, text.includes('deferred')]).toEqual([4, true]);
    post.refuse = null;
    expect((await inbox()).text).toContain('(owed)  answered');
    expect(post.got).toHaveLength(1);
    await inbox();
    expect(post.got).toHaveLength(1);
  });

  it('is not answered in a dry run, which leaves the mail unread', async () => {
    await write({ subject: 'subscribe model' });
    const { text } = await cli('inbox', ...post.box!.args, '--dry-run');
    expect(text).toContain('asked to confirm');
    expect([post.got.length, await post.box!.unread()]).toEqual([0, 1]);
  });
});

describe('what can be wrong with the box', () => {
  it('is said, and nothing is done', async () => {
    const problem = async (...args: string[]) => {
      const { code, text } = await cli('inbox', ...args);
      return [code, /\[([a-z-]+)\]/.exec(text)?.[1]];
    };
    expect(await problem()).toEqual([2, 'usage']);
    expect(await problem('--maildir', join(out, 'nothing'))).toEqual([2, 'postbox-unreachable']);
    expect(await problem('--imap')).toEqual([2, 'setting-invalid']);
    vi.stubEnv('IMAP_URL', `imap://papers@127.0.0.1:${post.port}`);
    vi.stubEnv('IMAP_PASSWORD', 'secret');
    // A server that is not there; neither user nor password is repeated.
    vi.stubEnv('IMAP_URL', 'imap://papers-user@127.0.0.1:1');
    expect(await problem('--imap')).toEqual([3, 'postbox-unreachable']);
    expect((await cli('inbox', '--imap')).text).not.toMatch(/papers-user|secret/);
    vi.stubEnv('PAPERBOY_KEY', '');
    expect(await problem('--imap')).toEqual([2, 'subscribers-key']);
    vi.stubEnv('PAPERBOY_KEY', newKey);
    vi.stubEnv('PAPERBOY_FROM', '');
    expect(await problem('x.eml')).toEqual([2, 'setting-invalid']);
  });
});
