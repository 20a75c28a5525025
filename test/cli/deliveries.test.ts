import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import type {
  DeliveriesDocument,
  ResendDocument,
  RetryDocument,
  SendDocument,
  SuppressDocument,
} from '../../src/cli/delivery-documents.ts';
import { type Phase, Sink } from '../faults/sink.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-deliveries-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

// Each test runs the command many times.
vi.setConfig({ testTimeout: 120_000 });

let place = '';
let sink: Sink;
let fault: (phase: Phase, recipient: string) => string | null | undefined = () => undefined;
let clock = '2026-06-18T06:00:00Z';
let folders = 0;

beforeEach(async () => {
  fault = () => undefined;
  clock = '2026-06-18T06:00:00Z';
  place = join(scratch, String(folders++));
  mkdirSync(join(place, 'subscriptions'), { recursive: true });
  sink = await Sink.start({ fault: (phase, to) => fault(phase, to) });
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${sink.port}`);
  vi.stubEnv('PAPERBOY_FROM', 'Paperboy <papers@paper.example>');
  vi.stubEnv('PAPERBOY_KEY', '');
  for (const id of ['ada', 'ben']) subscribe(id);
  await cli('run', 'dumps/2026-02-04-daily.json');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await sink.stop();
});

const subscribe = (id: string, more = '', address = `${id}@reader.example`) =>
  writeFileSync(
    join(place, 'subscriptions', `${id}.yaml`),
    `address: ${address}\ntopics:\n  Anything: [model, agent, learning]\n${more}`,
  );

async function cli(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const catches = (take: (text: string) => void) => (text: unknown) => {
    take(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(catches((text) => (out += text)) as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(catches((text) => (error += text)) as never);
  const own = ['--out', join(place, 'out'), '--now', clock];
  const withSubscriptions = ['run', 'send', 'suppress', 'unsuppress', 'resend'].includes(args[0]!);
  const code = await main([
    ...args,
    ...own,
    ...(withSubscriptions ? ['--subscriptions', join(place, 'subscriptions')] : []),
  ]);
  vi.mocked(process.stdout.write).mockRestore();
  vi.mocked(process.stderr.write).mockRestore();
  return { code, out, error };
}

const ajv = new Ajv({ strict: true, allErrors: true });
async function json<T>(schema: string, ...args: string[]): Promise<T & { code: number }> {
  const { code, out } = await cli(...args, '--json');
  const document = JSON.parse(out);
  const validate =
    ajv.getSchema(schema) ?? ajv.compile(JSON.parse(readFileSync(join(root, `schemas/${schema}.schema.json`), 'utf8')));
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return { ...document, code };
}
const send = (...args: string[]) => json<SendDocument>('send', 'send', ...args);
const deliveries = (...args: string[]) => json<DeliveriesDocument>('deliveries', 'deliveries', ...args);
const statuses = ({ deliveries: rows }: SendDocument) =>
  Object.fromEntries(rows.map((row) => [row.subscription, row.status]));
const states = ({ deliveries: rows }: DeliveriesDocument) =>
  Object.fromEntries(rows.map((row) => [row.subscription, row.state]));
const recipients = () => sink.taken.map(({ to }) => to[0]!.split('@')[0]!).sort();

describe('paperboy send', () => {
  it('sends what is due, once, and says so in a document', async () => {
    const first = await send();
    expect([first.code, statuses(first)]).toEqual([0, { ada: 'sent', ben: 'sent' }]);
    expect([(await send()).code, recipients()]).toEqual([0, ['ada', 'ben']]);
    expect(states(await deliveries())).toEqual({ ada: 'sent', ben: 'sent' });
  });

  it('--dry-run sends and records nothing, not even a server is needed', async () => {
    vi.stubEnv('SMTP_URL', '');
    const dry = await send('--dry-run');
    expect(statuses(dry)).toEqual({ ada: 'preview', ben: 'preview' });
    expect([sink.count, (await deliveries()).deliveries]).toEqual([0, []]);
  });

  it('--dry-run says who would get nothing, and why', async () => {
    await json<SuppressDocument>('suppress', 'suppress', 'ada');
    subscribe('chi');
    writeFileSync(join(place, 'subscriptions/dan.yaml'), 'topics:\n  Anything: [model]\nbackfill: 5\n');
    const why = ({ deliveries: rows }: SendDocument) =>
      Object.fromEntries(rows.map(({ subscription, status, detail }) => [subscription, [status, detail]]));
    const dry = await send('--dry-run', '--limit', '1');
    expect(why(dry)).toMatchObject({ ada: ['no-address', 'suppressed'], dan: ['no-address', expect.anything()] });
    const limited = await send('--limit', '1');
    for (const id of ['ada', 'ben', 'dan']) {
      expect(why(limited)[id]![1]).toEqual(why(dry)[id]![0] === 'preview' ? '250 2.0.0' : why(dry)[id]![1]);
    }
  });

  it('--limit and --only serve some, and the next run the others', async () => {
    const limited = await send('--limit', '1');
    expect([limited.code, sink.count]).toEqual([4, 1]);
    await send('--only', 'ben');
    await send();
    expect(recipients()).toEqual(['ada', 'ben']);
    expect((await cli('send', '--only', 'nobody')).code).toBe(2);
  });

  it('--to sends a test to somebody else and records nothing', async () => {
    const test = await send('--to', 'me@reader.example', '--only', 'ada');
    expect([test.code, recipients()]).toEqual([0, ['me']]);
    expect((await PostalMime.parse(sink.taken[0]!.bytes)).subject).toMatch(/^\[Test\] ./);
    await send();
    expect(recipients()).toEqual(['ada', 'ben', 'me']);
    const [own, real] = [sink.taken[0]!, sink.taken.find(({ to }) => to[0]?.startsWith('ada'))!];
    expect(own.messageId).not.toBe(real.messageId);
  });

  it('without an archive, or a server, refuses before anything', async () => {
    expect((await cli('send', '--out', join(place, 'elsewhere'))).code).toBe(2);
    rmSync(join(place, 'out'), { recursive: true });
    expect((await cli('send')).code).toBe(5);
    vi.stubEnv('SMTP_URL', '');
    expect((await cli('send')).code).toBe(5);
  });

  it('a server that is down leaves everything planned or untouched, exit code 4, and nobody is lost', async () => {
    await sink.stop();
    const down = await send();
    expect([down.code, statuses(down)]).toEqual([4, { ada: 'deferred', ben: 'deferred' }]);
    // Nothing was attempted, so the ledger has no word of it: the report must.
    expect(down.deliveries.map(({ detail }) => detail)).toEqual(
      Array(2).fill(expect.stringMatching(/ECONN|ESOCKET|next run/)),
    );
    expect((await deliveries()).deliveries.every(({ attempts }) => attempts === 0)).toBe(true);
    sink = await Sink.start();
    vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${sink.port}`);
    await send();
    expect(recipients()).toEqual(['ada', 'ben']);
  });

  it('what is put off waits longer each time, and is given up after five days', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '450 4.2.1 busy' : undefined);
    await send();
    const attempts = async () => (await deliveries('ada')).deliveries[0]!.attempts;
    // The next run tries at once, then in growing steps.
    await send();
    expect(await attempts()).toBe(2);
    await send();
    expect(await attempts()).toBe(2);
    clock = '2026-06-18T06:20:00Z';
    await send();
    expect(await attempts()).toBe(3);
    clock = '2026-06-23T07:00:00Z';
    const late = await send();
    expect([late.code, statuses(late).ada]).toEqual([4, 'failed']);
    expect((await deliveries('ada')).deliveries[0]?.detail).toContain('too long');
  });
});

