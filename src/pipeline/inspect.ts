import { diagnostic, UserError } from '../diagnostic/index.ts';
import { ArchiveView, type DumpEffect } from '../diff/diff.ts';
import { emptyArchive, inMemory } from '../diff/source.ts';
import { compileTopics, learn, noContext } from '../match/index.ts';
import type {
  Archive,
  ArchiveSource,
  Day,
  Instant,
  Match,
  NamedQuery,
  Paper,
  PaperRecord,
  Topic,
} from '../model/index.ts';
import { matchArchive } from './matching.ts';
import { type DatedDump, inOrderOfDate, type SourcedDump, toIncoming } from './parse.ts';

// What the commands `diff` and `match` ask: the stages of a run one by one, with nothing taken in and nothing written.

export { redate } from './take.ts';

/** What one dump brings. */
export interface DumpStep {
  dump: DatedDump;
  effect: DumpEffect;
}

/** A view of an archive, or of an empty one, to compare with; what is taken into it stays in memory. */
export const viewOf = (archive: ArchiveSource | null): ArchiveView =>
  new ArchiveView(archive ?? inMemory(emptyArchive()));

/** Takes the usable dumps into a view in order of their dates, and says what each brought. */
export function diffSteps(view: ArchiveView, dumps: readonly SourcedDump[]): DumpStep[] {
  return inOrderOfDate(dumps).map((dump) => ({
    dump,
    effect: view.take(toIncoming(dump)),
  }));
}

/** A paper of a dump, with the date of the first dump that has it. */
export type ListedPaper = Paper & { firstSeen: Day };

/**
 * The papers of dumps, each once, as the newest of the dumps prints it; an id or an abstract that only an older one has is
 * kept.
 */
export function distinctPapers(dumps: readonly SourcedDump[]): ListedPaper[] {
  const papers = new Map<string, ListedPaper>();
  for (const { dump, effect } of diffSteps(viewOf(null), dumps)) {
    for (const [index, change] of effect.changes.entries()) {
      const paper = dump.papers[index]!;
      const older = papers.get(change.paper);
      papers.set(change.paper, {
        ...paper,
        abstract: paper.abstract ?? older?.abstract ?? null,
        arxivId: paper.arxivId ?? older?.arxivId ?? null,
        firstSeen: older?.firstSeen ?? dump.date,
      });
    }
  }
  return [...papers.values()];
}

/** A paper that matches a topic, and why. */
export type FoundPaper = Pick<Paper, 'title' | 'arxivId'> & Match;

/** What topics are matched with. */
export interface MatchOptions {
  /** For periods such as `date:P7D`. */
  now: Instant;
  /** Queries that the topics may use by name. */
  queries: readonly NamedQuery[];
  /** Whether abbreviations count, learnt from the papers themselves. */
  abbreviations: boolean;
}

/** The faults of topics, as a command reports them. @throws UserError (exit 2) with a `query-invalid` for each. */
export function checkTopics(topics: readonly Topic[], queries: readonly NamedQuery[]): void {
  const { errors } = compileTopics(topics, noContext, queries);
  if (errors.length === 0) return;
  const problems = errors.map(({ part, offset, message, expected, hint }) =>
    diagnostic('query-invalid', { message: `${part}: ${message}`, column: offset + 1, expected, hint }),
  );
  throw new UserError(problems, 2);
}

/** The papers that match topics, best first. A topic with faults finds nothing: `checkTopics` reports them. */
export function findPapers(
  topics: readonly Topic[],
  papers: readonly ListedPaper[],
  options: MatchOptions,
): FoundPaper[] {
  const { analyses, ...learnt } = learn(papers, options.now);
  const context = options.abbreviations ? learnt : { ...learnt, abbreviations: null };
  const { index } = compileTopics(topics, context, options.queries);
  const [found] = index.match(papers, analyses).values();
  return [...found!]
    .flatMap(([n, matches]) =>
      matches.map((match) => ({ title: papers[n]!.title, arxivId: papers[n]!.arxivId, ...match })),
    )
    .sort((a, b) => b.score - a.score);
}

/** The papers of an archive that match a query, best first. @throws UserError (exit 2) when it is no query. */
export function searchArchive(query: string, archive: Pick<Archive, 'papers' | 'editions'>): PaperRecord[] {
  const topic: Topic = { name: 'query', any: [], all: [], none: [], query };
  checkTopics([topic], []);
  const found = matchArchive([{ id: 'query', topics: [topic] }], archive).get('query') ?? new Map<number, Match[]>();
  return [...found]
    .map(([position, [best]]) => ({ paper: archive.papers[position]!, score: best?.score ?? 0 }))
    .sort((a, b) => b.score - a.score || (a.paper.instant < b.paper.instant ? 1 : -1))
    .map(({ paper }) => paper);
}
