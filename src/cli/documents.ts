import type { Change, ChangeCounts, DigestReport, Dump, Match, Paper, RunReport, ScoreParts } from '../model/index.ts';
import type { DumpStep } from '../pipeline/inspect.ts';
import type { SourcedDump } from '../pipeline/parse.ts';
import type { ProfileReport } from '../pipeline/profile.ts';
import type { WhyReport } from '../pipeline/why.ts';

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
  matches: ({ title: string; arxivId: string | null } & Pick<Match, 'topic' | 'score' | 'spans'>)[];
}

export type RunDocument = { schema: 'paperboy.run/1' } & Omit<RunReport, 'digests' | 'summary'> & {
    digests: Pick<DigestReport, 'subscription' | 'status' | 'papers' | 'channel'>[];
  };

export function runDocument({ verdict, editions, digests, written, diagnostics }: RunReport): RunDocument {
  const own = digests.map(({ subscription, status, papers, channel }) => ({ subscription, status, papers, channel }));
  return { schema: 'paperboy.run/1', verdict, editions, digests: own, written, diagnostics };
}

export type { ProfileReport, WhyReport };
export type TopicExplanation = WhyReport['topics'][number];
export type Clause = TopicExplanation['clauses'][number];

export interface WhyDocument {
  schema: 'paperboy.why/1';
  subscription: string;
  paper: { title: string; arxivId: string | null };
  verdict: WhyReport['verdict'];
  matches: boolean;
  /** In the order of the subscription. */
  topics: {
    topic: string;
    matches: boolean;
    score: number | null;
    parts: ScoreParts | null;
    minScore: number | null;
    clause: string | null;
    spans: Match['spans'];
    clauses: Clause[];
  }[];
  told: WhyReport['told'];
  due: WhyReport['due'];
  queue: WhyReport['queue'];
  obstacles: string[];
}

export function whyDocument(report: WhyReport): WhyDocument {
  const { subscription, paper, verdict, matches, topics, told, due, queue, obstacles } = report;
  return {
    schema: 'paperboy.why/1',
    subscription,
    paper: { title: paper.title, arxivId: paper.arxivId },
    verdict,
    matches,
    topics: topics.map(({ topic, matches: meets, match, minScore, clauses }) => ({
      topic,
      matches: meets,
      score: match?.score ?? null,
      parts: match?.parts ?? null,
      minScore,
      clause: match?.clause ?? null,
      spans: match?.spans ?? [],
      clauses,
    })),
    told,
    due,
    queue,
    obstacles,
  };
}

export interface ProfileDocument {
  schema: 'paperboy.profile/1';
  /** Papers in the archive. */
  papers: number;
  /** In the order of the profile. */
  topics: {
    topic: string;
    matches: number;
    /** Of all papers, 0 to 1. */
    share: number;
    perDay: number;
    days: { day: string; papers: number; matches: number }[];
    terms: { term: string; papers: number; alone: number }[];
    warnings: string[];
    add: { term: string; inside: number; outside: number }[];
    exclude: { term: string; inside: number; outside: number }[];
    samples: { title: string; arxivId: string | null; score: number; clause: string | null }[];
  }[];
}

export function profileDocument({ papers, topics }: ProfileReport): ProfileDocument {
  return {
    schema: 'paperboy.profile/1',
    papers,
    topics: topics.map(({ topic, matches, perDay, days, terms, warnings, add, exclude, samples }) => ({
      topic,
      matches,
      share: papers === 0 ? 0 : matches / papers,
      perDay,
      days,
      terms,
      warnings,
      add,
      exclude,
      samples: samples.map(({ title, arxivId, score, clause }) => ({ title, arxivId, score, clause: clause ?? null })),
    })),
  };
}