describe('life of a subscription', () => {
  it('paused, nothing goes out; after it, everything that came', async () => {
    subscribe('ada', 'paused: true\n');
    expect(statuses(await send())).toEqual({ ada: 'not-due', ben: 'sent' });
    subscribe('ada');
    expect(statuses(await send())).toEqual({ ada: 'sent', ben: 'not-due' });
  });

  it('deleted, an open digest is kept and not sent; back again, it goes out', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '450 4.2.1 busy' : undefined);
    await send();
    fault = () => undefined;
    rmSync(join(place, 'subscriptions/ada.yaml'));
    await send();
    expect(recipients()).toEqual(['ben']);
    subscribe('ada');
    await send();
    expect(recipients()).toEqual(['ada', 'ben']);
  });

  it('with another address, what is open goes there, with the same Message-ID', async () => {
    fault = (phase, to) => (phase === 'dot' && to.startsWith('ada') ? null : undefined);
    await send();
    fault = () => undefined;
    subscribe('ada', '', 'new@reader.example');
    await send();
    const ids = sink.taken.filter(({ to }) => !to[0]!.startsWith('ben')).map(({ to, messageId }) => [to[0], messageId]);
    expect(ids).toEqual([
      ['ada@reader.example', ids[0]?.[1]],
      ['new@reader.example', ids[0]?.[1]],
    ]);
  });

  it('renamed, it is another subscription: it starts with the next edition', async () => {
    await send();
    rmSync(join(place, 'subscriptions/ada.yaml'));
    subscribe('ida');
    await cli('run', 'dumps/2026-02-04-daily.json');
    expect(statuses(await send()).ida).toMatch(/empty|waiting/);
    expect(sink.count).toBe(2);
    // With the old id in the file it is the same one.
    rmSync(join(place, 'subscriptions/ida.yaml'));
    subscribe('other', 'id: ada\n');
    expect(statuses(await send()).ada).toBe('not-due');
  });

  it('moved to another channel, what went out is not told again; what did not, is', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ben') ? '450 4.2.1 busy' : undefined);
    await send();
    for (const id of ['ada', 'ben']) subscribe(id, 'channel: directory\n');
    expect(statuses(await send())).toEqual({ ada: 'empty', ben: 'sent' });
    expect((await deliveries('ben')).deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ['smtp', 'deferred'],
      ['directory', 'sent'],
    ]);
    subscribe('ada', 'channel: pigeon\n');
    expect((await cli('send')).code).toBe(2);
    expect((await cli('send', '--dry-run')).code).toBe(2);
  });

  it('moved away and back, an open digest does not tell again what the other channel told', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '450 4.2.1 busy' : undefined);
    subscribe('ada', 'channel: smtp\n');
    await send();
    fault = () => undefined;
    subscribe('ada', 'channel: directory\n');
    expect(statuses(await send()).ada).toBe('sent');
    subscribe('ada', 'channel: smtp\n');
    const back = await send();
    expect([back.code, statuses(back).ada]).toEqual([0, 'not-due']);
    expect(recipients()).toEqual(['ben']);
  });

  it('without an address it is for the feed: no mail, and no error', async () => {
    writeFileSync(join(place, 'subscriptions/ada.yaml'), 'topics:\n  Anything: [model]\n');
    const { code, ...rest } = await send();
    expect([code, statuses(rest)]).toEqual([0, { ada: 'no-address', ben: 'sent' }]);
  });

  it('with a sender and an address for answers, mails say so', async () => {
    subscribe('ada', 'sender-name: Reading Group\nreply-to: group@reader.example\n');
    await send('--only', 'ada');
    const head = sink.taken[0]!.bytes.toString();
    expect(head).toMatch(/^From: Reading Group <papers@paper\.example>/m);
    expect(head).toMatch(/^Reply-To: group@reader\.example/m);
    expect(sink.taken[0]?.from).toBe('papers@paper.example');
  });
});

