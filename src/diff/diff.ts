import type {
  Archive,
  Change,
  ChangeCounts,
  ChangeKind,
  DatedField,
  Day,
  DumpRecord,
  Edition,
  Paper,
  PaperRecord,
} from '../model/index.ts';
import { foldMirrors } from './fingerprint.ts';
import { IdentityIndex, mintId } from './identity.ts';
import { Instants } from './instants.ts';
import { DumpMatcher } from './match.ts';
import { mergePaper, sortLinks } from './merge.ts';

/** A dump about to be taken in. */
export interface IncomingDump extends Pick<DumpRecord, 'sha256' | 'date' | 'dateBasis' | 'source'> {
  papers: readonly Paper[];
}

/** What taking in one dump did. */
export interface DumpEffect {
  dump: DumpRecord;
  /** `null` when the dump added and changed nothing. */
  edition: Edition | null;
  counts: ChangeCounts;
  /** One for each paper of the dump, in its order, `seen` included. */
  changes: Change[];
}

/** The archive in memory, ready to take dumps in. Values go in and come out; nothing here touches a file. */
export class ArchiveView {
  readonly papers: Map<string, PaperRecord>;
  readonly dumps: DumpRecord[];
  readonly editions: Edition[];
  private readonly index: IdentityIndex;
  private readonly instants: Instants;
  private readonly taken: Set<string>;

  constructor(archive: Archive) {
    this.papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
    this.dumps = [...archive.dumps];
    this.editions = [...archive.editions];
    this.index = new IdentityIndex(this.papers);
    this.instants = new Instants(archive.papers.flatMap((paper) => [paper.instant, paper.updated]));
    this.taken = new Set(archive.dumps.map((dump) => dump.sha256));
  }

  /** Whether a dump of these bytes was taken in before. */
  has(sha256: string): boolean {
    return this.taken.has(sha256);
  }

  /** The publication day of the paper with this title fingerprint, when its year is printed somewhere; else `null`. */
  publishedByTitle(fingerprint: string): Day | null {
    const record = this.index.byFingerprint(fingerprint);
    return record === null || record.publishedBasis === 'assumed' ? null : record.published;
  }

  /** The whole archive as a value. */
  toArchive(): Archive {
    return { papers: [...this.papers.values()], dumps: this.dumps, editions: this.editions };
  }

  /** Takes one dump in. The caller gives dumps in order of their dates and leaves out those of `has`. */
  take(dump: IncomingDump): DumpEffect {
    const number = this.editions.filter((edition) => edition.date === dump.date).length + 1;
    const editionId = `${dump.date}.${number}`;
    const counts: ChangeCounts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };
    // Instants descend in the order of the list, so that a feed shows it as the page did: the last paper gets its first.
    const papers = [...dump.papers].reverse();
    const work: Work = { dump, edition: editionId, matcher: new DumpMatcher(this.index, papers), met: new Set() };
    const changes = papers.map((paper) => this.takePaper(paper, work)).reverse();
    for (const change of changes) counts[change.kind]++;
    const moved = changes.some((change) => change.kind !== 'seen');
    const edition: Edition | null = moved
      ? {
          id: editionId,
          date: dump.date,
          sequence: this.editions.length + 1,
          dump: dump.sha256,
          history: false,
          arrived: dump.date,
          counts,
          changes: changes.filter((change) => change.kind !== 'seen'),
        }
      : null;
    const { sha256, date, dateBasis, source } = dump;
    const record: DumpRecord = {
      sha256,
      date,
      dateBasis,
      source,
      papers: dump.papers.length,
      counts,
      edition: edition?.id ?? null,
    };
    this.dumps.push(record);
    this.taken.add(sha256);
    if (edition !== null) this.editions.push(edition);
    return { dump: record, edition, counts, changes };
  }

  private takePaper(paper: Paper, { dump, edition, matcher, met }: Work): Change {
    const id = matcher.find(paper);
    const known = id === null ? null : this.papers.get(id)!;
    const before = known ?? this.mint(paper, dump.date, edition);
    const repeated = met.has(before.id);
    const { record, revised, enriched } = mergePaper(before, paper, dump.date, repeated);
    let kind: ChangeKind = 'seen';
    if (known === null) kind = 'new';
    else if (revised.length > 0) kind = 'revised';
    else if (enriched.length > 0) kind = 'enriched';
    // Whatever a subscriber can be told of is a revision of its own, so that the ledger knows who was told.
    if (kind === 'revised' || kind === 'enriched') record.revision++;
    if (kind === 'revised') {
      const { instant, updated } = before;
      const day = updated.slice(0, 10);
      record.updated = this.instants.take(dump.date < day ? day : dump.date);
      if (updated !== instant) this.instants.free(updated);
    }
    if (!repeated) {
      record.firstSeen = dump.date < record.firstSeen ? dump.date : record.firstSeen;
      record.lastSeen = dump.date > record.lastSeen ? dump.date : record.lastSeen;
      const sighting = {
        dump: dump.sha256.slice(0, 12),
        date: dump.date,
        comments: paper.comments,
        upvotes: paper.upvotes,
      };
      record.sightings = [...record.sightings, sighting].sort(bySighting);
    }
    met.add(record.id);
    this.papers.set(record.id, record);
    this.index.add(record);
    if (known === null) matcher.claim(paper, record);
    const fields = known === null ? [] : [...revised, ...enriched];
    return { kind, paper: record.id, revision: record.revision, title: record.title, arxivId: record.arxivId, fields };
  }

  /** The record of a paper at first sight. */
  private mint(paper: Paper, date: Day, edition: string): PaperRecord {
    const { line: _, ...stated } = paper;
    const instant = this.instants.take(date);
    const asOf: Partial<Record<DatedField, Day>> = {};
    for (const field of datedFields) {
      const value = paper[field];
      if (value !== null && !(Array.isArray(value) && value.length === 0)) asOf[field] = date;
    }
    for (const { rel } of paper.links) asOf[rel] = date;
    return {
      ...stated,
      abstract: paper.abstract === null ? null : foldMirrors(paper.abstract),
      links: sortLinks(paper.links.map((link) => ({ ...link, url: foldMirrors(link.url) }))),
      id: mintId(paper, (id) => this.papers.has(id)),
      revision: 1,
      formerTitles: [],
      formerAbstracts: [],
      edition,
      firstSeen: date,
      lastSeen: date,
      instant,
      updated: instant,
      asOf,
      sightings: [],
    };
  }
}

/** What a dump's papers share while it is taken in. */
interface Work {
  dump: IncomingDump;
  edition: string;
  matcher: DumpMatcher;
  /** Ids of the records that this dump has brought or met. */
  met: Set<string>;
}

const datedFields = [
  'title',
  'abstract',
  'aiSummary',
  'arxivId',
  'authors',
  'authorCount',
  'organization',
  'published',
  'comments',
  'upvotes',
] as const satisfies readonly DatedField[];

const bySighting = (a: { date: Day; dump: string }, b: { date: Day; dump: string }): number =>
  a.date === b.date ? (a.dump < b.dump ? -1 : 1) : a.date < b.date ? -1 : 1;
