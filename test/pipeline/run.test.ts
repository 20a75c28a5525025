import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../src/cli/files.ts';
import { dump, Installation, subscriber } from './harness.ts';

const papersOf = (installation: Installation) =>
  installation.mails.map(({ to, message }) => [
    to.address.split('@')[0],
    [...message.text.matchAll(/^\* (.*)$/gm)].map((found) => found[1]),
  ]);

describe('first run', () => {
  test('takes all dumps in, whatever their order; only the newest edition is due', async () => {
    const here = new Installation();
    const report = await here.run(
      [
        dump('2026-03-02', 'The alpha of March'),
        dump('2026-01-02', 'The alpha of January'),
        dump('2026-02-02', 'The alpha of February'),
      ],
      { send: true },
    );
    expect(report.editions.map(({ id }) => id)).toEqual(['2026-01-02.1', '2026-02-02.1', '2026-03-02.1']);
    expect(report.verdict).toEqual({ kind: 'fresh', reason: '3 new papers in 3 editions' });
    expect(papersOf(here)).toEqual([['ada', ['The alpha of March']]]);
  });

  test('--since widens that', async () => {
    const here = new Installation();
    await here.run(
      [
        dump('2026-03-02', 'The alpha of March'),
        dump('2026-03-01', 'The alpha of the day before'),
        dump('2026-02-02', 'The alpha of February'),
      ],
      { send: true, since: '2026-03-01' },
    );
    expect(papersOf(here)[0]?.[1]).toHaveLength(2);
  });

  test('the fuse exempts it; later it stops the run and changes nothing', async () => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'One alpha', 'Two alpha', 'Three alpha')], { maxNew: 2 });
    const before = here.files();
    const many = dump('2026-03-03', 'Four alpha', 'Five alpha', 'Six alpha');
    await expect(here.run([many], { maxNew: 2, send: true })).rejects.toMatchObject({
      exitCode: 5,
      diagnostics: [{ code: 'flood' }],
    });
    expect(here.files()).toEqual(before);
    expect(here.mails).toEqual([]);
    const report = await here.run([many], { maxNew: 2, send: true, backfill: true });
    expect(report.editions).toHaveLength(1);
    // The first run's edition is still due; what came by backfill is not.
    expect(papersOf(here)).toEqual([['ada', ['One alpha', 'Two alpha', 'Three alpha']]]);
  });
});

describe('re-run', () => {
  test('a preview records nothing and changes no byte the second time', async () => {
    const here = new Installation();
    const dumps = [dump('2026-03-02', 'The alpha of March'), dump('2026-02-02', 'The alpha of February')];
    const first = await here.run(dumps);
    expect(first.digests).toEqual([{ subscription: 'ada', status: 'preview', papers: 1, channel: null }]);
    expect(first.written).toContain('mail/preview/ada/digest.html');
    const before = here.files();
    const second = await here.run([...dumps].reverse(), { now: '2027-01-01T00:00:00Z' });
    expect(second.written).toEqual([]);
    expect(second.verdict.kind).toBe('quiet');
    expect(here.files()).toEqual(before);
    expect([...before.keys()]).not.toContain('state/ledger.jsonl');
  });

  test('what was sent is not sent again, and no byte changes', async () => {
    const here = new Installation();
    const dumps = [dump('2026-03-02', 'The alpha of March')];
    expect((await here.run(dumps, { send: true })).digests).toMatchObject([
      { subscription: 'ada', status: 'sent', papers: 1, channel: 'smtp' },
    ]);
    const before = here.files();
    expect((await here.run(dumps, { send: true })).digests[0]?.status).toBe('not-due');
    expect((await here.run(dumps, { send: true, now: '2026-11-25T00:00:00Z' })).digests[0]?.status).toBe('empty');
    expect(here.files()).toEqual(before);
    expect(here.mails).toHaveLength(1);
  });
});

