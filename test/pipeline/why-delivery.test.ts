import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeOf } from '../../src/cli/state.ts';
import type { Outcome } from '../../src/deliver/channel.ts';
import { formatRecord, replay } from '../../src/deliver/ledger.ts';
import { addressKeys, noKeys, suppressionRecord } from '../../src/deliver/suppression.ts';
import type { Subscription } from '../../src/model/index.ts';
import { openPlanner } from '../../src/pipeline/look.ts';
import type { RunRequest } from '../../src/pipeline/run.ts';
import { type WhyKind, type WhyReport, why } from '../../src/pipeline/why.ts';
import { dump, Installation, subscriber } from './harness.ts';

const day = (n: number): string => `2026-03-${String(n).padStart(2, '0')}`;
const at = (n: number, hour = 8): string => `${day(n)}T${String(hour).padStart(2, '0')}:00:00Z`;

/** What `why` says of a paper of an installation. */
async function ask(
  here: Installation,
  subscription: Subscription,
  title: string,
  now: string,
  more: Partial<Pick<RunRequest, 'channel' | 'forced' | 'inDoubt'>> = {},
): Promise<WhyReport> {
  const planner = await openPlanner(storeOf(`${here.out}/state`), more.channel ?? 'smtp', more.forced ?? false);
  const paper = planner.archive.papers.find((one) => one.title === title)!;
  const { address } = subscription;
  const unset = { code: 'address-unset' } as never;
  return why(subscription, paper, now, {
    planner,
    keys: noKeys,
    inDoubt: more.inDoubt ?? 'resend',
    effects: {
      addressOf: () => ({
        mailbox: address?.kind === 'literal' ? { address: address.address, name: null } : null,
        diagnostic: address?.kind === 'env' ? unset : null,
      }),
    },
    ways: { of: () => ({ channel: {} }) },
  });
}

const outcome =
  (state: Outcome['state'], detail: string, serverWide = false) =>
  (): Outcome => ({
    state,
    detail,
    serverWide,
    ...(state === 'failed' ? { bounce: true } : {}),
  });
const said = ({ verdict: { kind, reason } }: WhyReport): string =>
  `${kind}: ${reason.replace(/\d{4}-\d\d-\d\d-[0-9a-f]{12}/g, 'DIGEST')}`;

/** Takes in one dump and, when `send` is not `false`, sends. */
type Step = { dumps?: ReturnType<typeof dump>[]; now?: string; answer?: () => Outcome } & Partial<RunRequest>;

const ada = (more: Partial<Subscription> = {}): Subscription => subscriber('ada', more);
const one = dump(day(2), 'One alpha');
const three = dump(day(2), 'One alpha', 'Two alpha', 'Three alpha');

