import type { Delivery } from '../deliver/ledger.ts';
import type { Fate, Standing } from '../match/fate.ts';
import { explainTopic, type TopicExplanation } from '../match/index.ts';
import type { Day, DigestReport, Instant, PaperRecord, Subscription } from '../model/index.ts';
import type { Reader } from '../render/library.ts';
import { fateIn, type Planner, placeCursors, plan } from './digests.ts';
import { type Task, taskOf } from './due.ts';
import { selectionsOf } from './look.ts';
import { libraryOf } from './matching.ts';
import { hindrance } from './suppress.ts';
import { obstaclesOf } from './why-obstacles.ts';
import { verdictOf } from './why-verdict.ts';
import { type Asking, type Prospect, prospects } from './would-send.ts';

/** One digest that had a paper. */
export interface Telling {
  digest: string;
  day: Day;
  channel: string;
  /** What became of it: planned, sent, deferred, failed or in-doubt. */
  state: string;
  /** The topic it stood under; `null` when the ledger keeps only that it was told. */
  topic: string | null;
  /** How often it was tried. */
  attempts: number;
  /** When the last thing happened; `null` when it was only planned. */
  at: Instant | null;
  /** Not to be tried before. */
  notBefore: Instant | null;
  /** What the channel said last; codes only. */
  detail: string | null;
}

/**
 * What it comes to.
 * `sent`: the subscriber has it. `in-doubt`: perhaps. `next`: the next send has it, now. `later`: the digest has it that is
 * due next. `queued`: it waits for room. `open`: it is in a digest that waits to be tried again. `refused`: its digest was
 * refused for good; it comes with another paper. `held`: something about the subscription keeps every mail back. `never`: the
 * subscriber does not get it.
 */
export type WhyKind = 'sent' | 'in-doubt' | 'next' | 'later' | 'queued' | 'open' | 'refused' | 'held' | 'never';

/** When the next digest of the subscription may be planned. */
export interface Due {
  now: boolean;
  /** `null` while it is paused. */
  day: Day | null;
  /** In the time zone. */
  hour: number;
  timeZone: string;
}

/** Why a subscriber got a paper, or did not. */
export interface WhyReport {
  subscription: string;
  paper: Pick<PaperRecord, 'id' | 'title' | 'arxivId' | 'abstract'>;
  /** One sentence for a person, and its kind. */
  verdict: { kind: WhyKind; reason: string };
  matches: boolean;
  /** In the order of the subscription. */
  topics: TopicExplanation[];
  /** Digests with the paper, oldest first. */
  told: Telling[];
  due: Due;
  /** Its place among the papers that could be told; `null` when it could not. */
  queue: Pick<Standing, 'place' | 'of' | 'takes'> | null;
  /** What besides topics keeps the paper from the subscriber, in words. */
  obstacles: string[];
}

/** Everything that is known of how a paper stands with a subscription. */
export interface Situation {
  subscription: Subscription;
  paper: PaperRecord;
  planner: Planner;
  /** No run has seen the subscription. */
  unseen: boolean;
  task: Task;
  /** The digest with the paper to which the next send would come, `null` when there is none. */
  prospect: DigestReport | null;
  /** The next send would come to another digest first, which does not go out. */
  behind: DigestReport | null;
  fate: Fate;
  /** Its digest was refused for good and would be made again now. */
  refused: string | null;
  /** Suppressed addresses could not be recognised, so sending is refused altogether. */
  keysMissing: boolean;
  /** Why nothing is mailed to the subscription at all. */
  hindered: string | null;
  /** Deliveries with the paper, oldest first, by any channel. */
  deliveries: Delivery[];
  topics: TopicExplanation[];
}

/**
 * Explains every topic of a subscription for one paper of the archive, what became of the paper, and what will. It asks the
 * planner of the run, so the two cannot disagree: `next` is what `paperboy send --dry-run` at the same instant would send.
 * Reads only.
 * @param asking as for sending. Its planner must be of its own: what would be given up is given up there.
 */
export function why(subscription: Subscription, paper: PaperRecord, now: Instant, asking: Asking): WhyReport {
  const situation = situationOf(subscription, paper, now, asking);
  const { topics, task, fate, deliveries } = situation;
  const { id, title, arxivId, abstract } = paper;
  const queue =
    fate.kind === 'taken' || fate.kind === 'waits' ? { place: fate.place, of: fate.of, takes: fate.takes } : null;
  const { sendHour: hour = 0, timeZone = 'UTC' } = subscription;
  return {
    subscription: subscription.id,
    paper: { id, title, arxivId, abstract },
    verdict: verdictOf(situation),
    matches: topics.some((topic) => topic.matches),
    topics,
    told: deliveries.map((delivery) => tellingOf(delivery, paper.id)),
    due: { now: task.day !== null, day: task.day ?? task.next, hour, timeZone },
    queue,
    obstacles: obstaclesOf(situation),
  };
}

function situationOf(subscription: Subscription, paper: PaperRecord, now: Instant, asking: Asking): Situation {
  const [selection] = selectionsOf([subscription], asking.planner) as [Reader];
  const { archive, cursors, ledger } = asking.planner;
  const unseen = cursors[subscription.id] === undefined;
  // As the next run does it, when it brings nothing new.
  const placed = placeCursors(cursors, [selection], archive, archive.editions.length + 1, [], now);
  const planner: Planner = { ...asking.planner, cursors: placed };
  const ours = (delivery: Delivery) =>
    delivery.planned.subscription === subscription.id && delivery.planned.items.some((item) => item.paper === paper.id);
  const deliveries = ledger.deliveries.filter(ours).map((delivery) => ({ ...delivery }));
  const task = taskOf(selection, planner, now, []);
  const all = prospects([task], { ...asking, planner }, now, []);
  const own = all.filter(({ papers }) => papers.includes(paper.id)).map(({ report }) => report);
  const { refused } = plan(selection, planner);
  return {
    subscription,
    paper,
    planner,
    unseen,
    task,
    prospect: own.find(({ status }) => status === 'preview') ?? own[0] ?? null,
    behind: all.map(({ report }: Prospect) => report).find(({ status }) => waits(status)) ?? null,
    fate: fateIn({ refused }, paper.id, selection, planner),
    refused: refused.find(({ items }) => items.some((item) => item.paper.id === paper.id))?.id ?? null,
    keysMissing: ledger.suppressions.unknownKeys(asking.keys).length > 0,
    hindered: hindrance(
      subscription,
      asking.effects.addressOf(subscription),
      asking,
      asking.ways.of(task.channel).channel,
    ),
    deliveries,
    topics: explained(subscription, paper, planner),
  };
}

const waits = (status: DigestReport['status']): boolean => status === 'deferred' || status === 'in-doubt';

function explained(subscription: Subscription, paper: PaperRecord, { archive }: Planner): TopicExplanation[] {
  const { subjects, context } = libraryOf(archive);
  const subject = subjects[archive.papers.findIndex(({ id }) => id === paper.id)]!;
  const scope = { topics: subscription.topics, queries: subscription.queries ?? [] };
  return subscription.topics.map((topic) => explainTopic(topic, scope, subject, context));
}

function tellingOf({ planned, state, attempts, at, notBefore, detail }: Delivery, paper: string): Telling {
  const { digest, day, channel, items } = planned;
  const topic = items.find((item) => item.paper === paper)!.topic || null;
  const shown = state === 'attempt' ? 'in-doubt' : state;
  return { digest, day, channel, state: shown, topic, attempts, at, notBefore, detail };
}
