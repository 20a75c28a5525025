import { deliveryKey, type Ledger, type PlannedRecord } from '../deliver/ledger.ts';
import { type Candidate, type DigestInput, planDigest } from '../match/digest.ts';
import { type Fate, fateOf } from '../match/fate.ts';
import type { Archive, Day, Digest, DigestItem, Edition, Instant, PaperRecord, Subscription } from '../model/index.ts';
import type { Reader } from '../render/library.ts';
import type { Cursor } from '../store/store.ts';
import { periodDays } from './cadence.ts';

/** The archive as planning needs it. */
export interface Planner {
  archive: Archive;
  papers: ReadonlyMap<string, PaperRecord>;
  cursors: Record<string, Cursor>;
  ledger: Ledger;
  /** The channel of subscriptions that name none. */
  channel: string;
  /** `true`: `channel` is for all, also for those that name another. */
  forced?: boolean;
}

/** The channel by which a subscription is served. */
export const channelOf = ({ channel }: Subscription, planner: Pick<Planner, 'channel' | 'forced'>): string =>
  planner.forced === true ? planner.channel : (channel ?? planner.channel);

/**
 * Gives each subscription its place in the stream of editions when it is first seen: it gets what this run brought and
 * what comes later, and of the papers before as many matching ones as its `backfill` grants, the newest first. A
 * `backfill` that is raised later grants more.
 * @param sequence the number of the first edition of this run.
 */
export function placeCursors(
  cursors: Record<string, Cursor>,
  selections: readonly Reader[],
  archive: Archive,
  sequence: number,
  unread: readonly string[],
  now: Instant,
): Record<string, Cursor> {
  const placed = { ...cursors };
  // A file with errors was seen as well: once it is mended, its subscriber gets what came meanwhile.
  for (const id of unread) placed[id] ??= { since: sequence, granted: [], backfill: 0, seen: now };
  const editions = new Map(archive.editions.map((edition) => [edition.id, edition]));
  for (const { subscription, matches } of selections) {
    const { id, backfill } = subscription;
    const known = placed[id];
    if (known !== undefined && backfill <= known.backfill) continue;
    const since = known?.since ?? sequence;
    const granted = archive.papers
      .filter((paper) => isHistory(editions.get(paper.edition)!, since) && (matches.get(paper.id)?.length ?? 0) > 0)
      .sort((a, b) => (a.instant < b.instant ? 1 : -1))
      .slice(0, backfill);
    // Known without the instant: a state of before there was one.
    const seen = known === undefined ? { seen: now } : known.seen === undefined ? {} : { seen: known.seen };
    placed[id] = { since, granted: granted.map((paper) => paper.id).sort(), backfill, ...seen };
  }
  return placed;
}

/** Subscriptions that were first seen after the newest edition and so wait for the next one, by id. */
export function waiting(
  cursors: Record<string, Cursor>,
  subscriptions: readonly Subscription[],
  archive: Archive,
): Subscription[] {
  const next = archive.editions.length + 1;
  return subscriptions.filter(({ id }) => cursors[id]?.since === next && cursors[id].granted.length === 0 && next > 1);
}

const isHistory = (edition: Edition, since: number): boolean => edition.history || edition.sequence < since;

/** What planning came to for one subscription. */
interface Plan {
  /** `null` when there is nothing to send. */
  digest: Digest | null;
  /** Digests that would be sent now, had the server not refused them for good. */
  refused: Digest[];
}

/**
 * Plans the digest of one subscription from all that it has not been sent yet.
 *
 * A digest that was refused for good is not planned again: the same papers would be refused again, on every run. Weighed:
 * counting its papers as told (they would be lost when the fault was the server's of that day), and a number of further
 * tries (one is as arbitrary as three; what may pass is `deferred`, not `failed`). Chosen: what was refused stays
 * refused as that digest. Its papers are not told, so they ride along as soon as there is another paper to tell, for
 * that is another digest. And they block nobody: what did not fit beside them is planned without them.
 */
