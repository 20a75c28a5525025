import type {
  ArchiveSource,
  ArchiveUpdate,
  Change,
  ChangeCounts,
  ChangeKind,
  Day,
  DumpRecord,
  Edition,
  Paper,
  PaperKeys,
  PaperRecord,
  UnsettledDump,
} from '../model/index.ts';
import { mintRecord } from './first-sight.ts';
import { IdentityIndex, paperKeys, plainId } from './identity.ts';
import type { DumpEffect, IncomingDump } from './incoming.ts';
import { Instants } from './instants.ts';
import { awaySince, type ListFacts, lookBackFrom, partialReason, repeatedDay } from './lists.ts';
import { mergeKeys, onlyOnce } from './look-up.ts';
import { DumpMatcher } from './match.ts';
import { mergePaper } from './merge.ts';
import { keepUnsettled, type Redating, redated, unsettledOf } from './redate.ts';
import { because, editionOf, isOf, isStub, type Work } from './work.ts';

export type { DumpEffect, IncomingDump } from './incoming.ts';

/**
 * The archive as dumps are taken into it: what is asked for is looked up, what changes is kept. Values go in and come
 * out; nothing here touches a file.
 */
export class ArchiveView {
  private readonly source: ArchiveSource;
  /** The records that were looked up or made, by permanent id. */
  private readonly papers = new Map<string, PaperRecord>();
  private readonly changed = new Set<string>();
  private readonly newDumps = new Map<string, DumpRecord>();
  private readonly newEditions: Edition[] = [];
  private readonly index = new IdentityIndex(this.papers);
  private readonly instants: Instants;
  private readonly lookUp: (keys: PaperKeys) => PaperRecord[];
  private pending: UnsettledDump[] | null = null;
  private minted = 0;
  private readonly spans = new Map<string, DumpRecord[]>();

  constructor(source: ArchiveSource) {
    this.source = source;
    this.lookUp = onlyOnce((keys) => source.find(keys));
    this.instants = new Instants((day) => source.clock(day));
  }

  /** Whether a dump of these bytes was taken in before. */
  has(sha256: string): boolean {
    return this.newDumps.has(sha256) || this.source.dump(sha256) !== null;
  }

  /** Whether nothing was ever taken in. */
  get empty(): boolean {
    return this.source.editions.total === 0 && this.newDumps.size === 0 && this.source.size === 0;
  }

  /** Papers in the archive. */
  get size(): number {
    return this.source.size + this.minted;
  }

  /** The publication day of the paper with this title fingerprint, when its year is printed somewhere; else `null`. */
  publishedByTitle(fingerprint: string): Day | null {
    this.load({ titles: [fingerprint] });
    const record = this.index.byFingerprint(fingerprint);
    return record === null || record.publishedBasis === 'assumed' ? null : record.published;
  }

  /** The dumps whose year may still be corrected. */
  unsettled(): readonly UnsettledDump[] {
    return this.pending ?? this.source.unsettled();
  }

  dump(sha256: string): DumpRecord | null {
    return this.newDumps.get(sha256) ?? this.source.dump(sha256);
  }

  /** What taking dumps in has changed. */
  update(): ArchiveUpdate {
    return {
      papers: [...this.changed].map((id) => this.papers.get(id)!),
      dumps: [...this.newDumps.values()],
      editions: this.newEditions,
      clock: Object.fromEntries(this.instants.moved),
      unsettled: this.pending,
    };
  }

  /** Corrects what is known of a dump that was taken in without a year. */
  redate({ sha256, date, dateBasis, listing, published }: Redating): void {
    const dump = this.dump(sha256);
    const open = this.unsettled().find((each) => each.sha256 === sha256);
    if (dump === null || open === undefined) return;
    this.newDumps.set(sha256, { ...dump, date, dateBasis, listing });
    this.spans.clear();
    this.load({ ids: open.papers.map(({ id }) => id) });
    for (const [index, { id }] of open.papers.entries()) {
      const known = this.papers.get(id);
      if (known !== undefined) this.put(redated(known, sha256.slice(0, 12), date, published[index] ?? null));
    }
  }