describe('suppression', () => {
  it('comes after three refusals of the recipient in a row, and can be lifted', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '550 5.1.1 unknown' : undefined);
    await send();
    for (const [day, dump] of [
      ['2026-07-31', 'jul-30'],
      ['2026-08-02', 'aug-01'],
    ]) {
      clock = `${day}T06:00:00Z`;
      expect((await deliveries()).suppressions).toEqual([]);
      await cli('run', `dumps/${dump}-alignment.txt`);
      await send();
    }
    const { suppressions } = await deliveries();
    expect(suppressions).toMatchObject([{ subject: 'ada', keyId: null }]);
    fault = () => undefined;
    expect(statuses(await send()).ada).toMatch(/no-address|not-due|empty/);
    expect((await cli('suppress', 'adda')).code).toBe(2);
    const lifted = await json<SuppressDocument>('suppress', 'unsuppress', 'ada');
    expect(lifted.suppressions).toEqual([]);
    // Then the row begins anew.
    fault = (phase) => (phase === 'RCPT' ? '550 5.1.1 unknown' : undefined);
    clock = '2026-08-02T07:00:00Z';
    await json<RetryDocument>('retry', 'retry', 'ada');
    expect(statuses(await send()).ada).toBe('failed');
    expect((await deliveries()).suppressions).toEqual([]);
    fault = () => undefined;
    await json<RetryDocument>('retry', 'retry', 'ada');
    await send();
    expect(recipients().filter((name) => name === 'ada').length).toBeGreaterThan(0);
  });

  it('never comes from faults of the server, the sender or the content', async () => {
    for (const [phase, reply] of [
      ['greeting', '554 5.7.1 no'],
      ['MAIL', '550 5.7.1 no'],
      ['RCPT', '554 5.7.1 client is listed'],
      ['dot', '554 5.7.1 spam'],
    ] as const) {
      fault = (at) => (at === phase ? reply : undefined);
      for (let n = 0; n < 3; n++) {
        await json<RetryDocument>('retry', 'retry');
        await send();
      }
    }
    expect((await deliveries()).suppressions).toEqual([]);
  });

  it('a relay that refuses everybody in bare words suppresses nobody', async () => {
    fault = (phase) => (phase === 'RCPT' ? '550 no' : undefined);
    for (let n = 0; n < 5; n++) {
      clock = `2026-06-${18 + n}T06:00:00Z`;
      await json<RetryDocument>('retry', 'retry');
      await json<ResendDocument>('resend', 'resend', '2026-02-04.1');
      await send();
    }
    expect((await deliveries()).suppressions).toEqual([]);
  });

  it('of an address follows it, and is refused without its key', async () => {
    vi.stubEnv('PAPERBOY_KEY', 'a-key-that-is-long-enough');
    await json<SuppressDocument>('suppress', 'suppress', 'ada@reader.example');
    expect(statuses(await send())).toEqual({ ada: 'no-address', ben: 'sent' });
    expect(readFileSync(join(place, 'out/state/ledger.jsonl'), 'utf8')).not.toContain('reader.example');
    vi.stubEnv('PAPERBOY_KEY', '');
    expect((await cli('send')).code).toBe(5);
    vi.stubEnv('PAPERBOY_KEY', 'another-key-long-enough a-key-that-is-long-enough');
    subscribe('ada', '', 'new@reader.example');
    expect(statuses(await send())).toMatchObject({ ada: 'sent' });
  });
});

