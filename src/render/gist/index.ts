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
/** A gist has this many units at least, where the abstract and `max` allow it: less says too little. */
const LEAST = 100;
/** A sentence that leans on the one before within its first words, and is hard to understand alone. */
const LEANS =
  /^(?:[^\s,]+ ){0,5}(?:it|its|they|them|their|these|those|such|this)\b(?! (?:paper|work|study|survey|report|article))/i;

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
  const best = standing(sentences, ranking, rated, max);
  let picked = [best];
  let shown = join(sentences, picked);
  const pick = (index: number | undefined): boolean => {
    if (index === undefined || index < 0 || picked.some((one) => sentences[one] === sentences[index])) return false;
    const more = [...picked, index].sort((a, b) => a - b);
    const longer = join(sentences, more);
    if (longer.length > max) return false;
    [picked, shown] = [more, longer];
    return true;
  };
  if (!(leans(sentences, best) && pick(best - 1)) && shown.length <= max * (1 - ROOM_FOR_SECOND)) {
    ranking.some((index) => rated[index]! >= LEAST_SECOND && pick(index));
  }
  while (shown.length < least(max) && ranking.some(pick));
  if (shown.length >= least(max) || picked.length === sentences.length) return shown;
  // No other sentence fits whole: what follows is shown as far as it fits, or else what goes before.
  const on = sentences.slice(best).join(' ');
  if (on.length < least(max)) return sentences.slice(Math.max(0, best - 1)).join(' ');
  return opened(on).length < least(max) ? on : opened(on);
}

/**
 * The best sentence that can be understood: one that leans on the sentence before only where both fit. Where no other says
 * enough, the best one all the same.
 */
function standing(
  sentences: readonly string[],
  ranking: readonly number[],
  rated: readonly number[],
  max: number,
): number {
  const [best = 0] = ranking;
  const stands = (index: number): boolean =>
    !leans(sentences, index) || join(sentences, [index - 1, index]).length <= max;
  return ranking.find((index) => rated[index]! >= LEAST_SECOND && stands(index)) ?? best;
}

/** The first sentence leans on nothing. */
const leans = (sentences: readonly string[], index: number): boolean =>
  index > 0 && LEANS.test(opened(sentences[index]!));

/** An opening ties to the sentence before: it stays when that one is shown. */
function join(sentences: readonly string[], picked: readonly number[]): string {
  return picked.map((index) => (picked.includes(index - 1) ? sentences[index]! : opened(sentences[index]!))).join(' ');
}

/** In a small room half of it is enough. */
const least = (max: number): number => (max < LEAST * 1.2 ? max / 2 : LEAST);

function opened(sentence: string): string {
  const rest = sentence.replace(OPENING, '');
  return rest === sentence ? sentence : rest.charAt(0).toUpperCase() + rest.slice(1);
}

function clean(text: string | null): string {
  return oneLine(text ?? '').replace(/\\([%&#$_])/g, '$1');
}

/** Whole sentences from the beginning while they fit, say enough and fill half of the room; else whole words. */
function fit(text: string, max: number): { text: string; whole: boolean } {
  if (text.length <= max) return { text, whole: true };
  let whole = '';
  for (const sentence of sentencesOf(text)) {
    const longer = whole === '' ? sentence : `${whole} ${sentence}`;
    if (longer.length > max) break;
    whole = longer;
  }
  if (whole.length >= Math.max(max / 2, least(max))) return { text: whole, whole: true };
  return { text: cutWords(text, max), whole: false };
}
