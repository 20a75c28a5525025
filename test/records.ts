import type { PaperRecord } from '../src/model/index.ts';

/** What a bare text dump leaves unsaid of a paper. */
export const unsaid = {
  aiSummary: null,
  arxivId: null,
  authors: [],
  authorCount: null,
  organization: null,
  published: null,
  publishedBasis: null,
  publishedText: null,
  comments: null,
  upvotes: null,
  links: [],
} satisfies Partial<PaperRecord>;

/** What the archive knows of a paper besides what dumps say of it; `id` and the rest come from the test. */
export const firstSight = {
  revision: 1,
  sightings: [],
  variants: {},
} satisfies Partial<PaperRecord>;