export function plan(selection: Reader, planner: Planner): Plan {
  const refused: Digest[] = [];
  const withheld = new Set<string>();
  for (;;) {
    const digest = planWithout(withheld, selection, planner);
    const known = digest && planner.ledger.get(deliveryKey(digest.subscription, digest.channel, digest.id));
    if (digest === null || known?.ended !== true) return { digest, refused };
    refused.push(digest);
    for (const { paper } of digest.items) withheld.add(paper.id);
  }
}

const planWithout = (withheld: ReadonlySet<string>, selection: Reader, planner: Planner): Digest | null =>
  planDigest(inputOf(withheld, selection, planner));

/** What one paper's fate is in the digest that {@link plan} makes. */
export function fateIn({ refused }: Pick<Plan, 'refused'>, paper: string, selection: Reader, planner: Planner): Fate {
  const withheld = new Set(refused.flatMap(({ items }) => items.map((item) => item.paper.id)));
  withheld.delete(paper);
  return fateOf(inputOf(withheld, selection, planner), paper);
}

function inputOf(withheld: ReadonlySet<string>, { subscription, matches }: Reader, planner: Planner): DigestInput {
  const { archive, papers } = planner;
  const channel = channelOf(subscription, planner);
  const cursor = planner.cursors[subscription.id];
  const since = cursor?.since ?? Number.POSITIVE_INFINITY;
  const granted = new Set(cursor?.granted ?? []);
  const candidates: Candidate[] = archive.editions.flatMap((edition) => {
    const open = !isHistory(edition, since);
    const changes = open
      ? edition.changes
      : edition.changes.filter(({ paper, kind }) => kind === 'new' && granted.has(paper));
    return changes.map((change) => ({ change, edition, paper: papers.get(change.paper)!, granted: !open }));
  });
  return {
    subscription: { ...subscription, maxAgeDays: subscription.maxAgeDays + periodDays(subscription) },
    channel,
    candidates,
    matches: (paper) => (withheld.has(paper) ? [] : (matches.get(paper) ?? [])),
    delivered: (paper, revision) => wasTold(subscription, planner, paper, revision),
  };
}

/**
 * Whether the subscriber has this revision of the paper. A channel that the subscription names was moved to: then what
 * went out by another channel is not told again by this one. What was planned there and never went out is.
 */
function wasTold(subscription: Subscription, planner: Planner, paper: string, revision: number): boolean {
  const { ledger } = planner;
  const channel = channelOf(subscription, planner);
  if (ledger.delivered(subscription.id, channel, paper, revision)) return true;
  return channel === subscription.channel && ledger.wentOut(subscription.id, paper, revision);
}

/** The digest that says that there is nothing new, for those who ask for it. */
export function quietDigest(subscription: Subscription, day: Day, planner: Planner): Digest {
  const date = planner.archive.editions.reduce(
    (latest, edition) => (edition.date > latest ? edition.date : latest),
    '',
  );
  const channel = channelOf(subscription, planner);
  const nothing = { editions: [], items: [], rolledOver: 0 };
  return { id: `${day}-quiet`, subscription: subscription.id, channel, date: date || day, ...nothing };
}

/**
 * A planned digest as it was frozen: its papers, order, matches and scores come from the ledger. The papers' texts are
 * the archive's of now; a revision in between shows, which is kinder than an outdated text.
 * @throws Error when the archive lacks a paper of it, which `checkLedger` has excluded: rather nothing than a part.
 */
export function thaw(planned: PlannedRecord, { archive, papers }: Pick<Planner, 'archive' | 'papers'>): Digest {
  const editions = archive.editions.filter((edition) => planned.editions.includes(edition.id));
  const items = planned.items.map(({ paper: id, kind, topic, matches, revision }): DigestItem => {
    const paper = papers.get(id);
    if (paper === undefined) throw new Error(`the archive lacks ${id} of the planned digest ${planned.digest}`);
    const change = editions
      .flatMap((edition) => edition.changes)
      .findLast((entry) => entry.paper === id && entry.kind === kind && entry.revision <= revision);
    return { paper, kind, topic, matches, fields: change?.fields ?? [] };
  });
  if (items.length === 0 && !planned.digest.endsWith('-quiet')) {
    throw new Error(`the planned digest ${planned.digest} is empty`);
  }
  const { digest: id, subscription, channel, date, rolledOver } = planned;
  return { id, subscription, channel, date, editions: planned.editions, items, rolledOver };
}
