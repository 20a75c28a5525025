import { lookBackFrom, partialReason } from '../diff/lists.ts';
import type { Archive, ChangeKind, Day, LinkRel } from '../model/index.ts';

/** How much an archive holds, and how well its papers are known. */
export interface ArchiveStats {
  papers: number;
  dumps: number;
  editions: number;
  /** The oldest and the newest dump. */
  firstDay: Day | null;
  lastDay: Day | null;
  /** Of how many papers each is known. */
  known: Record<'abstract' | 'arxivId' | 'authors' | 'organization' | 'published' | 'aiSummary' | LinkRel, number>;
  /** How often each kind of change was told of. */
  changes: Record<Exclude<ChangeKind, 'seen'>, number>;
  /** Dumps by format. */
  formats: Record<string, number>;
  /** Daily lists of which a part is missing. */
  partial: { date: Day; source: string; reason: string }[];
  /** Dumps whose year is an assumption. */
  assumed: { date: Day; source: string }[];
  /** Papers first seen, by month. */
  months: { month: string; papers: number }[];
}

/** Counts what an archive holds. */
export function statsOf({ papers, dumps, editions }: Archive): ArchiveStats {
  const days = dumps.map(({ date }) => date).sort();
  const having = (has: (paper: Archive['papers'][number]) => boolean): number => papers.filter(has).length;
  const linked = (rel: LinkRel): number => having(({ links }) => links.some((link) => link.rel === rel));
  const told = (kind: Exclude<ChangeKind, 'seen'>): number =>
    editions.reduce((sum, { counts }) => sum + counts[kind], 0);
  const partial = dumps.flatMap((dump) => {
    const from = lookBackFrom(dump.date);
    const near = dumps.filter(({ date }) => date >= from && date <= dump.date);
    const reason = partialReason(dump, near);
    return reason === null ? [] : [{ date: dump.date, source: dump.source, reason }];
  });
  return {
    papers: papers.length,
    dumps: dumps.length,
    editions: editions.length,
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
    known: {
      abstract: having(({ abstract }) => abstract !== null),
      arxivId: having(({ arxivId }) => arxivId !== null),
      authors: having(({ authors }) => authors.length > 0),
      organization: having(({ organization }) => organization !== null),
      published: having(({ published }) => published !== null),
      aiSummary: having(({ aiSummary }) => aiSummary !== null),
      page: linked('page'),
      arxiv: linked('arxiv'),
      pdf: linked('pdf'),
      code: linked('code'),
      project: linked('project'),
    },
    changes: { new: told('new'), revised: told('revised'), enriched: told('enriched'), relisted: told('relisted') },
    formats: count(dumps.map(({ format }) => format)),
    partial,
    assumed: dumps.flatMap(({ date, source, dateBasis }) => (dateBasis === 'assumed' ? [{ date, source }] : [])),
    months: Object.entries(count(papers.map(({ firstSeen }) => firstSeen.slice(0, 7)))).map(([month, number]) => ({
      month,
      papers: number,
    })),
  };
}

function count(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
