import type { Paper } from '../../model/index.ts';
import { cutWords, oneLine } from '../words.ts';
import { scores } from './score.ts';
import { sentencesOf } from './sentences.ts';

/** What a paper does, in a sentence or two. */
export interface Gist {
  /** One line of plain text, not empty: hostile until an output has escaped it. */
  text: string;
  /**
   * Where it comes from. `abstract`: sentences of the authors, unchanged but for what {@link gistOf} names. `ai-summary`:
   * the summary that the dump prints, written by a machine; an output has to say so.
   */
  source: 'abstract' | 'ai-summary';
  /** Whether it ends where its sentence does; `false`: it was cut after a word, and ends with an ellipsis. */
  whole: boolean;
}

/** Openings that only tie a sentence to the one before, which is not shown, or say that this is a paper. */
const OPENING = new RegExp(
  `^(?:${[
    'however|moreover|furthermore|additionally|in addition|thus|hence|therefore|consequently|accordingly|finally',
    'to (?:this|that) end|in (?:this|our) (?:paper|work|study|report|technical report|article)|in light of this',
    'to (?:address|tackle|overcome|bridge|fill|solve|mitigate|close|remedy|resolve) (?:this|these|that|the)(?: [^ ,]+){0,3}',
    '(?:based|building) (?:up)?on (?:this|these)(?: [^ ,]+){0,2}|(?:guided|motivated|inspired) by (?:this|these)(?: [^ ,]+){0,2}',
  ].join('|')}), *(?=\\S)`,
  'i',
);

/** A second sentence joins in when the first leaves at least this share of the room. */
const ROOM_FOR_SECOND = 0.45;
/** And when it is no mere background. */
const LEAST_SECOND = 1;

/**
 * The gist of a paper: its machine-written summary (`aiSummary`) where a dump has one, else the one or two sentences of
 * its abstract that say what the paper does. `null` when there is neither.
 *
 * Extractive: nothing is reworded. An opening such as "However," or "In this paper," is left out, and the escapes of
 * LaTeX (`\%`) become the signs they stand for. Deterministic, and the same on every machine.
 * @param max most UTF-16 units. Whole sentences where they fit, else whole words and an ellipsis.
 */
export function gistOf(paper: Pick<Paper, 'title' | 'abstract' | 'aiSummary'>, max: number): Gist | null {
  const summary = clean(paper.aiSummary);
  if (summary !== '') return { ...fit(summary, max), source: 'ai-summary' };
  const abstract = clean(paper.abstract);
  if (abstract === '') return null;
  return { ...fit(choose(abstract, paper.title, max), max), source: 'abstract' };
}

/** The best sentence, and the next best one where there is room for it, in the order of the abstract. */
function choose(abstract: string, title: string, max: number): string {
  const sentences = sentencesOf(abstract);
  const rated = scores(sentences, title);
  const ranking = sentences.map((_, index) => index).sort((a, b) => rated[b]! - rated[a]! || a - b);
  const [best, ...others] = ranking;
  if (best === undefined) return abstract;
  const first = opened(sentences[best]!);
  // Kept free for the opening that a second sentence may keep.
  const room = max - sentences[best]!.length - 1;
  if (room < max * ROOM_FOR_SECOND) return first;
  const second = others.find((index) => rated[index]! >= LEAST_SECOND && sentences[index]!.length <= room);
  if (second === undefined) return first;
  const pair = [best, second].sort((a, b) => a - b);
  // An opening ties to the sentence before: it stays when that one is shown.
  return pair
    .map((index, i) => (i > 0 && index === pair[0]! + 1 ? sentences[index] : opened(sentences[index]!)))
    .join(' ');
}

function opened(sentence: string): string {
  const rest = sentence.replace(OPENING, '');
  return rest === sentence ? sentence : rest.charAt(0).toUpperCase() + rest.slice(1);
}

function clean(text: string | null): string {
  return oneLine(text ?? '').replace(/\\([%&#$_])/g, '$1');
}

/** Whole sentences from the beginning while they fit and fill half of the room, else whole words. */
function fit(text: string, max: number): { text: string; whole: boolean } {
  if (text.length <= max) return { text, whole: true };
  let whole = '';
  for (const sentence of sentencesOf(text)) {
    const longer = whole === '' ? sentence : `${whole} ${sentence}`;
    if (longer.length > max) break;
    whole = longer;
  }
  if (whole.length >= max / 2) return { text: whole, whole: true };
  return { text: cutWords(text, max), whole: false };
}
