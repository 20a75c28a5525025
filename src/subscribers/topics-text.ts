import type { Topic } from '../model/index.ts';
import { printQuery, topicToQuery } from '../query/index.ts';

/** Most topics of a profile from a form, and most characters of all. */
const MOST_TOPICS = 30;
const LONGEST = 4_000;

/** What is wrong with a line, counted from 1. */
export interface LineFault {
  line: number;
  message: string;
}

/**
 * Topics as people type them into a form or a mail, one a line: terms with commas between them, `-` before what must not be there, `+` before what must be,
 * `NAME: ` in front if the topic is to have a name; after `?` a query in the profile language.
 */
export function topicsOf(text: string): { topics: Topic[]; faults: LineFault[] } {
  const topics: Topic[] = [];
  const faults: LineFault[] = [];
  if (text.length > LONGEST) {
    return { topics, faults: [{ line: 1, message: `this is longer than ${LONGEST} characters` }] };
  }
  for (const [i, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = written.trim();
    if (line === '') continue;
    const fault = (message: string): unknown => faults.push({ line: i + 1, message });
    const topic = topicOf(line);
    const [error] = topicToQuery(topic).errors;
    if (error !== undefined) fault(error.message);
    else if (topic.any.length + topic.all.length === 0 && topic.query === null) fault('there is nothing to look for');
    else if (topics.some(({ name }) => name === topic.name))
      fault(`there is a topic ${JSON.stringify(topic.name)} already`);
    else topics.push(topic);
  }
  if (topics.length > MOST_TOPICS) faults.push({ line: MOST_TOPICS + 1, message: `at most ${MOST_TOPICS} topics` });
  if (topics.length === 0 && faults.length === 0) faults.push({ line: 1, message: 'name at least one topic' });
  return { topics, faults };
}

const LONGEST_NAME = 60;

function topicOf(line: string): Topic {
  // `title:"x"` has no space behind its colon: that is a term.
  const [, given, rest = line] = /^([^,:"]{1,100}):\s+(.*)$/s.exec(line) ?? [];
  const topic: Topic = { name: '', any: [], all: [], none: [], query: null };
  if (rest.startsWith('?')) topic.query = rest.slice(1).trim();
  else {
    for (const term of termsOf(rest)) {
      const list = term.startsWith('-') ? topic.none : term.startsWith('+') ? topic.all : topic.any;
      const bare = list === topic.any ? term : term.slice(1).trim();
      const phrase = /^"([^"]*)"$/.exec(bare)?.[1] ?? bare;
      if (phrase !== '') list.push(phrase);
    }
  }
  const first = [...topic.any, ...topic.all][0] ?? topic.query ?? line;
  topic.name = (given ?? first).replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME).trim() || 'topic';
  return topic;
}

/** Splits at commas that stand outside of quotes. */
const termsOf = (text: string): string[] =>
  (text.match(/(?:"[^"]*"|[^,])+/g) ?? []).map((term) => term.trim()).filter((term) => term !== '');

/** The same back as text. What a line cannot say in lists it says as a query. */
export const textOf = (topics: readonly Topic[]): string => topics.map(lineOf).join('\n');

/** One topic as a line. */
export function lineOf(topic: Topic): string {
  const { name, any, all, none, query, use = [] } = topic;
  const plain = query === null && use.length === 0 && [...any, ...all, ...none].every((term) => !/["\r\n]/.test(term));
  const sole = any.length + all.length + none.length === 0;
  const whole = plain ? null : query !== null && sole && use.length === 0 ? query : printed(topic);
  const terms = [...any.map(term), ...all.map((one) => `+${term(one)}`), ...none.map((one) => `-${term(one)}`)];
  const body = whole === null ? terms.join(', ') : `? ${whole.replace(/\s+/g, ' ')}`;
  // The name that the line would have by itself need not be written.
  const own = /^[^,:"]+$/.test(name) && topicOf(body).name !== name;
  return own || /^[^,:"]{1,100}:\s/.test(body) ? `${name.replace(/[,:"]/g, ' ')}: ${body}` : body;
}

const term = (text: string): string => (/^[-+?"]|[,:]|^$/.test(text) ? `"${text}"` : text);

function printed(topic: Topic): string {
  const { query } = topicToQuery({ ...topic, use: [] });
  return query === null ? (topic.query ?? '') : printQuery(query);
}