describe('why, of real runs', () => {
  it.each<[string, Subscription, Step[], string, string, string, (RegExp | null)?]>([
    [
      'due now',
      ada(),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'next: ada gets it with the next send: it is in the digest that is due now.',
      null,
    ],
    [
      'sent',
      ada(),
      [{ dumps: [one], send: true }],
      'One alpha',
      at(3),
      'sent: ada got it on 2026-03-02 in the digest DIGEST, by smtp.',
      null,
    ],
    [
      'not due',
      ada({ cadence: 'weekly', sendHour: 7, timeZone: 'Europe/Vienna' }),
      [
        { dumps: [dump(day(1), 'Old alpha')], send: true, now: at(2) },
        { dumps: [dump(day(3), 'New alpha')], send: true, now: at(3) },
      ],
      'New alpha',
      at(3),
      'later: ada will get it with the digest due Monday 2026-03-09, 07:00 Europe/Vienna.',
      /the next digest is due Monday/,
    ],
    [
      'paused',
      ada({ paused: true }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'held: ada does not get it: the subscription is paused; it is in the next digest after that.',
      /the subscription is paused/,
    ],
    [
      'no address',
      ada({ address: null }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'held: ada does not get it: the subscription cannot be mailed: it names no address.',
      /names no address/,
    ],
    [
      'an unset variable',
      ada({ address: { kind: 'env', name: 'ADA' } }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'held: ada does not get it: the subscription cannot be mailed: ADA is not set.',
      /ADA is not set/,
    ],
    [
      'a full digest',
      ada({ maxPapers: 2 }),
      [{ dumps: [three] }],
      'Three alpha',
      at(2),
      'queued: ada waits for it: it is number 3 of 3, and the next digest takes 2.',
      /number 3 of 3 that wait; the next digest takes 2: max-papers is 2/,
    ],
    [
      'a full topic',
      ada({ topics: [{ name: 'Odd', any: ['alpha'], all: [], none: [], query: null, maxPapers: 1 }] }),
      [{ dumps: [dump(day(2), 'One alpha', 'Two alpha')] }],
      'Two alpha',
      at(2),
      'queued: ada waits for it: it is number 2 of 2, and its topic has no more room in the next digest.',
      /the topic "Odd" has room for no more/,
    ],
    [
      'too old',
      ada({ maxPapers: 1, maxAgeDays: 1 }),
      [
        { dumps: [dump(day(2), 'Old alpha', 'Older alpha')], send: true },
        { dumps: [dump(day(9), 'New alpha')], now: at(9) },
      ],
      'Older alpha',
      at(9),
      'never: ada does not get it: it waited for 7 days, and max-age-days is 1.',
      /it waited for 7 days/,
    ],
    [
      'deferred',
      ada(),
      [{ dumps: [one], send: true, answer: outcome('deferred', '451 4.2.0') }],
      'One alpha',
      at(2, 9),
      'next: ada gets it with the next send: it is in the digest DIGEST, which is open.',
      /is deferred, tried once, not to be tried before .*: 451 4.2.0/,
    ],
    [
      'deferred twice',
      ada(),
      [
        { dumps: [one], send: true, answer: outcome('deferred', '451 4.2.0') },
        { send: true, now: at(2, 9), answer: outcome('deferred', '451 4.2.0') },
      ],
      'One alpha',
      at(2, 9),
      'open: ada has not got it yet: the digest DIGEST was put off, tried 2 times (451 4.2.0), and is not tried before 2026-03-02T09:15:00Z.',
      /tried 2 times/,
    ],
    [
      'refused',
      ada(),
      [{ dumps: [one], send: true, answer: outcome('failed', '550 5.1.1') }],
      'One alpha',
      at(3),
      'refused: ada did not get it: the server refused the digest DIGEST for good; it comes along with the next digest that has another paper.',
      /refused for good: 550 5.1.1/,
    ],
    [
      'refused, and another paper',
      ada(),
      [
        { dumps: [one], send: true, answer: outcome('failed', '550 5.1.1') },
        { dumps: [dump(day(3), 'New alpha')], now: at(3) },
      ],
      'One alpha',
      at(3),
      'next: ada gets it with the next send: it is in the digest that is due now.',
      null,
    ],
    [
      'in doubt',
      ada(),
      [{ dumps: [one], send: true, answer: outcome('in-doubt', 'ECONNECTION', true) }],
      'One alpha',
      at(3),
      'next: ada gets it with the next send: it is in the digest DIGEST, which is open.',
      null,
    ],
    [
      'in doubt and given up',
      ada(),
      [{ dumps: [one], send: true, inDoubt: 'skip', answer: outcome('in-doubt', 'ECONNECTION', true) }],
      'One alpha',
      at(3),
      'in-doubt: ada may have it: the digest DIGEST was handed over on 2026-03-02, but not confirmed.',
      null,
    ],
    [
      'behind an open digest',
      ada(),
      [
        { dumps: [one], send: true, answer: outcome('deferred', '451') },
        { dumps: [dump(day(3), 'New alpha')], send: true, now: at(3), answer: outcome('deferred', '451') },
      ],
      'New alpha',
      at(3),
      'later: ada will get it with the digest after DIGEST that is still open.',
      null,
    ],
    [
      'sent by another channel',
      ada({ channel: 'directory' }),
      [{ dumps: [one], send: true, subscriptions: [ada()] }],
      'One alpha',
      at(3),
      'sent: ada got it on 2026-03-02 in the digest DIGEST, by smtp.',
      /by smtp, .*, has it: sent/,
    ],
    [
      'history',
      ada(),
      [{ dumps: [dump(day(1), 'Old alpha'), one] }],
      'Old alpha',
      at(2),
      'never: ada does not get it: its edition is history, about which nobody is mailed (a first run, or --backfill); `backfill` in the subscription brings earlier papers.',
      /history/,
    ],
    [
      'before it began',
      subscriber('dora'),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'never: dora does not get it: no run has seen this subscription yet.',
      /no run has seen/,
    ],
    [
      'another topic',
      ada({ topics: [{ name: 'Odd', any: ['alpha'], all: [], none: ['two'], query: null }] }),
      [{ dumps: [three] }],
      'Two alpha',
      at(2),
      'never: ada does not get it: the topic "Odd" excludes "two".',
      null,
    ],
    [
      'below the threshold',
      ada({ topics: [{ name: 'Odd', any: ['alpha'], all: [], none: [], query: null, minScore: 900 }] }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      expect.stringMatching(
        /^never: ada does not get it: it scores [\d.]+ in the topic "Odd", and min-score is 900\.$/,
      ),
      null,
    ],
    [
      'no topic',
      ada({ topics: [{ name: 'Odd', any: ['gamma'], all: [], none: [], query: null }] }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'never: ada does not get it: its topic does not match.',
      null,
    ],
    [
      'another kind',
      ada({ changes: ['revised'] }),
      [{ dumps: [one] }],
      'One alpha',
      at(2),
      'never: ada does not get it: its changes are new, and the subscription asks for revised.',
      /asks for revised/,
    ],
  ])('%s', async (_, subscription, steps, title, now, expected, obstacle) => {
    const here = new Installation();
    for (const { dumps = [], answer, ...request } of steps) {
      here.answer = answer ?? outcome('sent', '250');
      const subscriptions = subscription.id === 'ada' ? [subscription] : [ada()];
      await here.run(dumps, { now: at(2), subscriptions, ...request });
    }
    const report = await ask(here, subscription, title, now);
    expect(said(report)).toEqual(expected);
    if (obstacle === null) return;
    expect(
      report.obstacles.some((text) => obstacle!.test(text)),
      report.obstacles.join('\n'),
    ).toBe(true);
  });

  it('suppressed', async () => {
    const here = new Installation();
    await here.run([one], { now: at(2), send: true, subscriptions: [ada({ paused: true })] });
    const record = suppressionRecord(
      'suppressed',
      { subscription: 'ada' },
      { keys: noKeys, reason: 'asked', at: at(2) },
    );
    await storeOf(`${here.out}/state`).ledger.append(formatRecord(record));
    const report = await ask(here, ada(), 'One alpha', at(3));
    expect(said(report)).toBe('held: ada does not get it: the subscription is suppressed.');
  });

  it('suppressed under a key that is not at hand', async () => {
    const here = new Installation();
    await here.run([one], { now: at(2) });
    const keys = addressKeys('a key of the tests, long enough'.replaceAll(' ', '-'));
    const record = suppressionRecord(
      'suppressed',
      { address: 'x@canary.example' },
      { keys, reason: 'asked', at: at(2) },
    );
    await storeOf(`${here.out}/state`).ledger.append(formatRecord(record));
    const { obstacles } = await ask(here, ada(), 'One alpha', at(3));
    expect(obstacles).toEqual([expect.stringMatching(/PAPERBOY_KEY does not hold/)]);
  });

  it('names no address and no title in the verdict or the obstacles', async () => {
    const here = new Installation();
    await here.run([three], { now: at(2) });
    const { verdict, obstacles } = await ask(here, ada({ maxPapers: 1 }), 'Two alpha', at(2));
    expect(JSON.stringify([verdict, obstacles])).not.toMatch(/canary|Two alpha/);
  });
});

describe('why and run agree', () => {
  const subscription = fc.record({
    cadence: fc.constantFrom('daily' as const, 'weekly' as const, 'instant' as const),
    maxPapers: fc.integer({ min: 1, max: 3 }),
    maxAgeDays: fc.constantFrom(1, 14),
    backfill: fc.integer({ min: 0, max: 2 }),
    changes: fc.constantFrom<Subscription['changes'][]>(['new'], ['new', 'revised']),
    paused: fc.constantFrom(false, false, false, true),
    address: fc.constantFrom(null, ...Array(5).fill({ kind: 'literal' as const, address: 'ada@canary.example' })),
    channel: fc.constantFrom('smtp', 'directory'),
    topics: fc.constantFrom<Subscription['topics'][]>(
      [{ name: 'A', any: ['alpha'], all: [], none: [], query: null }],
      [
        { name: 'A', any: ['alpha'], all: [], none: ['beta'], query: null, maxPapers: 1 },
        { name: 'B', any: ['beta'], all: [], none: [], query: null },
      ],
    ),
  });
  const titles = ['One alpha', 'Two beta', 'Three alpha beta', 'Four gamma', 'Five alpha', 'Six beta', 'Seven alpha'];
  const step = fc.record({
    papers: fc.subarray(titles, { maxLength: 4 }),
    days: fc.integer({ min: 0, max: 4 }),
    send: fc.boolean(),
    answer: fc.constantFrom<[Outcome['state'], boolean]>(
      ['sent', false],
      ['sent', false],
      ['deferred', false],
      ['deferred', true],
      ['failed', false],
      ['in-doubt', true],
    ),
    subscription,
  });

  it('next is what the next run sends, and the dry run says as many', { timeout: 300_000 }, async () => {
    let sent = 0;
    const kinds = new Set<WhyKind>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), subscription, async (steps, last) => {
        const here = new Installation();
        let today = 2;
        for (const [index, { papers, days, send, answer, subscription: more }] of steps.entries()) {
          today += days;
          here.answer = outcome(answer[0], '4xx', answer[1]);
          const dumps = papers.length > 0 ? [dump(day(2 + index), ...papers)] : [];
          await here.run(dumps, { now: at(today, 8 + index), send, publish: false, subscriptions: [ada(more)] });
        }
        const now = at(today + 1);
        const store = storeOf(`${here.out}/state`);
        if ((await store.open({ whole: false })) === null) return;
        const planner = await openPlanner(store, 'smtp');
        const next: string[] = [];
        for (const { id, title } of planner.archive.papers) {
          const { kind } = (await ask(here, ada(last), title, now)).verdict;
          kinds.add(kind);
          if (kind === 'next') next.push(id);
        }
        here.answer = outcome('sent', '250');
        const asked = { now, send: true, publish: false, subscriptions: [ada(last)] };
        const dry = await here.run([], { ...asked, dryRun: true });
        const would = dry.digests
          .filter(({ status }) => status === 'preview')
          .reduce((sum, { papers }) => sum + papers, 0);
        const before = replay(await store.ledger.read(), '');
        await here.run([], asked);
        const after = replay(await store.ledger.read(), '');
        const went = after.deliveries
          .filter(({ state, planned }) => state === 'sent' && before.get(planned.key)?.state !== 'sent')
          .flatMap(({ planned }) => planned.items.map(({ paper }) => paper));
        sent += went.length;
        expect(next.sort()).toEqual([...new Set(went)].sort());
        expect(would).toBe(went.length);
      }),
      { numRuns: Number(process.env.PAPERBOY_WHY_RUNS ?? 25), seed: 20260302 },
    );
    // It has been put to the test: papers did go out, and others did not.
    expect(sent).toBeGreaterThan(10);
    expect([...kinds]).toEqual(expect.arrayContaining(['next', 'queued', 'held', 'never', 'sent']));
  });
});
