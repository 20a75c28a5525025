import type { Day, Organization, PaperRecord, PublishedBasis } from '../model/index.ts';
import type { FieldOrigin, HistoryEvent, PaperHistory } from '../pipeline/history.ts';

/** A paper as commands that look into the archive print it. */
export interface ArchivedPaper {
  id: string;
  title: string;
  abstract: string | null;
  aiSummary: string | null;
  arxivId: string | null;
  authors: string[];
  authorCount: number | null;
  organization: Organization | null;
  published: Day | null;
  publishedBasis: PublishedBasis | null;
  comments: number | null;
  upvotes: number | null;
  links: { rel: string; url: string }[];
  revision: number;
  edition: string;
  firstSeen: Day;
  lastSeen: Day;
  updated: string;
}

export const archivedPaper = (paper: PaperRecord): ArchivedPaper => ({
  id: paper.id,
  title: paper.title,
  abstract: paper.abstract,
  aiSummary: paper.aiSummary,
  arxivId: paper.arxivId,
  authors: paper.authors,
  authorCount: paper.authorCount,
  organization: paper.organization,
  published: paper.published,
  publishedBasis: paper.publishedBasis,
  comments: paper.comments,
  upvotes: paper.upvotes,
  links: paper.links,
  revision: paper.revision,
  edition: paper.edition,
  firstSeen: paper.firstSeen,
  lastSeen: paper.lastSeen,
  updated: paper.updated,
});

export interface HistoryDocument {
  schema: 'paperboy.history/1';
  paper: ArchivedPaper;
  events: HistoryEvent[];
  origins: FieldOrigin[];
}

export const historyDocument = ({ paper, events, origins }: PaperHistory): HistoryDocument => ({
  schema: 'paperboy.history/1',
  paper: archivedPaper(paper),
  events,
  origins,
});