  /** Takes one dump in. The caller gives dumps in order of their dates and leaves out those of `has`. */
  take(dump: IncomingDump): DumpEffect {
    this.loadFor(dump.papers);
    const number = this.source.editions.on(dump.date) + this.newEditions.filter(isOf(dump.date)).length + 1;
    const editionId = `${dump.date}.${number}`;
    const list: ListFacts = { ...dump, papers: dump.papers.length };
    const others = dump.listing === 'daily' ? this.dumpsBetween(lookBackFrom(dump.date), dump.date) : [];
    const partial = partialReason(list, others);
    // Instants descend in the order of the list, so that a feed shows it as the page did: the last paper gets its first.
    const papers = [...dump.papers].reverse();
    const work: Work = {
      dump,
      edition: editionId,
      matcher: new DumpMatcher(this.index, papers),
      whole: dump.listing === 'daily' && partial === null,
      before: new Map(),
    };
    const changes = papers.map((paper) => this.takePaper(paper, work)).reverse();
    const repeats = dump.listing === 'daily' ? repeatedDay(dump.date, [...work.before.values()], others) : null;
    const counts: ChangeCounts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };
    for (const change of changes) counts[change.kind]++;
    const sequence = this.source.editions.total + this.newEditions.length + 1;
    const edition = editionOf(dump, { id: editionId, sequence, changes, counts });
    const { sha256, date, dateBasis, source, format, listing } = dump;
    const record: DumpRecord = {
      sha256,
      date,
      dateBasis,
      source,
      format,
      listing,
      papers: dump.papers.length,
      counts,
      edition: edition?.id ?? null,
    };
    this.newDumps.set(sha256, record);
    this.spans.clear();
    if (edition !== null) this.newEditions.push(edition);
    this.noteUnsettled(dump, changes);
    return { dump: record, edition, counts, changes, partial, repeats };
  }

  private takePaper(paper: Paper, work: Work): Change {
    const { dump, matcher, before: met } = work;
    const id = matcher.find(paper) ?? this.lostRecord(paper);
    const known = id === null ? null : this.papers.get(id)!;
    const before = known ?? this.mint(paper, work);
    if (!met.has(before.id)) met.set(before.id, known);
    const seen = { dump: dump.sha256.slice(0, 12), date: dump.date, size: dump.papers.length };
    const { record, revised, enriched } = mergePaper(before, paper, seen);
    const away = known !== null && work.whole ? awaySince(known, dump.date, this.dumpsBetween) : null;
    let kind: ChangeKind = 'seen';
    // A paper that this dump has just brought is not changed by its second printing.
    const isRepeated = met.get(before.id) === null && known !== null;
    if (known === null) kind = 'new';
    else if (isStub(known) || isRepeated) kind = 'seen';
    else if (revised.length > 0) kind = 'revised';
    else if (enriched.length > 0) kind = 'enriched';
    else if (away !== null) kind = 'relisted';
    // Whatever a subscriber can be told of is a revision of its own, so that the ledger knows who was told.
    if (kind !== 'new' && kind !== 'seen') record.revision++;
    if (kind === 'revised') {
      const day = before.updated.slice(0, 10);
      record.updated = this.instants.take(dump.date < day ? day : dump.date);
    }
    this.put(record);
    if (known === null) matcher.claim(paper, record);
    return {
      kind,
      paper: record.id,
      revision: record.revision,
      title: record.title,
      arxivId: record.arxivId,
      fields: kind === 'new' || kind === 'seen' ? [] : [...revised, ...enriched],
      reason: known === null ? null : kind === 'relisted' ? `away since ${away}` : because(matcher.reason(paper)),
    };
  }

  /** A record of which a repair saved no more than the id, which is made of the title. */
  private lostRecord(paper: Paper): string | null {
    // With an arXiv id it was found by that.
    if (paper.arxivId !== null) return null;
    const id = plainId(paper);
    this.load({ ids: [id] });
    const record = this.papers.get(id);
    return record !== undefined && isStub(record) ? id : null;
  }

  private mint(paper: Paper, { dump, edition }: Work): PaperRecord {
    this.minted++;
    const taken = (id: string): boolean => {
      // An id made of an arXiv id is that of the record with this arXiv id, which would have been found.
      if (paper.arxivId === null || id !== plainId(paper)) this.load({ ids: [id] });
      return this.papers.has(id);
    };
    return mintRecord(paper, { date: dump.date, edition, instant: this.instants.take(dump.date), taken });
  }

  private put(record: PaperRecord): void {
    this.papers.set(record.id, record);
    this.changed.add(record.id);
    this.index.add(record);
  }

  /** Looks up what papers may be: by their ids, which decide, and only those that this leaves open by all else. */
  private loadFor(papers: readonly Paper[]): void {
    this.load({ arxivIds: papers.flatMap(({ arxivId }) => arxivId ?? []) });
    const open = papers.filter(({ arxivId }) => arxivId === null || !this.index.hasArxivId(arxivId));
    this.load(mergeKeys(open.map(paperKeys)));
  }

  /** Looks records up that no look-up has brought yet. */
  private load(keys: PaperKeys): void {
    for (const record of this.lookUp(keys)) {
      if (this.papers.has(record.id)) continue;
      this.papers.set(record.id, record);
      this.index.add(record);
    }
  }

  /** The dumps of a span of days, both ends included. */
  readonly dumpsBetween = (from: Day, to: Day): DumpRecord[] => {
    // Asked for each paper of a list, mostly for the same days.
    const span = `${from} ${to}`;
    let found = this.spans.get(span);
    if (found === undefined) {
      found = this.findDumps(from, to);
      this.spans.set(span, found);
    }
    return found;
  };

  private findDumps(from: Day, to: Day): DumpRecord[] {
    const known = this.source.dumps(from, to).filter(({ sha256 }) => !this.newDumps.has(sha256));
    return [...known, ...[...this.newDumps.values()].filter(({ date }) => date >= from && date <= to)];
  }

  private noteUnsettled(dump: IncomingDump, changes: readonly Change[]): void {
    const open = unsettledOf(dump, changes, (id) => this.papers.get(id)!.title);
    if (open === null) return;
    this.pending = keepUnsettled([...this.unsettled(), open], (sha256) => this.dump(sha256));
  }
}
