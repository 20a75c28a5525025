import { describe, expect, it } from 'vitest';
import type { Channel, Envelope } from '../../src/deliver/channel.ts';
import { deliveryKey, replay } from '../../src/deliver/ledger.ts';
import { noKeys } from '../../src/deliver/suppression.ts';
import type { Archive, Digest, Edition, PaperRecord, Subscription } from '../../src/model/index.ts';
import { Breaker } from '../../src/pipeline/breaker.ts';
import type { Planner } from '../../src/pipeline/digests.ts';
import { markOf } from '../../src/pipeline/guard.ts';
import { type Sending, sendDue } from '../../src/pipeline/send.ts';
import { subscriber } from '../pipeline/harness.ts';
import { random } from '../random.ts';

const hour = 3_600_000;
const day = 24 * hour;
const iso = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
const start = Date.parse('2026-01-01T00:00:00Z');

const zones: [string, number[]][] = [
  // 1 and 2 are the hours that the clocks repeat and leave out.
  ['America/New_York', [0, 1, 2, 7]],
  ['Australia/Lord_Howe', [0, 1, 2, 7]],
  ['UTC', [7]],
  ['Asia/Kolkata', [23]],
  ['Pacific/Apia', [12]],
];
const subscriptions: Subscription[] = [
  ...zones.flatMap(([timeZone, hours]) =>
    hours.map((sendHour) => subscriber(`${timeZone.split('/').at(-1)}-${sendHour}`, { timeZone, sendHour })),
  ),
  subscriber('weekly', { cadence: 'weekly', weekday: 5, timeZone: 'America/New_York', sendHour: 8 }),
  subscriber('weekdays', { cadence: 'weekdays', timeZone: 'Australia/Lord_Howe', sendHour: 6 }),
  subscriber('monthly', { maxPapers: 60, cadence: 'monthly', monthDay: 31, timeZone: 'America/New_York', sendHour: 9 }),
  subscriber('instant', { cadence: 'instant' }),
];

/** The moments at which cron ran: hourly, late, dropped, doubled, out for days, its clock set back twice. */
function cron(): { at: number; clock: number }[] {
  const dice = random(7);
  const runs: { at: number; clock: number }[] = [];
  let out = 0;
  for (let at = start; at < start + 365 * day; at += hour) {
    if (out > 0) {
      out--;
      continue;
    }
    // Three times a year the machine is off for one to four days.
    if (dice() < 0.0004) out = 24 + Math.floor(dice() * 72);
    if (dice() < 0.25) continue;
    const late = 17 * 60_000 + Math.floor(dice() * 50) * 60_000;
    // The clock of one day in April and one in October is two hours slow from noon on, and then right again.
    const date = iso(at).slice(5, 10);
    const slow = (date === '04-10' || date === '10-20') && new Date(at).getUTCHours() >= 12 ? 2 * hour : 0;
    runs.push({ at: at + late, clock: at + late - slow });
    // A doubled run: the lock makes it come after the first.
    if (dice() < 0.1) runs.push({ at: at + late + 1000, clock: at + late + 1000 - slow });
  }
  return runs.sort((a, b) => a.at - b.at);
}

interface Mail {
  subscription: string;
  digest: Digest;
  at: number;
}

/** One edition a day, of that day, which arrives at 06:00 UTC, and has one paper. */
const whole = Array.from({ length: 366 }, (_, n) => {
  const date = iso(start + n * day).slice(0, 10);
  const id = `p${n}`;
  const paper = { id, revision: 1, instant: `${date}T12:00:00Z`, edition: `${date}.1` } as unknown as PaperRecord;
  const change = { kind: 'new', paper: id, revision: 1, title: id, arxivId: null, fields: [], reason: null };
  const edition = { id: `${date}.1`, date, arrived: date, sequence: n + 1, history: false, changes: [change] };
  return { paper, edition: edition as unknown as Edition };
});

const knownAt = (time: number): number => Math.max(0, Math.floor((time - start - 6 * hour) / day) + 1);

