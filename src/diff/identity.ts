import { createHash } from 'node:crypto';
import type { PaperRecord } from '../model/index.ts';
import { isGeneric, similarity, textFingerprint, titleFingerprint } from './fingerprint.ts';

/** What identity needs of a paper. */
export interface Identifiable {
  title: string;
  abstract: string | null;
  arxivId: string | null;
}

/** Below this many characters two equal abstracts are no proof of one work: blurbs and placeholders repeat. */
const shortestProof = 200;

/** Two abstracts under one generic title are taken for one work from this similarity on. */
const alike = 0.5;

/**
 * Finds papers of the archive again (DESIGN.md, decision 3). Three hash tables: by arXiv id, by title fingerprint (former
 * titles included), by abstract. A look-up costs one probe each, whatever the size of the archive.
 */
export class IdentityIndex {
  private readonly byArxivId = new Map<string, string>();
  private readonly byTitle = new Map<string, string[]>();
  private readonly byAbstract = new Map<string, string[]>();
  private readonly records: ReadonlyMap<string, PaperRecord>;

  /** @param records the archive by permanent id; the index reads it at look-up, so it must stay current. */
  constructor(records: ReadonlyMap<string, PaperRecord>) {
    this.records = records;
    for (const record of records.values()) this.add(record);
  }

  /** Makes a new or changed record findable. Former keys stay: an older title still finds it. */
  add(record: PaperRecord): void {
    if (record.arxivId !== null) this.byArxivId.set(record.arxivId, record.id);
    for (const title of [record.title, ...record.formerTitles])
      insert(this.byTitle, titleFingerprint(title), record.id);
    const key = abstractKey(record.abstract);
    if (key !== null) insert(this.byAbstract, key, record.id);
  }

  /**
   * The record of the same work, or `null`. The same arXiv id always decides, different ones never merge; then the title,
   * where a generic one also needs a similar abstract; then the abstract, which tells a retitled paper.
   */
  find(paper: Identifiable): PaperRecord | null {
    const byId = paper.arxivId === null ? undefined : this.byArxivId.get(paper.arxivId);
    if (byId !== undefined) return this.records.get(byId)!;
    for (const record of this.candidates(this.byTitle, titleFingerprint(paper.title), paper)) {
      if (!isGeneric(paper.title) || haveSimilarAbstracts(paper, record)) return record;
    }
    const key = abstractKey(paper.abstract);
    return key === null ? null : (this.candidates(this.byAbstract, key, paper)[0] ?? null);
  }

  /** The record with this title fingerprint, when there is exactly one. */
  byFingerprint(fingerprint: string): PaperRecord | null {
    const ids = this.byTitle.get(fingerprint) ?? [];
    return ids.length === 1 ? this.records.get(ids[0]!)! : null;
  }

  private candidates(table: Map<string, string[]>, key: string, paper: Identifiable): PaperRecord[] {
    return (table.get(key) ?? [])
      .map((id) => this.records.get(id)!)
      .filter((record) => paper.arxivId === null || record.arxivId === null || record.arxivId === paper.arxivId);
  }
}

/** An absent abstract is no evidence against: a daily page lists titles only. */
function haveSimilarAbstracts(a: Identifiable, b: Identifiable): boolean {
  return a.abstract === null || b.abstract === null || similarity(a.abstract, b.abstract) >= alike;
}

function abstractKey(abstract: string | null): string | null {
  if (abstract === null || abstract.length < shortestProof) return null;
  return digest(textFingerprint(abstract));
}

function insert(table: Map<string, string[]>, key: string, id: string): void {
  const ids = table.get(key);
  if (ids === undefined) table.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

/**
 * The permanent id of a paper at first sight, a `tag:` URI (RFC 4151). From the arXiv id where there is one, else from
 * the title. `.invalid` (RFC 2606) is nobody's domain, so that the id depends on no setting that might change.
 */
export function mintId(paper: Identifiable, taken: (id: string) => boolean): string {
  const name = paper.arxivId ?? digest(titleFingerprint(paper.title)).slice(0, 16);
  const id = `tag:paperboy.invalid,2026:paper/${name}`;
  if (!taken(id)) return id;
  // Two works under one generic title: the abstract tells them apart, and a number as the last resort.
  const second = `${id}-${digest(textFingerprint(paper.abstract ?? '')).slice(0, 8)}`;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? second : `${second}-${n}`;
    if (!taken(numbered)) return numbered;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
