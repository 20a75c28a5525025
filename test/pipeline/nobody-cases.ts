import { storeOf } from '../../src/cli/state.ts';
import { resolveAddress } from '../../src/config/settings.ts';
import type { Outcome } from '../../src/deliver/channel.ts';
import { formatRecord } from '../../src/deliver/ledger.ts';
import { noKeys, suppressionRecord } from '../../src/deliver/suppression.ts';
import type { RunReport, Subscription } from '../../src/model/index.ts';
import type { Asked } from '../../src/pipeline/nobody.ts';
import type { RunRequest } from '../../src/pipeline/run.ts';
import { dump, type Installation, source, subscriber } from './harness.ts';

/** One way in which nobody gets mail, by a real run; docs/no-mail.md has the same sentences. */
interface Case {
  name: string;
  sentence: string;
  run(here: Installation): Promise<{ report: RunReport; asked: Asked }>;
}

type Request = Partial<RunRequest> & { dumps?: ReturnType<typeof source>[] };

/** Runs one after another; the last one is what is asked about. */
const runs =
  (...requests: (Request | ((here: Installation) => unknown))[]): Case['run'] =>
  async (here) => {
    here.addressOf = (subscription) => resolveAddress(subscription, {});
    let last: { report: RunReport; asked: Asked } | null = null;
    for (const request of requests) {
      if (typeof request === 'function') {
        await request(here);
        continue;
      }
      const { dumps = [], subscriptions = [subscriber('ada')], send = true, ...more } = request;
      const report = await here.run(dumps, { now: '2026-03-02T08:00:00Z', subscriptions, send, ...more });
      const { dryRun = false, backfill = false, unread = [] } = more;
      last = { report, asked: { send, dryRun, backfill, subscriptions: subscriptions.length + unread.length } };
    }
    return last!;
  };

const answer =
  (state: Outcome['state'], detail: string, serverWide = false) =>
  (here: Installation) => {
    here.answer = () => ({ state, detail, serverWide });
  };
const suppress = (here: Installation) =>
  storeOf(`${here.out}/state`).ledger.append(
    formatRecord(
      suppressionRecord(
        'suppressed',
        { subscription: 'ada' },
        { keys: noKeys, reason: 'asked', at: '2026-03-02T07:00:00Z' },
      ),
    ),
  );

const monday = dump('2026-03-02', 'One alpha');
const other = dump('2026-03-03', 'One gamma', 'Two gamma');
const ada = (more: Partial<Subscription> = {}) => [subscriber('ada', more)];
const later = { now: '2026-03-03T08:00:00Z' };
/** Answers of the API: the list of a day. */
const list = (name: string, count: number, salt = 0) =>
  source(
    `${name}.json`,
    JSON.stringify(
      Array.from({ length: count }, (_, n) => ({
        paper: { id: `2602.0000${n}`, title: `Paper ${n} of a List`, summary: 'Gamma.', upvotes: salt },
        title: `Paper ${n} of a List`,
      })),
    ),
  );

