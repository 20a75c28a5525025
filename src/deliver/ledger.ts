import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { ChangeKind, Day, Diagnostic } from '../model/index.ts';
import { deliveryKey, intactLength, type LedgerRecord, type PlannedRecord, parseRecord } from './ledger-records.ts';

export {
  deliveryKey,
  formatRecord,
  intactLength,
  type LedgerRecord,
  type PlannedRecord,
  plannedRecord,
} from './ledger-records.ts';

/** What the ledger knows of one digest to one subscriber. */
export interface Delivery {
  planned: PlannedRecord;
  /** `attempt`: under way in this run. After a replay there is no such state: what was under way is in doubt. */
  state: LedgerRecord['type'];
  /** How often it was tried. */
  attempts: number;
  /** An attempt of it ended in doubt, so the subscriber may have it, whatever became of later attempts. */
  doubted: boolean;
  /** Nothing more will be done about it: sent, failed, or in doubt and given up. */
  ended: boolean;
}

/**
 * The memory of what went out. Built by {@link replay}; a run applies each record to it after it has been written, so
 * that what the ledger says is always also on disk.
 */
export class Ledger {
  readonly #deliveries = new Map<string, Delivery>();
  // By subscription and channel, and by those with paper and revision: a run asks for every subscriber and paper.
  readonly #bySubscriber = new Map<string, Delivery[]>();
  readonly #byPaper = new Map<string, Delivery[]>();
  /** Diagnostics of the replay: a torn last line. */
  readonly diagnostics: Diagnostic[] = [];

  /** Takes one record in. Throws when it does not follow from those before: an outcome of something never planned. */
  apply(record: LedgerRecord): void {
    const known = this.#deliveries.get(record.key);
    if (record.type === 'planned') {
      if (record.key !== deliveryKey(record.subscription, record.channel, record.digest)) {
        throw new Error('the key of a planned digest is not its own');
      }
      // A second plan under the same key is the same digest: a write that failed after the line was on disk, and was
      // repeated. The first one counts.
      if (known === undefined) this.#add(record);
      return;
    }
    if (known === undefined) throw new Error(`${record.type} of a digest that was never planned`);
    known.attempts = Math.max(known.attempts, record.attempt);
    // Sent is sent: a later attempt (resent while in doubt, and refused) does not take it back.
    if (known.state === 'sent') return;
    if (record.type === 'in-doubt') known.doubted = true;
    // An attempt after an attempt without an outcome: a run in between died, and its attempt stays in doubt.
    if (record.type === 'attempt' && known.state === 'attempt') known.doubted = true;
    known.state = record.type;
    known.ended = record.type === 'sent' || record.type === 'failed' || (record.type === 'in-doubt' && record.final);
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

  /**
   * Whether this revision of the paper stands in a digest that went out, may have gone out, or is on its way to this
   * subscriber by this channel. A digest that was refused for good does not count: its papers may stand in another one.
   * With `kind`, only items of that kind of change count: a paper can be `enriched` without a new revision.
   */
  delivered(subscription: string, channel: string, paper: string, revision: number, kind?: ChangeKind): boolean {
    const deliveries = this.#byPaper.get(JSON.stringify([subscription, channel, paper, revision])) ?? [];
    return deliveries.some(
      ({ planned, state, doubted }) =>
        (state !== 'failed' || doubted) &&
        (kind === undefined ||
          planned.items.some((item) => item.paper === paper && item.revision === revision && item.kind === kind)),
    );
  }

  /** The days on which digests were planned for the subscriber on the channel, whatever became of them; ascending. */
  days(subscription: string, channel: string): Day[] {
    const deliveries = this.#bySubscriber.get(JSON.stringify([subscription, channel])) ?? [];
    return deliveries.map(({ planned }) => planned.day).sort();
  }

  #add(planned: PlannedRecord): void {
    const { key, subscription, channel, items } = planned;
    const delivery: Delivery = { planned, state: 'planned', attempts: 0, doubted: false, ended: false };
    this.#deliveries.set(key, delivery);
    const file = (index: Map<string, Delivery[]>, ...parts: (string | number)[]) => {
      const entry = JSON.stringify(parts);
      const list = index.get(entry);
      if (list === undefined) index.set(entry, [delivery]);
      else list.push(delivery);
    };
    file(this.#bySubscriber, subscription, channel);
    for (const { paper, revision } of items) file(this.#byPaper, subscription, channel, paper, revision);
  }
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
