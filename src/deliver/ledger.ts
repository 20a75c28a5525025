import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { ChangeKind, Day, Diagnostic, Instant } from '../model/index.ts';
import { counts, type Delivery, newDelivery, toldDelivery, transition, wentOut } from './delivery.ts';
import { deliveryKey, intactLength, parseRecord } from './ledger-records.ts';
import type { CompactedRecord, DeliveryRecord, LedgerRecord, PlannedRecord } from './ledger-types.ts';
import { Suppressions } from './suppression.ts';

export type { Delivery } from './delivery.ts';
export { deliveryKey, formatRecord, intactLength, plannedRecord } from './ledger-records.ts';
export type { LedgerRecord, PlannedRecord } from './ledger-types.ts';

/**
 * The memory of what went out. Built by {@link replay}; a run applies each record to it after it has been written, so
 * that what the ledger says is always also on disk.
 */
export class Ledger {
  readonly #deliveries = new Map<string, Delivery>();
  readonly #bySubscriber = new Map<string, Delivery[]>();
  /** What the subscriber asked about last was told, by paper and revision: a run asks about one after the other. */
  #told: { of: string; deliveries: number; byPaper: Map<string, Delivery[]> } | null = null;
  /** What ended deliveries told; the same few papers stand in those of many subscribers. */
  readonly #items = new Map<string, PlannedRecord['items'][number]>();
  readonly #channels = new Set<string>();
  readonly suppressions = new Suppressions();
  /** What the first line of a compacted ledger says. */
  compacted: CompactedRecord | null = null;
  /** Diagnostics of the replay: a torn last line. */
  readonly diagnostics: Diagnostic[] = [];

  /** Takes one record in. Throws when it does not follow from those before: an outcome of something never planned. */
  apply(record: LedgerRecord): void {
    switch (record.type) {
      case 'compacted':
        if (this.compacted !== null || this.#deliveries.size > 0) throw new Error('compacted in the middle');
        this.compacted = record;
        return;
      case 'suppressed':
      case 'unsuppressed':
        this.suppressions.apply(record);
        return;
      default:
        this.#applyTo(record);
    }
  }

  #applyTo(record: DeliveryRecord): void {
    const known = this.#deliveries.get(record.key);
    if (record.type === 'planned' || record.type === 'told') {
      if (record.key !== deliveryKey(record.subscription, record.channel, record.digest)) {
        throw new Error('the key of a planned digest is not its own');
      }
      // A second plan under the same key is the same digest: a write that failed after the line was on disk, and was
      // repeated. The first one counts.
      if (known === undefined) this.#add(record.type === 'planned' ? newDelivery(record) : toldDelivery(record));
      return;
    }
    if (known === undefined) throw new Error(`${record.type} of a digest that was never planned`);
    transition(known, record);
    if (known.ended) this.#reduce(known);
  }

