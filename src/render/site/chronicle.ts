import { groupBy } from '../../model/group.ts';
import type { Change, Day, Edition, Match, PaperRecord } from '../../model/index.ts';
import { inOrder, type Library, type Shelf } from '../library.ts';

/** What one edition did to a paper. */
export interface Event {
  edition: Edition;
  change: Change;
}

/** Look-ups in a library. Making one costs a pass over the editions, not over the papers. */
export interface Chronicle {
  edition(id: string): Edition | undefined;
  /** Of one day, in order of arrival. */
  on(day: Day): readonly Edition[];
  change(edition: Edition, paper: string): Change | undefined;
  /** What became of a paper, oldest first. */
  events(paper: PaperRecord): Event[];
  /** The topic of that name that has a page. */
  topic(name: string): Shelf | undefined;
  /**
   * The matches of a paper by topic, in the order of the library's topics: by score they would change places as the archive
   * grows, and pages with them that nothing else changes.
   */
  topicsOf(paper: PaperRecord): [string, readonly Match[]][];
}

export function chronicleOf({ editions, topics, matches }: Library): Chronicle {
  const byId = new Map(editions.map((edition) => [edition.id, edition]));
  // A sighting names its dump, and an edition the dump that made it; the day of a dump may be corrected later, the bytes are the same.
  const byDump = new Map(editions.map((edition) => [edition.dump.slice(0, 12), edition]));
  const byDay = groupBy(editions, ({ date }) => date);
  const shelves = new Map([...topics].reverse().map((shelf) => [shelf.name, shelf]));
  const ranks = new Map([...shelves.keys()].reverse().map((name, rank) => [name, rank]));
  const changes = new WeakMap<Edition, Map<string, Change>>();
  const change = (edition: Edition, paper: string): Change | undefined => {
    let own = changes.get(edition);
    if (own === undefined) {
      own = new Map(edition.changes.map((one) => [one.paper, one]));
      changes.set(edition, own);
    }
    return own.get(paper);
  };
  return {
    edition: (id) => byId.get(id),
    on: (day) => byDay.get(day) ?? [],
    change,
    events(paper) {
      const own = new Set<Edition>();
      for (const edition of [byId.get(paper.edition), ...paper.sightings.map(({ dump }) => byDump.get(dump))]) {
        if (edition !== undefined) own.add(edition);
      }
      return inOrder([...own]).flatMap((edition) => {
        const found = change(edition, paper.id);
        return found === undefined ? [] : [{ edition, change: found }];
      });
    },
    topic: (name) => shelves.get(name),
    topicsOf: (paper) =>
      [...groupBy(matches.get(paper.id) ?? [], ({ topic }) => topic)].sort(
        ([a], [b]) => (ranks.get(a) ?? ranks.size) - (ranks.get(b) ?? ranks.size) || (a < b ? -1 : 1),
      ),
  };
}
