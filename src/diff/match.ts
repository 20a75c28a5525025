import type { Paper, PaperRecord } from '../model/index.ts';
import { type Candidate, type Evidence, evidence, type IdentityIndex } from './identity.ts';

/**
 * Finds the papers of one dump again, all together: the strongest evidence first, so that a record goes to the paper
 * that fits it best and not to the first of the list. A list shows a work once; therefore a record that has been given
 * to one paper goes to another one of the dump only if that is the same paper printed twice.
 */
export class DumpMatcher {
  private readonly index: IdentityIndex;
  private readonly titles: ReadonlySet<string>;
  /** Record id -> the first paper of this dump that got it. */
  private readonly claims = new Map<string, Paper>();
  /** arXiv id -> the record that a paper of this dump with this id got: the same id always decides. */
  private readonly ids = new Map<string, string>();
  private readonly matched = new Map<Paper, string>();
  private readonly reasons = new Map<Paper, Evidence>();

  /** @param papers in the order in which they are taken in. */
  constructor(index: IdentityIndex, papers: readonly Paper[]) {
    this.index = index;
    this.titles = new Set(papers.map((paper) => index.keysOf(paper).title));
    const offers = new Map(evidence.map((why) => [why, [] as { paper: Paper; candidate: Candidate }[]]));
    for (const paper of papers) {
      for (const candidate of index.candidates(paper)) offers.get(candidate.evidence)!.push({ paper, candidate });
    }
    for (const { paper, candidate } of [...offers.values()].flat()) {
      if (this.known(paper) === null && this.mayHave(paper, candidate)) this.accept(paper, candidate);
    }
  }

  /** Why {@link find} gave its answer; `null` for the paper of a record that this dump has made. */
  reason(paper: Paper): Evidence | null {
    return this.reasons.get(paper) ?? null;
  }

  /** The id of the record of the same work, or `null`; also one that an earlier paper of the dump has just made. */
  find(paper: Paper): string | null {
    const known = this.known(paper);
    if (known !== null) return known;
    const candidate = this.index.candidates(paper).find((each) => this.mayHave(paper, each));
    if (candidate === undefined) return null;
    this.accept(paper, candidate);
    return candidate.record.id;
  }

  private accept(paper: Paper, { record, evidence: why }: Candidate): void {
    this.reasons.set(paper, why);
    this.claim(paper, record);
  }

  /** Notes whose record it is. */
  claim(paper: Paper, record: PaperRecord): void {
    this.matched.set(paper, record.id);
    if (paper.arxivId !== null) this.ids.set(paper.arxivId, record.id);
    const first = this.claims.get(record.id);
    if (first === undefined) this.claims.set(record.id, paper);
    // What the repetition adds holds for the third printing as well.
    else if (first.arxivId === null || first.abstract === null) {
      const abstract = first.abstract ?? paper.abstract;
      this.claims.set(record.id, { ...first, arxivId: first.arxivId ?? paper.arxivId, abstract });
    }
  }

  private known(paper: Paper): string | null {
    const byId = paper.arxivId === null ? undefined : this.ids.get(paper.arxivId);
    return byId ?? this.matched.get(paper) ?? null;
  }

  private mayHave(paper: Paper, { record, evidence: why }: Candidate): boolean {
    if (why === 'arxiv-id') return true;
    const byAbstract = why === 'abstract' || why === 'former-abstract';
    const owner = this.claims.get(record.id);
    if (owner === undefined) {
      // Retitled is only what does not stand in the dump under its own title: parts of one work share an abstract.
      return !(byAbstract && this.titles.has(this.index.keysOf(record).title));
    }
    if (byAbstract || this.index.keysOf(owner).title !== this.index.keysOf(paper).title) return false;
    if (owner.arxivId !== null && paper.arxivId !== null && owner.arxivId !== paper.arxivId) return false;
    return !this.index.differ(paper, owner.abstract === null ? record : owner);
  }
}
