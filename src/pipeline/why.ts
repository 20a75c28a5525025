import { replay } from '../deliver/ledger.ts';
import { explainTopic, type TopicExplanation } from '../match/index.ts';
import type { Archive, ChangeKind, Day, PaperRecord, Subscription } from '../model/index.ts';
import type { Cursor } from '../store/store.ts';
import { libraryOf } from './matching.ts';

/** One digest that had a paper. */
export interface Telling {
  digest: string;
  day: Day;
  channel: string;
  /** What became of it: planned, attempt, sent, deferred, failed or in-doubt. */
  state: string;
  topic: string;
}

/** Why a subscriber got a paper, or did not. */
export interface WhyReport {
  subscription: string;
  paper: Pick<PaperRecord, 'id' | 'title' | 'arxivId' | 'abstract'>;
  matches: boolean;
  /** In the order of the subscription. */
  topics: TopicExplanation[];
  /** Digests with the paper, oldest first. */
  told: Telling[];
  /** What besides topics keeps the paper from the subscriber, in words. */
  obstacles: string[];
}

/** Explains every topic of a subscription for one paper of the archive, and what became of the paper. Reads only. */
export function why(
  {
    archive,
    cursors,
    ledger,
  }: { archive: Archive; cursors: Record<string, Cursor>; ledger: { path: string; text: string } },
  subscription: Subscription,
  paper: PaperRecord,
): WhyReport {
  const { subjects, context } = libraryOf(archive);
  const subject = subjects[archive.papers.indexOf(paper)]!;
  const scope = { topics: subscription.topics, queries: subscription.queries ?? [] };
  const topics = subscription.topics.map((topic) => explainTopic(topic, scope, subject, context));
  const told = replay(ledger.text, ledger.path)
    .deliveries.filter(({ planned }) => planned.subscription === subscription.id)
    .flatMap(({ planned, state }) =>
      planned.items
        .filter((item) => item.paper === paper.id)
        .map(
          ({ topic }): Telling => ({
            digest: planned.digest,
            day: planned.day,
            channel: planned.channel,
            state,
            topic,
          }),
        ),
    );
  const { id, title, arxivId, abstract } = paper;
  const matches = topics.some((topic) => topic.matches);
  const obstacles = told.some(({ state }) => state === 'sent')
    ? []
    : obstaclesOf(archive, cursors[subscription.id], subscription, paper);
  return { subscription: subscription.id, paper: { id, title, arxivId, abstract }, matches, topics, told, obstacles };
}

function obstaclesOf(
  archive: Archive,
  cursor: Cursor | undefined,
  subscription: Subscription,
  paper: PaperRecord,
): string[] {
  if (cursor === undefined) return ['no run has seen this subscription yet'];
  const obstacles: string[] = [];
  const wanted = new Set<ChangeKind>(subscription.changes);
  const changes = archive.editions.flatMap((edition) =>
    edition.changes.filter((change) => change.paper === paper.id).map((change) => ({ edition, kind: change.kind })),
  );
  const fitting = changes.filter(({ kind }) => wanted.has(kind));
  if (fitting.length === 0) {
    const kinds = [...new Set(changes.map(({ kind }) => kind))].join(', ');
    obstacles.push(`its changes are ${kinds}, and the subscription asks for ${subscription.changes.join(', ')}`);
    return obstacles;
  }
  const open = fitting.filter(({ edition }) => !edition.history && edition.sequence >= cursor.since);
  if (open.length === 0 && !cursor.granted.includes(paper.id)) {
    obstacles.push('it came before the subscription began; `backfill` brings earlier papers');
  }
  const newest = archive.editions.reduce((latest, { date }) => (date > latest ? date : latest), '');
  const latest = open.reduce((day, { edition }) => (edition.arrived > day ? edition.arrived : day), '');
  const age = (Date.parse(newest) - Date.parse(latest)) / 86_400_000;
  if (open.length > 0 && age > subscription.maxAgeDays) {
    obstacles.push(`it waited for ${age} days, and max-age-days is ${subscription.maxAgeDays}`);
  }
  return obstacles;
}
