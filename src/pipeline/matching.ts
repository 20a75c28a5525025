import { learn, type MatchContext, MatchIndex, type PaperAnalysis, type Profile } from '../match/index.ts';
import type { Archive, ChangeKind, Match, Subject, Subscription } from '../model/index.ts';
import type { MatchLookup, Reader } from '../render/library.ts';

/** The papers of an archive as matching sees them, and what the archive teaches. */
export interface Library {
  subjects: readonly Subject[];
  analyses: readonly PaperAnalysis[];
  context: MatchContext;
}

/**
 * Prepares an archive for matching. `now` is the end of the newest edition's day, not the clock: periods such as `date:P7D` and the
 * freshness of papers then mean the same in a re-run, which writes the same bytes. The change of a paper is the latest one
 * that an edition has of it.
 */
export function libraryOf({ papers, editions }: Pick<Archive, 'papers' | 'editions'>): Library {
  const changes = new Map<string, ChangeKind>();
  let newest = '';
  for (const edition of editions) {
    if (edition.date > newest) newest = edition.date;
    for (const { paper, kind } of edition.changes) changes.set(paper, kind);
  }
  const subjects = papers.map((paper): Subject => ({ ...paper, change: changes.get(paper.id) ?? null }));
  const { analyses, ...context } = learn(subjects, newest === '' ? null : `${newest}T23:59:59Z`);
  return { subjects, analyses, context };
}

/** The matches of every profile with the papers of an archive, by the paper's position. */
export function matchArchive(
  profiles: readonly Profile[],
  archive: Pick<Archive, 'papers' | 'editions'>,
): Map<string, Map<number, Match[]>> {
  const { subjects, analyses, context } = libraryOf(archive);
  const index = new MatchIndex(context);
  index.sync(profiles);
  return index.match(subjects, analyses);
}

/** Unlike the id of every subscription: those have no colon. */
const queriesOf = (id: string): string => `queries:${id}`;

/**
 * Which papers of the archive each subscription matches, and why; of the public ones also what their named queries find, for
 * these have feeds of their own. All profiles at once.
 */
export function select(subscriptions: readonly Subscription[], archive: Archive): Reader[] {
  const found = matchArchive([...subscriptions, ...subscriptions.flatMap(queryProfile)], archive);
  const byId = (profile: string): MatchLookup =>
    new Map([...(found.get(profile) ?? [])].map(([index, list]) => [archive.papers[index]!.id, list]));
  return subscriptions.map((subscription) => ({
    subscription,
    matches: byId(subscription.id),
    ...(found.has(queriesOf(subscription.id)) ? { queries: byId(queriesOf(subscription.id)) } : {}),
  }));
}

/** The named queries of a public subscription as topics. Where one refers to a topic, the topics are there as well. */
function queryProfile({ id, public: open, queries = [], topics }: Subscription): Profile[] {
  if (!open || queries.length === 0) return [];
  const own = queries.map(({ name, query }) => ({ name, any: [], all: [], none: [], query }));
  const refers = queries.some(({ query }) => /topic:/i.test(query));
  return [{ id: queriesOf(id), topics: refers ? [...own, ...topics] : own, queries }];
}