const archiveAt = (time: number): Archive => {
  const known = whole.slice(0, knownAt(time));
  const papers = known.map(({ paper }) => paper);
  return { papers, editions: known.map(({ edition }) => edition), dumps: [], clock: {}, unsettled: [] };
};

/** A year of runs by two runners that share nothing but the files. */
async function year(served: readonly Subscription[]): Promise<{ mails: Mail[]; compactions: number }> {
  const mails: Mail[] = [];
  let text = '';
  let compactions = 0;
  let ledger = replay('', 'x');
  let week = -1;
  let now = start;
  let clock = start;
  const digests = new Map<string, Digest>();
  const channel: Channel = {
    open: async () => {},
    close: async () => {},
    send: async ({ message }: Envelope, begin) => {
      await begin();
      const digest = digests.get(message.messageKey)!;
      mails.push({ subscription: digest.subscription, digest, at: now });
      return { state: 'sent', detail: '', serverWide: false };
    },
  };
  const mailroom = {
    render: async (digest: Digest) => {
      const messageKey = deliveryKey(digest.subscription, digest.channel, digest.id);
      digests.set(messageKey, digest);
      return { subject: 'x', html: 'x', text: 'x', messageKey, date: '2026-01-01T00:00:00Z' };
    },
    envelope: (message: Envelope['message'], to: Envelope['to']) => ({
      ...{ message, to, from: to, domain: 'x.example', unsubscribe: { mailto: 'x@x.example', https: null } },
    }),
  } as unknown as Sending['mailroom'];
  let committed = markOf('');
  const store = {
    open: async () => ({ ledger: committed }),
    ledger: {
      path: 'x',
      read: async () => text,
      append: async (line: string) => {
        text += `${line}\n`;
      },
      replace: async (smaller: string) => {
        text = smaller;
        compactions++;
      },
    },
  } as unknown as Sending['effects']['store'];
  const cursors = Object.fromEntries(
    served.map(({ id }) => [id, { since: 1, granted: [], backfill: 0, seen: iso(start) }]),
  );
  for (const run of cron()) {
    now = run.at;
    clock = run.clock;
    const archive = archiveAt(clock);
    if (archive.editions.length === 0) continue;
    // The two runners take turns by the week: what the other one did is read from the file.
    const turn = Math.floor((now - start) / (7 * day));
    if (turn !== week) ledger = replay(text, 'x');
    week = turn;
    committed = markOf(text);
    const papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
    const planner: Planner = { archive, papers, cursors, ledger, channel: 'smtp' };
    const matches = new Map(archive.papers.map(({ id }) => [id, [{ topic: 'Everything odd', score: 1, spans: [] }]]));
    await sendDue({
      planner,
      selections: served.map((subscription) => ({ subscription, matches })),
      mailroom,
      ways: { of: () => ({ channel, breaker: new Breaker([], async () => {}) }), close: async () => {} },
      effects: {
        store,
        addressOf: () => ({ mailbox: { address: 'x@x.example', name: null }, diagnostic: null }),
        clock: () => iso(clock),
        signal: new AbortController().signal,
      },
      inDoubt: 'resend',
      keys: noKeys,
    });
  }
  return { mails, compactions };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local time of an instant, by the platform's own calendar and not by the library that the code uses. */
function local(time: number, zone: string): { date: string; hour: number } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
}

/** Whether a local day is one of the subscription's. */
function isDay(date: string, { cadence, weekday, monthDay }: Subscription): boolean {
  const week = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (cadence === 'weekdays') return week >= 1 && week <= 5;
  if (cadence === 'weekly') return week === weekday! % 7;
  if (cadence !== 'monthly') return true;
  const next = iso(Date.parse(`${date}T00:00:00Z`) + day).slice(8, 10);
  return Number(date.slice(8)) === monthDay || (next === '01' && Number(date.slice(8)) < monthDay!);
}