describe('digests', () => {
  test('what does not fit rolls over to the next day, once', async () => {
    const here = new Installation();
    const subscriptions = [subscriber('ada', { maxPapers: 2 })];
    const dumps = [dump('2026-03-02', 'One alpha', 'Two alpha', 'Three alpha')];
    for (const now of [
      '2026-03-02T08:00:00Z',
      '2026-03-02T20:00:00Z',
      '2026-03-03T08:00:00Z',
      '2026-03-04T08:00:00Z',
    ]) {
      await here.run(dumps, { send: true, subscriptions, now });
    }
    const got = papersOf(here).map(([, titles]) => titles);
    expect(got.map((titles) => titles?.length)).toEqual([2, 1]);
    expect(new Set(got.flat()).size).toBe(3);
  });

  test('a later subscriber starts with what comes next, says so, and backfill brings more', async () => {
    const here = new Installation();
    const ada = subscriber('ada');
    await here.run([dump('2026-03-02', 'One alpha', 'Two alpha')], { subscriptions: [ada] });
    const dora = subscriber('dora');
    const waits = await here.run([], { subscriptions: [ada, dora] });
    expect(waits.diagnostics).toMatchObject([{ code: 'subscription-waits', file: 'subscriptions/dora.yaml' }]);
    expect(waits.diagnostics[0]!.hint).toContain('backfill');
    // Who signed up on the web or by mail has no file to write that into.
    const eve = subscriber('eve', { source: 'out/state/subscribers.jsonl' });
    const signedUp = await here.run([], { subscriptions: [ada, eve] });
    expect(signedUp.diagnostics).toMatchObject([{ code: 'subscription-waits', hint: null }]);
    expect(waits.digests.map(({ status }) => status)).toEqual(['preview', 'waiting']);
    await here.run([], { subscriptions: [subscriber('dora', { backfill: 1 })], send: true });
    expect(papersOf(here)).toEqual([['dora', ['One alpha']]]);
    await here.run([dump('2026-03-03', 'Three alpha')], {
      subscriptions: [ada, dora],
      send: true,
      now: '2026-11-22T00:00:00Z',
    });
    const later = new Map(papersOf(here).slice(1) as [string, string[]][]);
    expect(later.get('ada')?.sort()).toEqual(['One alpha', 'Three alpha', 'Two alpha']);
    expect(later.get('dora')).toEqual(['Three alpha']);
  });

  test('a deferred digest is taken up by the next run, the same one, with the same Message-ID', async () => {
    const here = new Installation();
    const keys: string[] = [];
    here.answer = ({ message }) => {
      keys.push(message.messageKey);
      return { state: 'deferred', detail: '451', serverWide: false };
    };
    const dumps = [dump('2026-03-02', 'One alpha')];
    expect((await here.run(dumps, { send: true })).digests[0]?.status).toBe('deferred');
    here.answer = ({ message }) => {
      keys.push(message.messageKey);
      return { state: 'sent', detail: '', serverWide: false };
    };
    expect((await here.run([...dumps, dump('2026-03-03', 'Two alpha')], { send: true })).digests[0]?.status).toBe(
      'sent',
    );
    expect(keys[0]).toBe(keys[1]);
    expect(papersOf(here)).toEqual([['ada', ['One alpha']]]);
  });

  test('after a fault of the server nobody else is tried, and everybody is planned', async () => {
    const here = new Installation();
    let tried = 0;
    here.answer = () => {
      tried++;
      return { state: 'deferred', detail: '421', serverWide: true };
    };
    const subscriptions = Array.from({ length: 30 }, (_, index) => subscriber(`s${index}`));
    const { digests } = await here.run([dump('2026-03-02', 'One alpha')], { send: true, subscriptions });
    expect(digests.map(({ status }) => status)).toEqual(Array(30).fill('deferred'));
    expect(tried).toBeLessThanOrEqual(5);
    here.answer = () => ({ state: 'sent', detail: '', serverWide: false });
    await here.run([], { send: true, subscriptions });
    expect(here.mails).toHaveLength(30);
  });

  test('without an address nothing is planned, so that it comes when there is one', async () => {
    const here = new Installation();
    const none = await here.run([dump('2026-03-02', 'One alpha')], {
      send: true,
      subscriptions: [subscriber('ada', { address: null })],
    });
    expect(none.digests).toMatchObject([{ subscription: 'ada', status: 'no-address', papers: 1, channel: 'smtp' }]);
    await here.run([], { send: true });
    expect(here.mails).toHaveLength(1);
  });
});