export const cases: Case[] = [
  { name: 'no dump, no archive', sentence: 'Nobody was mailed: no dump was given.', run: runs({}) },
  {
    name: 'no dump',
    sentence: 'Nobody was mailed: no dump was given; ada has nothing new that matches.',
    run: runs({ dumps: [other] }, later),
  },
  {
    name: 'nothing new',
    sentence: 'Nobody was mailed: nothing new came (1 dump taken in before); ada has nothing new that matches.',
    run: runs({ dumps: [monday] }, { ...later, dumps: [monday] }),
  },
  {
    name: 'nothing matched',
    sentence: 'Nobody was mailed: 2 new papers came; ada has nothing new that matches.',
    run: runs({ dumps: [other] }),
  },
  {
    name: 'an empty list',
    sentence: 'Nobody was mailed: the list of 2026-03-03 is empty; ada has nothing new that matches.',
    run: runs({ dumps: [monday] }, { ...later, dumps: [source('2026-03-03.json', '[]')] }),
  },
  {
    name: 'broken',
    sentence:
      'Nobody was mailed: no dump given was sound (x.txt: not a dump in a known format); ada has nothing new that matches.',
    run: runs({ dumps: [monday] }, { ...later, dumps: [source('x.txt', '%PDF-1.7')] }),
  },
  {
    name: 'stale',
    sentence:
      'Nobody was mailed: nothing new came (the list of 2026-02-09 is still that of 2026-02-06); ada has nothing new that matches.',
    run: runs({ dumps: [list('2026-02-06', 9)] }, { ...later, dumps: [list('2026-02-09', 9, 1)] }),
  },
  {
    name: 'partial',
    sentence:
      'Nobody was mailed: the newest list is not whole (the list of 2026-02-06 is not whole: 2 papers, where another dump of 2026-02-06 lists 9); ada has nothing new that matches.',
    run: runs({ dumps: [list('2026-02-06', 9)] }, { ...later, dumps: [list('2026-02-06T18', 2, 1)] }),
  },
  {
    name: 'history',
    sentence: 'Nobody was mailed: what came was taken in as history (--backfill); ada has nothing new that matches.',
    run: runs({ dumps: [monday], backfill: true }),
  },
  {
    name: 'waiting',
    sentence: 'Nobody was mailed: nothing new came (1 dump taken in before); dora begins with the next edition.',
    run: runs({ dumps: [monday] }, { ...later, dumps: [monday], subscriptions: [subscriber('dora')] }),
  },
  {
    name: 'no subscriptions',
    sentence: 'Nobody was mailed: 1 new paper came; there are no subscriptions.',
    run: runs({ dumps: [monday], subscriptions: [] }),
  },
  {
    name: 'unread',
    sentence: 'Nobody was mailed: ada has errors in its file.',
    run: runs({ dumps: [monday], subscriptions: [], unread: ['ada'] }),
  },
  {
    name: 'not due',
    sentence: 'Nobody was mailed: ada is not due until Monday 2026-03-09, 07:00 Europe/Vienna.',
    run: runs(
      { dumps: [monday], subscriptions: ada({ cadence: 'weekly', sendHour: 7, timeZone: 'Europe/Vienna' }) },
      { ...later, dumps: [other], subscriptions: ada({ cadence: 'weekly', sendHour: 7, timeZone: 'Europe/Vienna' }) },
    ),
  },
  {
    name: 'paused',
    sentence: 'Nobody was mailed: ada is paused.',
    run: runs({ dumps: [monday], subscriptions: ada({ paused: true }) }),
  },
  {
    name: 'suppressed',
    sentence: 'Nobody was mailed: ada is suppressed.',
    run: runs({ dumps: [monday], send: false }, suppress, { dumps: [monday] }),
  },
  {
    name: 'no address',
    sentence: 'Nobody was mailed: ada names no address.',
    run: runs({ dumps: [monday], subscriptions: ada({ address: null }) }),
  },
  {
    name: 'an unset variable',
    sentence: 'Nobody was mailed: ada has no address, for a variable is not set (ADA_ADDRESS).',
    run: runs({ dumps: [monday], subscriptions: ada({ address: { kind: 'env', name: 'ADA_ADDRESS' } }) }),
  },
  {
    name: 'a bad address',
    sentence: 'Nobody was mailed: ada has an address that cannot be used.',
    run: runs({ dumps: [monday], subscriptions: ada({ address: { kind: 'literal', address: 'ada@' } }) }),
  },
  {
    name: 'the server puts everybody off',
    sentence: 'Nobody was mailed: ada could not be sent now and will be tried again (421 4.3.2).',
    run: runs(answer('deferred', '421 4.3.2', true), { dumps: [monday] }),
  },
  {
    name: 'put off, and not yet to be tried',
    sentence: 'Nobody was mailed: ada was put off by the mail server and is not tried before 2026-03-02T08:15:00Z.',
    run: runs(answer('deferred', '451 4.2.0'), { dumps: [monday] }, {}, {}),
  },
  {
    name: 'given up',
    sentence: 'Nobody was mailed: ada was put off for days and is given up.',
    run: runs(answer('deferred', '451 4.2.0'), { dumps: [monday] }, { now: '2026-03-08T08:00:00Z' }),
  },
  {
    name: 'refused',
    sentence: 'Nobody was mailed: ada was refused by the mail server (550 5.1.1).',
    run: runs(answer('failed', '550 5.1.1'), { dumps: [monday] }),
  },
  {
    name: 'in doubt',
    sentence: 'Nobody is known to have been mailed: ada is in doubt: handed over, but not confirmed (ECONNECTION).',
    run: runs(answer('in-doubt', 'ECONNECTION', true), { dumps: [monday] }),
  },
  {
    name: 'in doubt, given up',
    sentence: 'Nobody was mailed: ada was in doubt and is given up.',
    run: runs(answer('in-doubt', 'ECONNECTION', true), { dumps: [monday] }, { inDoubt: 'skip' }),
  },
  {
    name: 'the limit',
    sentence:
      'Nobody was mailed: of 2 subscriptions, ada was refused by the mail server (550 5.1.1), ben is left for the next run, as --limit says.',
    run: runs(answer('failed', '550 5.1.1'), {
      dumps: [monday],
      limit: 1,
      subscriptions: [subscriber('ada'), subscriber('ben')],
    }),
  },
  {
    name: 'stopped',
    sentence: 'Nobody was mailed: ada is left for the next run, for this one was stopped.',
    run: runs((here) => here.stop.abort(), { dumps: [monday] }),
  },
  {
    name: 'an error of ours',
    sentence: 'Nobody was mailed: ada is left for the next run by an error of ours.',
    run: runs(
      (here) => {
        const send = () => Promise.reject(new Error('ours'));
        here.channel = { open: async () => {}, close: async () => {}, send };
      },
      { dumps: [monday] },
    ),
  },
  {
    name: 'a dry run',
    sentence: 'Nobody was mailed, for this was a dry run: ada would be.',
    run: runs({ dumps: [monday], send: false }, { dryRun: true }),
  },
  {
    name: 'a preview',
    sentence: 'Nobody was mailed, for sending was not asked for (--send): ada has a digest to look at.',
    run: runs({ dumps: [monday], send: false }),
  },
  {
    name: 'a preview of nothing',
    sentence:
      'Nobody was mailed, for sending was not asked for (--send), and nothing is due: 2 new papers came; ada has nothing new that matches.',
    run: runs({ dumps: [other], send: false }),
  },
  {
    name: 'several reasons',
    sentence:
      'Nobody was mailed: 2 new papers came; of 6 subscriptions, chi names no address, ben is paused, 4 have nothing new that matches.',
    run: runs({
      dumps: [dump('2026-03-03', 'One gamma', 'Two beta')],
      subscriptions: [
        ...['ada', 'dan', 'eve', 'fay'].map((id) =>
          subscriber(id, { topics: [{ name: 'T', any: ['delta'], all: [], none: [], query: null }] }),
        ),
        subscriber('ben', { paused: true }),
        subscriber('chi', { address: null }),
      ],
    }),
  },
];
