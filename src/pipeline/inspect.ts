import { diagnostic, UserError } from '../diagnostic/index.ts';
import { ArchiveView, type DumpEffect } from '../diff/diff.ts';
import { emptyArchive, inMemory } from '../diff/source.ts';
import { compileTopics, matchPaper } from '../match/index.ts';
import type { ArchiveSource, Match, Paper, PaperRecord, Topic } from '../model/index.ts';
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

/**
 * The papers of dumps, each once, as the newest of the dumps prints it; an id or an abstract that only an older one has is
 * kept.
 */
export function distinctPapers(dumps: readonly SourcedDump[]): Paper[] {
  const papers = new Map<string, Paper>();
  for (const { dump, effect } of diffSteps(viewOf(null), dumps)) {
    for (const [index, change] of effect.changes.entries()) {
      const paper = dump.papers[index]!;
      const older = papers.get(change.paper);
      const abstract = paper.abstract ?? older?.abstract ?? null;
      papers.set(change.paper, { ...paper, abstract, arxivId: paper.arxivId ?? older?.arxivId ?? null });
    }
  }
  return [...papers.values()];
}

/** A paper that matches a topic, and why. */
export type FoundPaper = Pick<Paper, 'title' | 'arxivId'> & Match;

/**
 * Prepares topics for matching.
 * @returns a function from papers to their matches, best first.
 * @throws UserError (exit 2) with a `query-invalid` for each fault of a topic.
 */
export function matcherOf(topics: readonly Topic[]): (papers: readonly Paper[]) => FoundPaper[] {
  const compiled = compileTopics(topics);
  if (compiled.errors.length > 0) {
    const problems = compiled.errors.map(({ part, offset, message, expected, hint }) =>
      diagnostic('query-invalid', { message: `${part}: ${message}`, column: offset + 1, expected, hint }),
    );
    throw new UserError(problems, 2);
  }
  return (papers) =>
    papers
      .flatMap((paper) =>
        matchPaper(compiled, paper).map((found) => ({ title: paper.title, arxivId: paper.arxivId, ...found })),
      )
      .sort((a, b) => b.score - a.score);
}

/** The papers of an archive that match a query, best first. @throws UserError (exit 2) when it is no query. */
export function searchArchive(query: string, papers: readonly PaperRecord[]): PaperRecord[] {
  const topic: Topic = { name: 'query', any: [], all: [], none: [], query };
  // Found by identity: two papers of an archive may share title and id.
  const search = matcherOf([topic]);
  return papers
    .flatMap((paper) => search([{ ...paper, line: 1 }]).map(({ score }) => ({ paper, score })))
    .sort((a, b) => b.score - a.score || (a.paper.instant < b.paper.instant ? 1 : -1))
    .map(({ paper }) => paper);
}
