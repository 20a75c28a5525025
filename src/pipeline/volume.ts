import type { Volume } from '../inbox/letters/view.ts';
import { MatchIndex } from '../match/index.ts';
import type { Archive, Day } from '../model/index.ts';
import type { Preferences } from '../subscribers/types.ts';
import { libraryOf } from './matching.ts';

/** So many of the latest days with a list tell how much a profile brings. */
const mostDays = 30;

/**
 * Tells how many of the latest papers a profile would have brought, each counted once whatever number of its topics it
 * matches. What is read of the archive is read once, for all letters.
 */
export function volumeFrom(archive: Pick<Archive, 'papers' | 'editions'>): (preferences: Preferences) => Volume {
  const first = new Map<string, Day>();
  for (const { date, changes } of archive.editions) {
    for (const { paper } of changes) if (date < (first.get(paper) ?? '9999')) first.set(paper, date);
  }
  const days = [...new Set(first.values())].sort().slice(-mostDays);
  const since = days[0] ?? '';
  const papers = archive.papers.filter(({ id }) => (first.get(id) ?? '') >= since && first.has(id));
  const { subjects, analyses, context } = libraryOf({ papers, editions: archive.editions });
  return ({ topics }) => {
    const index = new MatchIndex(context);
    index.set({ id: 'volume', topics: [...topics], queries: [] });
    return { papers: index.match(subjects, analyses).get('volume')?.size ?? 0, days: days.length };
  };
}