/** When a subscription should have got its mails: told again from the rules, with another calendar. */
function expected({ id, timeZone: zone = 'UTC', sendHour = 0, cadence, ...rest }: Subscription): Set<number> {
  const subscription = { id, cadence, ...rest } as Subscription;
  const moments = new Set<number>();
  let lastDay = '';
  let told = 0;
  for (const { at, clock } of cron()) {
    const known = knownAt(clock);
    const here = local(clock, zone);
    let due = here.hour >= sendHour ? here.date : before(here.date);
    while (!isDay(due, subscription)) due = before(due);
    const isDue = cadence === 'instant' || (due > lastDay && due >= local(start, zone).date);
    if (!isDue || known <= told) continue;
    moments.add(at);
    lastDay = due;
    told = known;
  }
  return moments;
}

const before = (date: string): string => iso(Date.parse(`${date}T00:00:00Z`) - day).slice(0, 10);

/** What is wrong with the mails of a year: papers missed or told twice, mails at moments when none was due, or none. */
function faults(mails: readonly Mail[], served: readonly Subscription[]): string[] {
  return served.flatMap((subscription) => {
    const wrong: string[] = [];
    const { id, timeZone = 'UTC' } = subscription;
    const own = mails.filter((mail) => mail.subscription === id);
    const told = own.flatMap(({ digest }) => digest.items.map(({ paper }) => paper.id));
    if (new Set(told).size !== told.length) wrong.push(`${id}: a paper twice`);
    const known = knownAt(own.at(-1)?.at ?? start);
    if (told.length < known) wrong.push(`${id}: ${known - told.length} papers missed`);
    const wanted = expected(subscription);
    const shown = (at: number) => `${local(at, timeZone).date} at ${local(at, timeZone).hour}`;
    for (const { at } of own) if (!wanted.delete(at)) wrong.push(`${id}: not due on ${shown(at)}`);
    for (const at of wanted) wrong.push(`${id}: nothing on ${shown(at)}`);
    return wrong;
  });
}

describe('a year of cron, late, dropped, doubled, with a clock that is set back', { timeout: 240_000 }, () => {
  it('brings every edition once to everybody, at the right local hour', async () => {
    const { mails, compactions } = await year(subscriptions);
    // The ledger grew so large that it was made smaller on the way, and nobody noticed.
    expect(compactions).toBeGreaterThan(0);
    expect(faults(mails, subscriptions)).toEqual([]);
    const count = (id: string) => mails.filter(({ subscription }) => subscription === id).length;
    // Fewer than 365, since the machine was off for some days; their papers came with the next digest.
    expect(count('New_York-7')).toBeGreaterThan(340);
    expect(count('New_York-7')).toBeLessThanOrEqual(365);
    expect(count('weekly')).toBeGreaterThanOrEqual(50);
    expect(count('weekly')).toBeLessThanOrEqual(53);
    // The year begins on the evening of the 31st in New York: the first digest comes at once, and twelve more.
    expect(count('monthly')).toBeGreaterThanOrEqual(12);
    expect(count('monthly')).toBeLessThanOrEqual(13);
    // The days on which the clocks change bring one mail each.
    for (const [id, zone, dates] of [
      ['New_York-1', 'America/New_York', ['2026-03-08', '2026-11-01']],
      ['New_York-2', 'America/New_York', ['2026-03-08', '2026-11-01']],
      ['Lord_Howe-1', 'Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
      ['Lord_Howe-2', 'Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
    ] as const) {
      for (const date of dates) {
        const that = mails.filter((mail) => mail.subscription === id && local(mail.at, zone).date === date);
        expect([id, date, that.length]).toEqual([id, date, 1]);
      }
    }
  });

  it('would be seen to be wrong with another hour, another zone or another rhythm', async () => {
    const [one] = subscriptions.filter(({ id }) => id === 'New_York-7');
    const others = [
      { ...one!, sendHour: 6 },
      { ...one!, timeZone: 'UTC' },
      { ...one!, cadence: 'weekdays' as const },
    ];
    for (const other of others) {
      expect(faults((await year([other])).mails, [one!])).not.toEqual([]);
    }
  });
});
