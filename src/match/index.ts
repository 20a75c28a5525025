import type { Match, Topic } from '../model/index.ts';
import { analysePaper, type PaperAnalysis } from './analysis.ts';
import { Lexicon } from './lexicon.ts';
import {
  type CompiledTopic,
  type CompileError,
  compileInto,
  type MatchablePaper,
  matchTopic,
  read,
  sortMatches,
  triggers,
} from './match.ts';

export { analyse, analysePaper, type PaperAnalysis } from './analysis.ts';
export { type Candidate, type DigestInput, planDigest } from './digest.ts';
export { compileTopics, type MatchablePaper, matchPaper } from './match.ts';
export { choose } from './rank.ts';

/** One subscriber's topics, under an id that is unique in the list. */
export interface Profile {
  id: string;
  topics: readonly Topic[];
}

/** All profiles over one lexicon: every distinct keyword once, and for each the topics that wait for it. */
export interface ProfileIndex {
  lexicon: Lexicon;
  profiles: readonly string[];
  /** The topics of all profiles, those of one profile together and in its order. */
  topics: readonly (CompiledTopic & { profile: number })[];
  /** By pattern number: positions in `topics`. */
  waiting: readonly number[][];
  /** By profile id; only profiles with errors. */
  errors: ReadonlyMap<string, readonly CompileError[]>;
}

/** Compiles profiles for `matchIndex`. Never throws; faulty topics are reported and match nothing. */
export function compileProfiles(profiles: readonly Profile[]): ProfileIndex {
  const lexicon = new Lexicon();
  const topics: (CompiledTopic & { profile: number })[] = [];
  const waiting: number[][] = [];
  const errors = new Map<string, readonly CompileError[]>();
  for (const [profile, { id, topics: own }] of profiles.entries()) {
    const compiled = compileInto(lexicon, own);
    if (compiled.errors.length > 0) errors.set(id, compiled.errors);
    for (const topic of compiled.topics) {
      for (const pattern of triggers(topic)) {
        if (pattern < 0) continue;
        waiting[pattern] ??= [];
        waiting[pattern].push(topics.length);
      }
      topics.push({ ...topic, profile });
    }
  }
  return { lexicon, profiles: profiles.map(({ id }) => id), topics, waiting, errors };
}

/**
 * Matches papers against an index: each paper is read once for all keywords, then only the topics are looked at of which
 * a keyword was found. The same matches as `matchPaper`, in the same order. Every profile has an entry; papers (by their
 * position) only where they match.
 */
export function matchIndex(
  index: ProfileIndex,
  papers: readonly MatchablePaper[],
  analysed?: readonly PaperAnalysis[],
): Map<string, Map<number, Match[]>> {
  const results = new Map<string, Map<number, Match[]>>();
  const byProfile = index.profiles.map((id) => {
    const result = new Map<number, Match[]>();
    results.set(id, result);
    return result;
  });
  /** The last paper for which a topic was looked at, so that each is looked at once a paper. */
  const lookedAt = new Int32Array(index.topics.length).fill(-1);
  for (const [number, paper] of papers.entries()) {
    const analysis = analysed?.[number] ?? analysePaper(paper);
    const reading = read(index.lexicon, analysis);
    const candidates: number[] = [];
    for (const found of [reading.title, reading.abstract]) {
      for (const pattern of found.keys()) {
        for (const topic of index.waiting[pattern] ?? []) {
          if (lookedAt[topic] === number) continue;
          lookedAt[topic] = number;
          candidates.push(topic);
        }
      }
    }
    const touched = new Set<Match[]>();
    // A typed array sorts as numbers, without calling back.
    for (const at of Int32Array.from(candidates).sort()) {
      const topic = index.topics[at]!;
      const match = matchTopic(topic, index.lexicon, reading);
      if (match === null) continue;
      const result = byProfile[topic.profile]!;
      const matches = result.get(number);
      if (matches === undefined) result.set(number, [match]);
      else {
        matches.push(match);
        touched.add(matches);
      }
    }
    for (const matches of touched) sortMatches(matches);
  }
  return results;
}

/** Matches many profiles against a batch of papers: `compileProfiles`, then `matchIndex`. */
export function matchAll(
  profiles: readonly Profile[],
  papers: readonly MatchablePaper[],
): Map<string, Map<number, Match[]>> {
  return matchIndex(compileProfiles(profiles), papers);
}
