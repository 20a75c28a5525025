import type { Day, Instant, Paper, PaperRecord } from '../model/index.ts';
import { mintId } from './identity.ts';

/** What the record of a paper at first sight needs besides the paper. */
export interface FirstSight {
  date: Day;
  edition: string;
  instant: Instant;
  /** Whether a permanent id is in use. */
  taken: (id: string) => boolean;
}

/** The record of a paper that was never seen before. It knows nothing yet; the paper is merged into it. */
export function mintRecord(paper: Paper, { date, edition, instant, taken }: FirstSight): PaperRecord {
  return {
    id: mintId(paper, taken),
    title: paper.title,
    abstract: null,
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
    revision: 1,
    edition,
    firstSeen: date,
    lastSeen: date,
    instant,
    updated: instant,
    sightings: [],
    variants: {},
  };
}
