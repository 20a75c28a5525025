import { MatchIndex, testTopic } from '../match/index.ts';
import type { Archive, Day, Match, PaperRecord, Topic } from '../model/index.ts';
import { paperTitle, paperUrl } from '../render/paper.ts';
import { type Library, libraryOf } from './matching.ts';

/** The papers of the last days of an archive, prepared for trying profiles on them. */
export interface Recent {
  papers: readonly PaperRecord[];
  library: Library;
  /** From the first of these days to the newest, both counted. */
  days: number;
}

/** Days that a profile is tried on, and most papers: a try must cost milliseconds. */
const DAYS = 30;
const MOST_PAPERS = 1_000;

/** @param archive read only. Counted from its newest paper, not from the clock: an archive without news has a last month too. */
export function recentOf({ papers, editions }: Pick<Archive, 'papers' | 'editions'>): Recent {
  const newest = papers.reduce((day, { firstSeen }) => (firstSeen > day ? firstSeen : day), '');
  const since = newest === '' ? '' : dayBefore(newest, DAYS - 1);
  const recent = papers
    .filter(({ firstSeen }) => firstSeen >= since)
    .sort((a, b) => (a.instant < b.instant ? 1 : -1))
    .slice(0, MOST_PAPERS);
  const oldest = recent.reduce((day, { firstSeen }) => (firstSeen < day ? firstSeen : day), newest);
  const days = newest === '' ? 0 : (Date.parse(newest) - Date.parse(oldest)) / 86_400_000 + 1;
  const ids = new Set(recent.map(({ edition }) => edition));
  return {
    papers: recent,
    library: libraryOf({ papers: recent, editions: editions.filter(({ id }) => ids.has(id)) }),
    days,
  };
}

const dayBefore = (day: Day, days: number): Day =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

/** A paper as a page shows it: hostile text. */
export interface SightedPaper {
  title: string;
  url: string;
  day: Day;
  terms: string[];
}

/** Most papers that are shown, topics that the lab looks into, and things that it says. */
const MOST_SHOWN = 10;
const MOST_TESTED = 6;
const MOST_SAID = 6;

/** What topics would have brought of late. Topics with faults find nothing. */
export function sightOf({ papers, library, days }: Recent, topics: readonly Topic[]) {
  const { subjects, analyses, context } = library;
  const index = new MatchIndex(context);
  index.set({ id: 'sight', topics });
  const found = index.match(subjects, analyses).get('sight') ?? new Map<number, Match[]>();
  const best = [...found].sort(([a, [x]], [b, [y]]) => (y?.score ?? 0) - (x?.score ?? 0) || a - b).slice(0, MOST_SHOWN);
  const reports = topics
    .slice(0, MOST_TESTED)
    .map((topic) => testTopic(topic, { topics, queries: [] }, subjects, context, analyses));
  const named = (name: string, text: string): string => (topics.length > 1 ? `${name}: ${text}` : text);
  return {
    days,
    papers: papers.length,
    matches: found.size,
    best: best.map(([n, matches]) => sighted(papers[n]!, matches)),
    warnings:
      papers.length === 0
        ? []
        : reports.flatMap(({ topic, warnings }) => warnings.map((text) => named(topic, text))).slice(0, MOST_SAID),
    add: [...new Set(reports.flatMap(({ add }) => add.map(({ term }) => term)))].slice(0, MOST_SAID),
  };
}

/** @param matches why it is shown. */
export function sighted(paper: PaperRecord, matches: readonly Match[]): SightedPaper {
  const terms = [...new Set(matches.flatMap(({ spans }) => spans.map(({ term }) => term)))];
  return { title: paperTitle(paper), url: paperUrl(paper), day: paper.firstSeen, terms: terms.slice(0, 4) };
}
