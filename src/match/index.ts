import type { Match, NamedQuery, Subject, Topic } from '../model/index.ts';
import { Abbreviations, learnAbbreviations } from './abbreviations.ts';
import { analysePaper, type PaperAnalysis } from './analysis.ts';
import type { MatchContext } from './context.ts';
import { countCorpus, Rarity } from './corpus.ts';
import { MatchIndex } from './match-index.ts';
import type { CompileError, Profile } from './profile.ts';

export {
  Abbreviations,
  learnAbbreviations,
  mergeAbbreviations,
} from './abbreviations.ts';
export { analyse, analysePaper, type PaperAnalysis } from './analysis.ts';
export { type MatchContext, noContext } from './context.ts';
export { countCorpus, mergeCorpus } from './corpus.ts';
export { type Candidate, type DigestInput, planDigest } from './digest.ts';
export { explainTopic, type TopicExplanation } from './explain.ts';
export { type TopicReport, testTopic } from './lab.ts';
export { MatchIndex } from './match-index.ts';
export type { CompileError, Profile } from './profile.ts';
export { choose } from './rank.ts';
export { tellingTerms } from './telling.ts';

/** Topics ready for `matchPaper`. */
export interface CompiledTopics {
  index: MatchIndex;
  errors: readonly CompileError[];
}

const ONE = 'topics';

/** Compiles topics for `matchPaper`. Never throws; a faulty topic is reported and matches nothing. */
export function compileTopics(
  topics: readonly Topic[],
  context?: MatchContext,
  queries: readonly NamedQuery[] = [],
): CompiledTopics {
  const index = new MatchIndex(context);
  index.set({ id: ONE, topics, queries });
  return { index, errors: index.errors.get(ONE) ?? [] };
}

/**
 * The topics that a paper matches, best first, each with its reasons. `analysed` spares the analysis to a caller that
 * matches the paper more than once.
 */
export function matchPaper({ index }: CompiledTopics, paper: Subject, analysed?: PaperAnalysis): Match[] {
  return (
    index
      .match([paper], analysed && [analysed])
      .get(ONE)!
      .get(0) ?? []
  );
}

/** Matches many profiles against papers. Every profile has an entry; papers (by their position) only where they match. */
export function matchAll(
  profiles: readonly Profile[],
  papers: readonly Subject[],
  context?: MatchContext,
): Map<string, Map<number, Match[]>> {
  const index = new MatchIndex(context);
  for (const profile of profiles) index.set(profile);
  return index.match(papers);
}

/** What an archive teaches: its abbreviations, and how rare its words are. */
export function learn(
  papers: readonly Subject[],
  now: MatchContext['now'],
): MatchContext & { analyses: PaperAnalysis[] } {
  const analyses = papers.map(analysePaper);
  return {
    now,
    abbreviations: new Abbreviations(learnAbbreviations(papers)),
    rarity: new Rarity(countCorpus(analyses)),
    analyses,
  };
}
