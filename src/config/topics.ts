import type * as v from 'valibot';
import type { Diagnostic, NamedQuery, Topic } from '../model/index.ts';
import { checkName } from '../model/mailbox.ts';
import { parseQuery, topicToQuery } from '../query/index.ts';
import type { subscriptionWithList } from './subscription-schema.ts';
import type { YamlFile } from './yaml.ts';

type Keywords = string | string[] | undefined;
type TopicFields = v.InferOutput<typeof subscriptionWithList>['topics'][number];
type RawTopics = TopicFields[] | Record<string, string | string[]>;

const list = (keywords: Keywords) => (keywords === undefined ? [] : [keywords].flat());

/** A topic as its fields say; what they leave out is left out. */
function topicOf(fields: TopicFields): Topic {
  const { name, any, all, none, query, use, weight, abbreviations } = fields;
  const topic: Topic = { name, any: list(any), all: list(all), none: list(none), query: query ?? null };
  if (use !== undefined) topic.use = list(use);
  if (weight !== undefined) topic.weight = weight;
  if (fields['min-score'] !== undefined) topic.minScore = fields['min-score'];
  if (fields['max-papers'] !== undefined) topic.maxPapers = fields['max-papers'];
  if (abbreviations !== undefined) topic.abbreviations = abbreviations;
  return topic;
}

/** Reads topics and named queries, and reports what is wrong with them at its place in the file. */
export function readTopics(
  raw: RawTopics,
  named: Record<string, string>,
  yaml: YamlFile,
  diagnostics: Diagnostic[],
): { topics: Topic[]; queries: NamedQuery[] } {
  const report = (at: (string | number)[], detail: Parameters<YamlFile['report']>[2]) =>
    diagnostics.push(yaml.report('subscription-invalid', at, redact(detail)));
  const queries = Object.entries(named).map(([name, query]) => ({ name, query }));
  const taken = new Map<string, string>();
  const claim = (name: string, what: string, at: (string | number)[]) => {
    const folded = fold(name);
    const known = taken.get(folded);
    if (known !== undefined)
      report(at, {
        message: known === what ? `two ${known} have the same name` : 'a topic and a named query have the same name',
      });
    taken.set(folded, what);
  };
  for (const { name, query } of queries) {
    claim(name, 'named queries', ['queries', name]);
    if (notInText.test(query)) report(['queries', name], { message: 'the query contains a control character' });
    for (const { message, expected, hint, offset } of parseQuery(query).errors) {
      report(['queries', name], { message, expected, hint, offset });
    }
  }
  const inShort = !Array.isArray(raw);
  const topics: Topic[] = inShort
    ? Object.entries(raw).map(([name, any]) => ({ name, any: list(any), all: [], none: [], query: null }))
    : raw.map(topicOf);
  topics.forEach((topic, index) => {
    const path = ['topics', inShort ? topic.name : index];
    claim(topic.name, 'topics', [...path, 'name']);
    const name = checkName(topic.name);
    if (!name.ok) report([...path, 'name'], { message: `the name of the topic ${name.reason}` });
    // Names and keywords are shown in mails and feeds, where control characters make a document malformed.
    const texts = [...topic.any, ...topic.all, ...topic.none, ...(topic.use ?? []), topic.query ?? ''];
    if (texts.some((text) => notInText.test(text))) report(path, { message: 'the topic contains a control character' });
    for (const error of topicToQuery(topic, { topics, queries }).errors) {
      const { message, expected, hint, offset } = error;
      if (error.part === 'topic') report(path, { message, expected, hint });
      else if (error.part === 'query') report([...path, 'query'], { message, expected, hint, offset });
      else {
        const holder = inShort ? path : [...path, error.part];
        report([...holder, error.index], { message, expected, hint });
      }
    }
  });
  return { topics, queries };
}

const fold = (name: string): string => name.normalize('NFKC').toLowerCase();

const notInText = /[^\P{Cc}\t\n]|[\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

/** What the query room says may quote the text, and somebody may have written an address into the wrong field. */
function redact<T extends object>(detail: T): T {
  const clean = Object.entries(detail).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.replace(/\S*@\S*/g, '[withheld]') : value,
  ]);
  return Object.fromEntries(clean);
}
