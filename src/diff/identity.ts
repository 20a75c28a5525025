import type { PaperKeys, PaperRecord } from '../model/index.ts';
import { isGeneric, similarity, type TextTraits, textFingerprint, titleFingerprint, traitsOf } from './fingerprint.ts';
import { abstractKey, digest, formerTitles, recordKeys } from './keys.ts';

/** What identity needs of a paper. */
export interface Identifiable {
  title: string;
  abstract: string | null;
  arxivId: string | null;
}

/** What a paper is found by, besides its arXiv id. */
interface Keys {
  /** The title fingerprint. */
  title: string;
  abstract: string | null;
}

/** Two abstracts under one title are taken for one text from this similarity on. */
const alike = 0.5;

/**
 * How many papers of one title, or of one abstract, are looked at, newest first. Without a bound a thousand papers called
 * `Introduction` would cost a million comparisons. What it costs: a paper whose abstract was reworded (an unchanged one
 * is found by its key), under a title that fifty newer papers have as well, is taken for a new one.
 */
const mostComparisons = 50;

/** Why a record may be the same work, strongest first. */
export const evidence = [
  'arxiv-id',
  'title-and-abstract',
  'title-without-abstract',
  'former-title-and-abstract',
  'former-title-without-abstract',
  'title',
  'former-title',
  'abstract',
  'former-abstract',
] as const;

export type Evidence = (typeof evidence)[number];

/** A record that may be the same work. */
export interface Candidate {
  record: PaperRecord;
  evidence: Evidence;
}

/**
 * Finds papers of the archive again (DESIGN.md, decision 3). Three hash tables: by arXiv id, by title fingerprint, by
 * abstract, former titles and abstracts included. A look-up costs one probe each, whatever the size of the archive. The
 * answers follow from the records alone, so that an index built anew gives the same ones.
 */
export class IdentityIndex {
  private readonly byArxivId = new Map<string, string>();
  private readonly byTitle = new Map<string, string[]>();
  private readonly byAbstract = new Map<string, string[]>();
  private readonly records: ReadonlyMap<string, PaperRecord>;
  private readonly traits = new WeakMap<Identifiable, TextTraits | null>();
  private readonly keys = new WeakMap<Identifiable, Keys>();

  /** @param records the archive by permanent id; the index reads it at look-up, so it must stay current. */
  constructor(records: ReadonlyMap<string, PaperRecord>) {
    this.records = records;
    const inOrder = [...records.values()].sort((a, b) => compare(a.instant, b.instant));
    for (const record of inOrder) this.add(record);
  }

  /** Makes a new or changed record findable; it must stand in the archive already. */
  add(record: PaperRecord): void {
    if (record.arxivId !== null) this.byArxivId.set(record.arxivId, record.id);
    // Former titles and abstracts too: an older one still finds it, in this run and in the next.
    const { titles, abstracts } = recordKeys(record);
    for (const title of titles) this.insert(this.byTitle, title, record);
    for (const abstract of abstracts) this.insert(this.byAbstract, abstract, record);
  }

  /**
   * The records that may be the same work, the best first. The same arXiv id always decides, different ones never merge;
   * then the title, where a generic one also needs a similar abstract; then the abstract, which tells a retitled paper.
   */
  candidates(paper: Identifiable): Candidate[] {
    const byId = paper.arxivId === null ? undefined : this.byArxivId.get(paper.arxivId);
    if (byId !== undefined) return [{ record: this.records.get(byId)!, evidence: 'arxiv-id' }];
    const { title, abstract: key } = this.keysOf(paper);
    const sameAbstract = key === null ? [] : this.newest(this.byAbstract, key, paper);
    const found = new Map<string, Candidate>();
    const offer = (record: PaperRecord, why: Evidence): void => {
      if (!found.has(record.id)) found.set(record.id, { record, evidence: why });
    };
    for (const record of sameAbstract) {
      const keys = this.keysOf(record);
      if (keys.title === title) offer(record, 'title-and-abstract');
      else if (formerTitles(record).some((former) => titleFingerprint(former) === title)) {
        offer(record, 'former-title-and-abstract');
      } else offer(record, keys.abstract === key ? 'abstract' : 'former-abstract');
    }
    for (const record of this.newest(this.byTitle, title, paper)) {
      const why = this.evidenceOf(paper, record, this.keysOf(record).title === title);
      if (why !== null) offer(record, why);
    }
    return [...found.values()].sort((a, b) => strength(a) - strength(b));
  }