describe('mail', () => {
  test('the ledger says how the mail was planned', async () => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'The alpha of March')], { send: true });
    const [planned] = here.files().get('state/ledger.jsonl')!.split('\n');
    const { mail } = JSON.parse(planned!);
    const [sent] = here.mails;
    expect(mail).toEqual({
      bytes: Buffer.byteLength(sent!.message.html.replaceAll('\n', '\r\n')),
      full: 1,
      short: 0,
      brief: 0,
      title: 0,
      omitted: 0,
    });
  });

  test('one thread for a subscription that wants one', async () => {
    const here = new Installation();
    const subscriptions = [subscriber('ada', { thread: true }), subscriber('ben')];
    await here.run([dump('2026-03-02', 'The alpha of March')], { send: true, subscriptions });
    const threads = here.mails.map(({ to, thread }) => [to.address.split('@')[0], thread]).sort();
    expect(threads).toEqual([
      ['ada', expect.stringMatching(/^[0-9a-f]{32}$/)],
      ['ben', null],
    ]);
  });

  test('templates of one subscription are for that one only', async () => {
    const here = new Installation();
    const templates = { ...(await readTemplates('templates')), 'subscriptions/ben/header.hbs': '<h1>Own</h1>' };
    const subscriptions = [subscriber('ada'), subscriber('ben')];
    await here.run([dump('2026-03-02', 'The alpha of March')], { send: true, subscriptions, templates });
    const own = here.mails.filter(({ message }) => message.html.includes('<h1>Own</h1>'));
    expect(own.map(({ to }) => to.address.split('@')[0])).toEqual(['ben']);
  });
});

describe('state', () => {
  test('a lost, emptied or shortened ledger stops the run before anybody is mailed', async () => {
    const here = new Installation();
    const dumps = [dump('2026-03-02', 'One alpha')];
    await here.run(dumps, { send: true });
    const path = join(here.out, 'state', 'ledger.jsonl');
    const whole = here.files().get('state/ledger.jsonl')!;
    for (const text of ['', whole.split('\n').slice(0, 1).join('\n'), whole.replace('sent', 'semt')]) {
      writeFileSync(path, text);
      await expect(here.run(dumps, { send: true, now: '2026-11-29T00:00:00Z' })).rejects.toMatchObject({ exitCode: 5 });
    }
    rmSync(path);
    await expect(here.run(dumps, { send: true, now: '2026-11-29T00:00:00Z' })).rejects.toMatchObject({ exitCode: 5 });
    expect(here.mails).toHaveLength(1);
  });

  test('--require-state refuses an empty archive', async () => {
    await expect(new Installation().run([], { requireState: true })).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('topics of one name', () => {
  const topic = (name: string, ...any: string[]) => ({ name, any, all: [], none: [], query: null });
  const reader = (id: string, ...topics: ReturnType<typeof topic>[]) => subscriber(id, { public: true, topics });

  test('each has a feed of its own, and a second subscriber moves nobody’s', async () => {
    const here = new Installation();
    const dumps = [dump('2026-03-02', 'One alpha', 'Two beta', 'Three gamma')];
    const a = reader('a', topic('AI', 'alpha'));
    await here.run(dumps, { subscriptions: [a] });
    const before = here.files().get('public/topics/ai/atom.xml');
    const everybody = [a, reader('b', topic('AI', 'beta')), reader('c', topic('AI b', 'gamma'), topic('AI', 'gamma'))];
    await here.run(dumps, { subscriptions: everybody });
    expect(here.files().get('public/topics/ai/atom.xml')).toBe(before);
    const folders = [...here.files()].filter(([path]) => /^public\/topics\/.*atom\.xml$/.test(path));
    expect(folders).toHaveLength(4);
    expect(folders.map(([, text]) => text.split('<entry>').length - 1)).toEqual([1, 1, 1, 1]);
    expect((await here.run(dumps, { subscriptions: everybody })).written).toEqual([]);
  });
});

describe('privacy', () => {
  test('no address anywhere but in the private mail folder', async () => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'One alpha')], {
      send: true,
      subscriptions: [subscriber('ada', { public: true })],
    });
    await here.run([], { subscriptions: [subscriber('ada', { public: true }), subscriber('ben', { backfill: 3 })] });
    const leaks = [...here.files()].filter(([, text]) => text.includes('canary.example')).map(([path]) => path);
    expect(leaks).toEqual(['mail/preview/ben/digest.eml']);
  });

  test('a subscription that is not public any more leaves the public folder', async () => {
    const here = new Installation();
    const dumps = [dump('2026-03-02', 'One alpha')];
    await here.run(dumps, { subscriptions: [subscriber('ada', { public: true })] });
    const open = [...here.files().keys()].filter((path) => path.startsWith('public/'));
    expect(open).toContain('public/subscribers/ada/atom.xml');
    expect(open).toContain('public/topics/everything-odd/rss.xml');
    const report = await here.run(dumps);
    const closed = [...here.files().keys()];
    expect(closed.filter((path) => /^public\/(?:subscribers|topics)/.test(path))).toEqual([]);
    expect(closed).toContain('mail/subscribers/ada/atom.xml');
    expect(report.written.length).toBeGreaterThan(0);
  });
});
