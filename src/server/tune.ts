import type { Topic } from '../model/index.ts';
import { topicToQuery } from '../query/index.ts';
import type { Wish } from './desk.ts';

/** How a mail can be answered with a click and a confirmation. */
export const WAYS = ['fewer', 'more', 'mute', 'weekly'] as const;
export type Way = (typeof WAYS)[number];

/** Longest term that a choice can bring, in UTF-16 units. */
const LONGEST_TERM = 100;

/** A choice as the form sends it back. */
export const choiceOf = (topic: string, term: string): string => JSON.stringify([topic, term]);

/**
 * A profile after a click.
 * - `fewer`: the topic's papers must not have the term.
 * - `more`: papers with the term come as well.
 * - `mute`: the term is not looked for any more, in any topic.
 * - `weekly`: one mail a week.
 * @param choice what {@link choiceOf} made; it comes from outside, and is checked.
 * @returns `null` when there is no such choice, or nothing would be left to look for.
 */
export function tuned<W extends Wish>(wish: W, way: Way, choice: string): W | null {
  if (way === 'weekly') return { ...wish, cadence: 'weekly' };
  const [name, term] = read(choice);
  if (name === undefined || term === undefined) return null;
  const chosen = wish.topics.find((topic) => topic.name === name);
  if (chosen === undefined) return null;
  const topics =
    way === 'mute'
      ? wish.topics.flatMap((topic) => muted(topic, term) ?? [])
      : way === 'fewer'
        ? wish.topics.map((topic) => (topic === chosen ? { ...topic, none: including(topic.none, term) } : topic))
        : widened(wish.topics, chosen, term);
  return topics.length > 0 && topics.every((topic) => topicToQuery(topic, scopeOf(topics)).query !== null)
    ? { ...wish, topics }
    : null;
}

const scopeOf = (topics: Topic[]) => ({ topics, queries: [] });

function read(choice: string): string[] {
  if (choice.length > 4 * LONGEST_TERM) return [];
  try {
    const value: unknown = JSON.parse(choice);
    const texts = Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string');
    return texts && /^[^\p{Cc}]{1,100}$/u.test(String(value[1])) ? value : [];
  } catch {
    return [];
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const including = (terms: readonly string[], term: string): string[] =>
  terms.some((one) => same(one, term)) ? [...terms] : [...terms, term];

/** The topic without a term; `null` when it looks for nothing then. A query keeps its words: what has the term is left out instead. */
function muted(topic: Topic, term: string): Topic | null {
  const listed = [...topic.any, ...topic.all].some((one) => same(one, term));
  if (!listed) return topic.query === null ? topic : { ...topic, none: including(topic.none, term) };
  const rest = (terms: readonly string[]): string[] => terms.filter((one) => !same(one, term));
  const left = { ...topic, any: rest(topic.any), all: rest(topic.all) };
  const asks = left.any.length + left.all.length + (left.use?.length ?? 0) > 0 || left.query !== null;
  // With the last of several alternatives gone the others parts would match far more than before.
  const loose = topic.any.length > 0 && left.any.length === 0;
  return asks && !loose ? left : null;
}

/** Papers with the term as well: one more alternative where the topic has some, else a topic of its own. */
function widened(topics: readonly Topic[], chosen: Topic, term: string): Topic[] {
  const none = chosen.none.filter((one) => !same(one, term));
  if (chosen.any.length > 0 && chosen.query === null && (chosen.use ?? []).length === 0) {
    return topics.map((topic) => (topic === chosen ? { ...topic, none, any: including(topic.any, term) } : topic));
  }
  return topics.some(({ name }) => same(name, term))
    ? [...topics]
    : [...topics, { name: term, any: [term], all: [], none: [], query: null }];
}
