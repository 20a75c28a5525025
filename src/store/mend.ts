import { groupBy } from '../model/group.ts';
import type { Archive, Edition, PaperRecord } from '../model/index.ts';

/** What the ledger says was mailed. */
export interface Told {
  /** The papers, with the highest revision of each and an edition that told of it. */
  papers: ReadonlyMap<string, { revision: number; edition: string }>;
  editions: ReadonlySet<string>;
}

/** Says that something of a file was lost or made anew. */
type Lost = (path: string, message: string) => void;

/**
 * Makes the parts of a damaged archive fit together again. What is made anew is history: nobody is ever mailed about it.
 * A paper that is lost stays known by what editions and the ledger say of it, so that it is recognised when a dump
 * brings it again, and is not new.
 * @param known what else tells of it: the ledger, and the highest place in the stream of editions that somebody refers to.
 */
export function mend(archive: Archive, { told, last }: { told: Told; last: number }, lost: Lost): Archive {
  const clock = clockOf(archive.papers, archive.clock);
  const papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
  for (const [id, stub] of stubs(archive, told)) {
    if (papers.has(id)) continue;
    const day = stub.edition.slice(0, 10);
    const instant = new Date(Date.parse(`${day}T00:00:00Z`) + (clock[day] ?? 0) * 1000)
      .toISOString()
      .replace('.000Z', 'Z');
    clock[day] = (clock[day] ?? 0) + 1;
    papers.set(id, { ...stub, instant, updated: instant });
    lost(`papers/${day.slice(0, 4)}/${day}.jsonl`, `${id} is lost; it stays known as ${JSON.stringify(stub.title)}`);
  }
  for (const [id, { revision }] of told.papers) {
    const paper = papers.get(id)!;
    if (paper.revision < revision) papers.set(id, { ...paper, revision });
  }
  const known = new Set(archive.editions.map(({ id }) => id));
  const orphans = groupBy(
    [...papers.values()].filter(({ edition }) => !known.has(edition)),
    ({ edition }) => edition,
  );
  const editions: Edition[] = [];
  const taken = new Set<number>();
  for (const edition of archive.editions) {
    // Two editions in one place: the second is given another below, so that none hides the other.
    if (taken.has(edition.sequence)) orphans.set(edition.id, []);
    else editions.push(edition);
    taken.add(edition.sequence);
  }
  for (const id of told.editions) if (!known.has(id) && !orphans.has(id)) orphans.set(id, []);
  for (const [id, of] of [...orphans].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let sequence = 1;
    while (taken.has(sequence)) sequence++;
    taken.add(sequence);
    lost(`editions/${id.slice(0, 7)}.jsonl`, `the edition ${id} is made anew from its ${of.length} papers, as history`);
    editions.push(historyOf(id, sequence, of));
  }
  fillGaps(editions, last, lost);
  const all = new Set(editions.map(({ id }) => id));
  const dumps = archive.dumps.map((dump) =>
    dump.edition === null || all.has(dump.edition) ? dump : { ...dump, edition: null },
  );
  return {
    ...archive,
    papers: [...papers.values()],
    editions: editions.sort((a, b) => a.sequence - b.sequence),
    dumps,
    clock,
  };
}

/** What is known of papers from editions and the ledger alone: the newest title, the id, how often it changed. */
function stubs({ editions }: Archive, told: Told): Map<string, PaperRecord> {
  const found = new Map<string, PaperRecord>();
  for (const { id: edition, date, dump, changes } of editions) {
    for (const { paper: id, title, arxivId, revision } of changes) {
      const first = found.get(id);
      const stub = stubOf({
        id,
        title,
        arxivId,
        edition: first?.edition ?? edition,
        day: first?.firstSeen ?? date,
        dump,
      });
      found.set(id, { ...stub, revision });
    }
  }
  for (const [id, { edition }] of told.papers) {
    if (found.has(id)) continue;
    // The name of an id is the arXiv id where there was one.
    const arxivId = /paper\/(\d{4}\.\d{4,5})$/.exec(id)?.[1] ?? null;
    const title = `A paper whose record was lost (${id.replace(/^.*\//, '')})`;
    found.set(id, stubOf({ id, title, arxivId, edition, day: edition.slice(0, 10), dump: '' }));
  }
  return found;
}

const stubOf = (facts: {
  id: string;
  title: string;
  arxivId: string | null;
  edition: string;
  day: string;
  dump: string;
}): PaperRecord => ({
  id: facts.id,
  title: facts.title,
  abstract: null,
  aiSummary: null,
  arxivId: facts.arxivId,
  authors: [],
  authorCount: null,
  organization: null,
  published: null,
  publishedBasis: null,
  publishedText: null,
  comments: null,
  upvotes: null,
  links: [],
  revision: 1,
  edition: facts.edition,
  firstSeen: facts.day,
  lastSeen: facts.day,
  instant: '',
  updated: '',
  // It states nothing, so that whatever a dump states next is current.
  sightings: [{ dump: facts.dump.slice(0, 12), date: facts.day, size: 0, states: 0, comments: null, upvotes: null }],
  variants: {},
});

const historyOf = (id: string, sequence: number, papers: readonly PaperRecord[]): Edition => ({
  id,
  date: id.slice(0, 10),
  sequence,
  dump: '',
  history: true,
  arrived: id.slice(0, 10),
  counts: { new: papers.length, revised: 0, enriched: 0, relisted: 0, seen: 0 },
  changes: papers.map(({ id: paper, title, arxivId }) => ({
    kind: 'new',
    paper,
    revision: 1,
    title,
    arxivId,
    fields: [],
    reason: null,
  })),
});

/**
 * Editions that left no trace but their place: empty ones stand there, for the places are counted, and a new edition in an
 * old place would not reach subscribers who are further on.
 */
function fillGaps(editions: Edition[], last: number, lost: Lost): void {
  const places = new Map(editions.map((edition) => [edition.sequence, edition]));
  const ids = new Set(editions.map(({ id }) => id));
  const end = Math.max(last, ...places.keys());
  const first = editions.reduce((oldest, { date }) => (oldest === '' || date < oldest ? date : oldest), '');
  let date = first === '' ? '1970-01-01' : first;
  for (let sequence = 1; sequence <= end; sequence++) {
    const known = places.get(sequence);
    date = known?.date ?? date;
    if (known !== undefined) continue;
    let n = 1;
    while (ids.has(`${date}.${n}`)) n++;
    const id = `${date}.${n}`;
    ids.add(id);
    lost(
      `editions/${date.slice(0, 7)}.jsonl`,
      `nothing is left of the edition in place ${sequence}; ${id} stands there, empty`,
    );
    editions.push(historyOf(id, sequence, []));
  }
}

/** The seconds of each day that items have, or that were handed out: the next ones follow them. */
function clockOf(papers: readonly PaperRecord[], saved: Readonly<Record<string, number>>): Record<string, number> {
  const clock: Record<string, number> = { ...saved };
  for (const { instant, updated } of papers) {
    for (const each of [instant, updated]) {
      const day = each.slice(0, 10);
      clock[day] = Math.max(clock[day] ?? 0, ((Date.parse(each) / 1000) % 86_400) + 1);
    }
  }
  return clock;
}
