import type { Day, Edition } from '../model/index.ts';
import { byInstant, type Library, type Shelf } from './library.ts';
import type { Collection, CollectionItem, DatedRoundUp } from './output.ts';
import { editionDay } from './paper.ts';
import { longDay, oneLine } from './text.ts';

const none: CollectionItem['matches'] = [];

/** Everything in the archive; each paper also says which topics it belongs to. */
export function collectAll({ papers, matches, editions }: Library): Collection {
  return {
    kind: 'all',
    path: 'all',
    title: 'Paperboy: all papers',
    description: 'Every paper of the Hugging Face Daily Papers that Paperboy has seen, newest first.',
    items: papers.map((paper) => ({ paper, matches: matches.get(paper.id) ?? none })),
    date: editions.at(-1)?.date ?? null,
  };
}

/**
 * The papers of a topic, a saved query or a subscription. Neither address nor file path comes into it; whether it may
 * stand under `out/public/` is the caller's decision (`subscription.public`).
 */
export function collectShelf({ kind, name, slug, asks, items }: Shelf): Collection {
  const shown = oneLine(name);
  const date = newest(items.map(({ paper }) => editionDay(paper)));
  switch (kind) {
    case 'topic':
      return {
        kind,
        path: `topics/${slug}`,
        title: `Paperboy: ${shown}`,
        description: `Papers of the Hugging Face Daily Papers on ${shown}, newest first.`,
        items,
        date,
      };
    case 'query':
      return {
        kind,
        path: `queries/${slug}`,
        title: `Paperboy: ${shown}`,
        description: `Papers of the Hugging Face Daily Papers that the query ${oneLine(asks)} finds, newest first.`,
        items,
        date,
      };
    case 'subscriber':
      return {
        kind,
        path: `subscribers/${slug}`,
        title: `Paperboy for ${shown}`,
        description: `Papers of the Hugging Face Daily Papers chosen by the topics ${oneLine(asks)}.`,
        items,
        date,
      };
  }
}

export const editionPath = (id: string): string => `editions/${id}`;

/** The papers that one edition added or changed, as the archive knows them now. */
export function collectEdition(edition: Edition, { byId, matches }: Pick<Library, 'byId' | 'matches'>): Collection {
  const ids = new Set(edition.changes.map((change) => change.paper));
  const papers = [...ids].flatMap((id) => byId.get(id) ?? []);
  return {
    kind: 'edition',
    path: editionPath(edition.id),
    title: `Paperboy: edition of ${longDay(edition.date)}`,
    description: `What the dump of ${longDay(edition.date)} added to the archive or changed in it (edition ${edition.id}).`,
    items: papers.sort(byInstant).map((paper) => ({ paper, matches: matches.get(paper.id) ?? none })),
    date: edition.date,
  };
}

/** All round-ups of a kind, newest first. */
export function collectRoundUps(kind: 'weeks' | 'months', roundUps: readonly DatedRoundUp[]): Collection {
  const every = kind === 'weeks' ? 'week' : 'month';
  return {
    kind,
    path: kind,
    title: `Paperboy: the ${kind}`,
    description: `What each ${every} brought to the Hugging Face Daily Papers, for people who do not read every day.`,
    items: [],
    date: roundUps[0]?.editions.at(-1)?.date ?? null,
    roundUps,
  };
}

/** One round-up. */
export function collectRoundUp(roundUp: DatedRoundUp): Collection {
  return {
    kind: roundUp.period,
    path: `${roundUp.period}s/${roundUp.id}`,
    title: `Paperboy: ${roundUpName(roundUp)}`,
    description: `What the Hugging Face Daily Papers brought from ${longDay(roundUp.from)} to ${longDay(roundUp.to)}.`,
    items: [],
    date: roundUp.editions.at(-1)?.date ?? null,
    roundUps: [roundUp],
  };
}

/** `week 6 of 2026`, `February 2026`. */
export function roundUpName({ period, id, from }: Pick<DatedRoundUp, 'period' | 'id' | 'from'>): string {
  return period === 'week' ? `week ${Number(id.slice(6))} of ${id.slice(0, 4)}` : longDay(from).replace(/^\d+ /, '');
}

function newest(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((best, day) => (best === null || day > best ? day : best), null);
}