  /** Whether a record with this arXiv id is known here. */
  hasArxivId(arxivId: string): boolean {
    return this.byArxivId.has(arxivId);
  }

  /** The record with this title fingerprint, when there is exactly one. */
  byFingerprint(fingerprint: string): PaperRecord | null {
    const ids = this.byTitle.get(fingerprint) ?? [];
    return ids.length === 1 ? this.records.get(ids[0]!)! : null;
  }

  /** Whether two abstracts are those of different papers. An absent one is no evidence: a daily page lists titles only. */
  differ(a: Identifiable, b: Identifiable): boolean {
    const [left, right] = [this.traitsOf(a), this.traitsOf(b)];
    return left !== null && right !== null && similarity(left, right) < alike;
  }

  private evidenceOf(paper: Identifiable, record: PaperRecord, current: boolean): Evidence | null {
    if (paper.abstract === null || record.abstract === null) {
      return current ? 'title-without-abstract' : 'former-title-without-abstract';
    }
    if (!this.differ(paper, record)) return current ? 'title-and-abstract' : 'former-title-and-abstract';
    if (isGeneric(paper.title)) return null;
    return current ? 'title' : 'former-title';
  }

  /** The newest records under a key that may be the paper's: different arXiv ids never merge. */
  private newest(table: ReadonlyMap<string, string[]>, key: string, paper: Identifiable): PaperRecord[] {
    return (table.get(key) ?? [])
      .slice(-mostComparisons)
      .reverse()
      .map((id) => this.records.get(id)!)
      .filter((record) => paper.arxivId === null || record.arxivId === null || record.arxivId === paper.arxivId);
  }

  /** The keys of a paper, worked out once: a list is matched several times over. */
  keysOf(paper: Identifiable): Keys {
    let keys = this.keys.get(paper);
    if (keys === undefined) {
      keys = { title: titleFingerprint(paper.title), abstract: abstractKey(paper.abstract) };
      this.keys.set(paper, keys);
    }
    return keys;
  }

  private traitsOf(paper: Identifiable): TextTraits | null {
    let traits = this.traits.get(paper);
    if (traits === undefined) {
      traits = paper.abstract === null ? null : traitsOf(paper.abstract);
      this.traits.set(paper, traits);
    }
    return traits;
  }

  /** Keeps each list in the order of the instants, which never change, whatever the order of insertion. */
  private insert(table: Map<string, string[]>, key: string, { id, instant }: PaperRecord): void {
    const ids = table.get(key);
    if (ids === undefined) {
      table.set(key, [id]);
      return;
    }
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.records.get(ids[middle]!)!.instant < instant) low = middle + 1;
      else high = middle;
    }
    if (ids[low] !== id) ids.splice(low, 0, id);
  }
}

const strength = ({ evidence: why }: Candidate): number => evidence.indexOf(why);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a paper of a dump is looked up by in the archive. */
export function paperKeys(paper: Identifiable): Required<PaperKeys> {
  const abstract = abstractKey(paper.abstract);
  return {
    ids: [],
    arxivIds: paper.arxivId === null ? [] : [paper.arxivId],
    titles: [titleFingerprint(paper.title)],
    abstracts: abstract === null ? [] : [abstract],
  };
}

/** A short key of a title, equal for the same title in different dumps. */
export const titleKey = (title: string): string => digest(titleFingerprint(title)).slice(0, 16);

/** The permanent id that a paper gets when nobody has it yet. */
export const plainId = (paper: Identifiable): string =>
  `tag:paperboy.invalid,2026:paper/${paper.arxivId ?? titleKey(paper.title)}`;

/**
 * The permanent id of a paper at first sight, a `tag:` URI (RFC 4151). From the arXiv id where there is one, else from
 * the title. `.invalid` (RFC 2606) is nobody's domain, so that the id depends on no setting that might change.
 */
export function mintId(paper: Identifiable, taken: (id: string) => boolean): string {
  const id = plainId(paper);
  if (!taken(id)) return id;
  // Two works under one generic title: the abstract tells them apart, and a number as the last resort.
  const second = `${id}-${digest(textFingerprint(paper.abstract ?? '')).slice(0, 8)}`;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? second : `${second}-${n}`;
    if (!taken(numbered)) return numbered;
  }
}
