import type { PaperAnalysis } from './analysis.ts';

/**
 * In how many papers each word form occurs. A plain value: the counts of parts of an archive are merged by `mergeCorpus`, in any
 * order, and survive JSON.
 */
export interface CorpusCounts {
  papers: number;
  /** By word form. */
  forms: Record<string, number>;
}

/** Counts the words of papers. Pure; papers that are counted in parts must not overlap. */
export function countCorpus(analyses: Iterable<PaperAnalysis>): CorpusCounts {
  const forms = new Map<string, number>();
  let papers = 0;
  for (const { title, abstract } of analyses) {
    papers++;
    for (const form of new Set([...title.forms, ...abstract.forms, ...title.pairs, ...abstract.pairs])) {
      if (form !== '') forms.set(form, (forms.get(form) ?? 0) + 1);
    }
  }
  return { papers, forms: Object.fromEntries(forms) };
}

/** The counts of several parts of an archive as one. */
export function mergeCorpus(parts: Iterable<CorpusCounts>): CorpusCounts {
  const forms = new Map<string, number>();
  let papers = 0;
  for (const part of parts) {
    papers += part.papers;
    for (const [form, count] of Object.entries(part.forms)) forms.set(form, (forms.get(form) ?? 0) + count);
  }
  return { papers, forms: Object.fromEntries(forms) };
}

/** Papers that are imagined beside the real ones, so that three papers do not make a word common or rare. */
const PRIOR_PAPERS = 20;
/** A word of one paper in so many is as rare as it gets. */
const RAREST = 500;

/** How rare words are, from 0 (in every paper) to 1 (in one of 500 or fewer). */
export class Rarity {
  private readonly papers: number;
  private readonly forms: Map<string, number>;

  constructor(counts: CorpusCounts) {
    this.papers = counts.papers;
    this.forms = new Map(Object.entries(counts.forms));
  }

  private of(form: string): number {
    const share = ((this.forms.get(form) ?? 0) + 1) / (this.papers + PRIOR_PAPERS);
    return Math.min(1, Math.max(0, -Math.log(share) / Math.log(RAREST)));
  }

  /** The rarity of a term: that of its rarest word, and a share of the others', as they must stand together. */
  ofTerm(forms: readonly string[]): number {
    const each = forms.map((form) => this.of(form)).sort((a, b) => b - a);
    return Math.min(
      1,
      each.reduce((sum, rarity, i) => sum + rarity / 4 ** i, 0),
    );
  }
}
