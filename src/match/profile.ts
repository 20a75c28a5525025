import type { NamedQuery, Topic } from '../model/index.ts';
import type { TopicError } from '../query/index.ts';

/** One subscriber's topics, under an id that is unique in the index. A `Subscription` is one. */
export interface Profile {
  id: string;
  topics: readonly Topic[];
  queries?: readonly NamedQuery[];
}

/** An error in one of the topics, by its position in the list. */
export interface CompileError extends TopicError {
  topic: string;
  topicIndex: number;
}

/** Whether two profiles ask for the same. Compared by content, for a hash alone is not identity. */
export function sameContent(a: Profile, b: Profile): boolean {
  if (a.topics === b.topics && a.queries === b.queries) return true;
  return JSON.stringify([a.topics, a.queries ?? []]) === JSON.stringify([b.topics, b.queries ?? []]);
}