  /** Of what has ended, only what it told is kept in memory; the rest stands in the log. */
  #reduce(delivery: Delivery): void {
    const { items, ...planned } = delivery.planned;
    const lean = items.map(({ paper, revision, kind, topic }) => {
      const name = JSON.stringify([paper, revision, kind, topic]);
      const known = this.#items.get(name) ?? { paper, revision, kind, topic, matches: [] };
      this.#items.set(name, known);
      return known;
    });
    delivery.planned = { ...planned, items: lean };
  }

  /** The deliveries that told a revision of a paper. */
  #toldBy(subscription: string, channel: string, paper: string, revision: number): readonly Delivery[] {
    const of = JSON.stringify([subscription, channel]);
    const deliveries = this.#bySubscriber.get(of) ?? [];
    if (this.#told?.of !== of || this.#told.deliveries !== deliveries.length) {
      const byPaper = new Map<string, Delivery[]>();
      for (const delivery of deliveries) {
        for (const item of delivery.planned.items) {
          const name = `${item.revision} ${item.paper}`;
          const list = byPaper.get(name);
          if (list === undefined) byPaper.set(name, [delivery]);
          else list.push(delivery);
        }
      }
      this.#told = { of, deliveries: deliveries.length, byPaper };
    }
    return this.#told.byPaper.get(`${revision} ${paper}`) ?? [];
  }

  /** Ends a replay: an attempt whose outcome nobody wrote down is in doubt. */
  settle(): void {
    for (const delivery of this.#deliveries.values()) {
      if (delivery.state !== 'attempt') continue;
      delivery.state = 'in-doubt';
      delivery.doubted = true;
    }
  }

  get(key: string): Delivery | null {
    return this.#deliveries.get(key) ?? null;
  }

  /** All deliveries, in the order in which they were planned. */
  get deliveries(): Delivery[] {
    return [...this.#deliveries.values()];
  }

  /**
   * Digests without an end, in the order in which they were planned: planned, deferred or in doubt. A run resumes
   * them before it plans anything new.
   */
  get open(): Delivery[] {
    return this.deliveries.filter((delivery) => !delivery.ended);
  }

  /** Channels that there are deliveries by. */
  get channels(): Iterable<string> {
    return this.#channels;
  }

  /** The deliveries to a subscription by a channel, in the order in which they were planned. */
  of(subscription: string, channel: string): readonly Delivery[] {
    return this.#bySubscriber.get(JSON.stringify([subscription, channel])) ?? [];
  }

  /**
   * Whether this revision of the paper stands in a digest that went out, may have gone out, or is on its way to this
   * subscriber by this channel. A digest that was refused for good does not count: its papers may stand in another one.
   * With `kind`, only items of that kind of change count: a paper can be `enriched` without a new revision.
   */
  delivered(subscription: string, channel: string, paper: string, revision: number, kind?: ChangeKind): boolean {
    return this.#toldBy(subscription, channel, paper, revision).some(
      (delivery) =>
        counts(delivery) &&
        (kind === undefined ||
          delivery.planned.items.some(
            (item) => item.paper === paper && item.revision === revision && item.kind === kind,
          )),
    );
  }

  /** Whether this revision of the paper went out, or may have gone out, to this subscriber by any channel. */
  wentOut(subscription: string, paper: string, revision: number): boolean {
    return [...this.#channels].some((channel) => this.#toldBy(subscription, channel, paper, revision).some(wentOut));
  }

  /**
   * The days on which digests were due for the subscriber on the channel, whatever became of them; ascending. Those that
   * somebody asked for beside the cadence do not count.
   */
  days(subscription: string, channel: string): Day[] {
    return this.of(subscription, channel)
      .flatMap(({ planned }) => (planned.extra === true ? [] : [planned.day]))
      .sort();
  }

  /**
   * How often in a row the server refused this recipient, the last digest included. A success in between ends the row,
   * and so does another address, and what was before `since`.
   */
  bounces(subscription: string, channel: string, address: string | null, since: Instant | null = null): number {
    let count = 0;
    for (const delivery of this.of(subscription, channel).toReversed()) {
      if (delivery.state === 'sent' || (delivery.bounce && (delivery.bouncedTo ?? address) !== address)) break;
      if (since !== null && delivery.at !== null && delivery.at <= since) break;
      if (delivery.bounce) count++;
    }
    return count;
  }

  #add(delivery: Delivery): void {
    const { key, subscription, channel } = delivery.planned;
    this.#deliveries.set(key, delivery);
    this.#channels.add(channel);
    const entry = JSON.stringify([subscription, channel]);
    const list = this.#bySubscriber.get(entry);
    if (list === undefined) this.#bySubscriber.set(entry, [delivery]);
    else list.push(delivery);
    if (delivery.ended) this.#reduce(delivery);
  }
}

/** The record with which a digest was planned, as it stands in the log; `null` when only what it told is left. */
export function plannedIn(text: string, key: string): PlannedRecord | null {
  const start = `{"type":"planned","key":"${key}"`;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + 1)) {
    const record = parseRecord(text.slice(at, text.indexOf('\n', at)));
    if (record?.type === 'planned') return record;
  }
  return null;
}

/**
 * Reads the ledger back. An incomplete last line (no newline) is left out and reported in `diagnostics`: its append
 * never resolved, so nothing followed from it. Any other damage throws a `UserError` (`ledger-corrupt`, exit code 5),
 * for a line that is guessed or skipped could mean mail twice or never.
 * @param text the whole log.
 * @param file the name to report.
 */
export function replay(text: string, file: string): Ledger {
  const ledger = new Ledger();
  const whole = intactLength(text);
  const lines = text.slice(0, whole).split('\n').slice(0, -1);
  const corrupt = (line: number, reason: string): never => {
    const hint =
      'nothing was changed and nobody was mailed; restore it from git or a backup, or see what can be saved with paperboy archive repair';
    throw new UserError([diagnostic('ledger-corrupt', { message: `line ${line} ${reason}`, file, line, hint })], 5);
  };
  lines.forEach((line, index) => {
    const record = parseRecord(line) ?? corrupt(index + 1, 'does not match its checksum');
    try {
      ledger.apply(record);
    } catch (error) {
      corrupt(index + 1, `does not follow from the lines before it: ${(error as Error).message}`);
    }
  });
  ledger.settle();
  if (whole < text.length) {
    const message = 'the last line is incomplete and was left out';
    ledger.diagnostics.push(diagnostic('ledger-torn', { message, file, line: lines.length + 1 }));
  }
  return ledger;
}