describe('retry, resend, compaction', () => {
  it('retry opens what was refused, and the same mail goes out', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '550 5.1.1 unknown' : undefined);
    expect((await send()).code).toBe(4);
    expect((await send()).code).toBe(0);
    fault = () => undefined;
    const { deliveries: again } = await json<RetryDocument>('retry', 'retry');
    expect(again.map(({ subscription }) => subscription)).toEqual(['ada']);
    expect(statuses(await send()).ada).toBe('sent');
    expect(sink.taken.at(-1)?.messageId).toContain(again[0]!.key);
  });

  it('retry after days of refusals tells each paper once, in the newest digest', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ada') ? '550 5.1.1 unknown' : undefined);
    clock = '2026-07-31T06:00:00Z';
    await cli('run', 'dumps/jul-30-alignment.txt');
    await send();
    clock = '2026-08-02T06:00:00Z';
    await cli('run', 'dumps/aug-01-alignment.txt');
    await send();
    const refused = (await deliveries('ada')).deliveries;
    expect(refused.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(refused[1]!.papers).toBeGreaterThan(refused[0]!.papers);
    fault = () => undefined;
    const again = await json<RetryDocument>('retry', 'retry', 'ada');
    expect(again.deliveries.map(({ key }) => key)).toEqual([refused[1]!.key]);
    expect(again.skipped).toMatchObject([{ digest: refused[0]!.digest }]);
    await send();
    expect(recipients().filter((name) => name === 'ada')).toHaveLength(1);
    // And what stands in a digest that went out is not opened again.
    expect((await json<RetryDocument>('retry', 'retry')).deliveries).toEqual([]);
    // What never went out is not sent again as one of those who had the edition.
    const { deliveries: more, skipped } = await json<ResendDocument>(
      'resend',
      'resend',
      '2026-07-30.1',
      '--only',
      'ada',
    );
    expect([more.length, skipped.length]).toEqual([1, 1]);
  });

  it('resend makes a new mail of the same papers, once', async () => {
    await send();
    expect((await cli('resend', '2020-01-01.1')).code).toBe(2);
    const dry = await json<ResendDocument>('resend', 'resend', '2026-02-04.1', '--dry-run');
    expect(dry.deliveries).toHaveLength(2);
    await json<ResendDocument>('resend', 'resend', '2026-02-04.1', '--only', 'ada');
    const twice = await json<ResendDocument>('resend', 'resend', '2026-02-04.1', '--only', 'ada');
    expect(twice.skipped).toMatchObject([{ reason: 'was planned again already' }]);
    await send();
    expect(recipients()).toEqual(['ada', 'ada', 'ben']);
    expect(new Set(sink.taken.map(({ messageId }) => messageId)).size).toBe(3);
  });

  it('a compacted ledger is accepted, and nothing is told again', async () => {
    await send();
    clock = '2026-12-01T06:00:00Z';
    expect((await cli('deliveries', '--compact')).out).toContain('smaller');
    const ledger = readFileSync(join(place, 'out/state/ledger.jsonl'), 'utf8');
    expect(ledger).toContain('"type":"told"');
    const { code, ...rest } = await send();
    expect([code, statuses(rest)]).toEqual([0, { ada: 'empty', ben: 'empty' }]);
    expect(sink.count).toBe(2);
  });
});

describe('docs/examples/deliveries.json', () => {
  // `UPDATE_SCHEMAS=1 npx vitest run test/cli/deliveries.test.ts` writes it again.
  it('is what the command prints', async () => {
    fault = (phase, to) => (phase === 'RCPT' && to.startsWith('ben') ? '450 4.2.1 busy' : undefined);
    await send();
    await json<SuppressDocument>('suppress', 'suppress', 'ben');
    const { out } = await cli('deliveries', '--json');
    const path = join(root, 'docs/examples/deliveries.json');
    if (process.env.UPDATE_SCHEMAS) writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, 'utf8'));
  });
});
