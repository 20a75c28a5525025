import type { Change, ChangeCounts, DigestReport, Dump, Match, Paper, RunReport } from '../model/index.ts';
import type { DumpStep } from '../pipeline/inspect.ts';
import type { SourcedDump } from '../pipeline/parse.ts';

/**
 * The documents that `--json` prints. Their schemas are in `document-schemas.ts` and `schemas/`; a change of one is a
 * change of the interface and stands in the CHANGELOG.
 */
export interface ParseDocument {
  schema: 'paperboy.parse/1';
  dumps: (Omit<Dump, 'papers'> & { papers: Omit<Paper, 'aiSummary'>[] })[];
}

export function parseDocument(dumps: readonly SourcedDump[]): ParseDocument {
  return {
    schema: 'paperboy.parse/1',
    dumps: dumps.map(
      ({ sha256: _, source, format, layouts, listing, date, dateBasis, confidence, papers, diagnostics, lines }) => ({
        source,
        format,
        layouts,
        listing,
        date,
        dateBasis,
        confidence,
        papers: papers.map((paper) => ({
          title: paper.title,
          abstract: paper.abstract,
          arxivId: paper.arxivId,
          authors: paper.authors,
          authorCount: paper.authorCount,
          organization: paper.organization,
          published: paper.published,
          publishedBasis: paper.publishedBasis,
          publishedText: paper.publishedText,
          comments: paper.comments,
          upvotes: paper.upvotes,
          links: paper.links,
          line: paper.line,
        })),
        diagnostics,
        lines,
      }),
    ),
  };
}

/** One dump as `paperboy diff` prints it; `seen` papers are counted, not listed. */
export interface DiffStep {
  source: string;
  date: string;
  counts: ChangeCounts;
  changes: ({ kind: Exclude<Change['kind'], 'seen'> } & Pick<Change, 'title' | 'arxivId' | 'fields'>)[];
}

export interface DiffDocument {
  schema: 'paperboy.diff/1';
  steps: DiffStep[];
  /** Distinct papers in the archive after the last step. */
  total: number;
}

export function diffDocument(steps: readonly DumpStep[], total: number): DiffDocument {
  return {
    schema: 'paperboy.diff/1',
    steps: steps.map(({ dump, effect }) => ({
      source: dump.source,
      date: dump.date,
      counts: effect.counts,
      changes: effect.changes.flatMap(({ kind, title, arxivId, fields }) =>
        kind === 'seen' ? [] : [{ kind, title, arxivId, fields }],
      ),
    })),
    total,
  };
}

export interface MatchDocument {
  schema: 'paperboy.match/1';
  /** Best first. */
  matches: ({ title: string; arxivId: string | null } & Match)[];
}

export type RunDocument = { schema: 'paperboy.run/1' } & Omit<RunReport, 'digests'> & {
    digests: Pick<DigestReport, 'subscription' | 'status' | 'papers' | 'channel'>[];
  };

export function runDocument({ verdict, editions, digests, written, diagnostics }: RunReport): RunDocument {
  const own = digests.map(({ subscription, status, papers, channel }) => ({ subscription, status, papers, channel }));
  return { schema: 'paperboy.run/1', verdict, editions, digests: own, written, diagnostics };
}
