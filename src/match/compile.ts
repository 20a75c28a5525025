import type { Topic } from '../model/index.ts';
import {
  hasSubstance,
  keywordNode,
  keywordTrouble,
  MAX_TERM_LENGTH,
  MAX_TERMS,
  type Scope,
  type TopicError,
  topicToQuery,
} from '../query/index.ts';
import { IntList } from './int-list.ts';
import { compileQuery, groupCode, leafCode, notCode, Op, type ProgramPool } from './program.ts';
import { asksForSomething, type Terms } from './terms.ts';

/** Turns topics into programs. */
export class Compiler {
  private readonly terms: Terms;
  private readonly pool: ProgramPool;
  private readonly buffer = new IntList(64);

  constructor(terms: Terms, pool: ProgramPool) {
    this.terms = terms;
    this.pool = pool;
  }

  /** The number of the program of a topic's tree, or -1 when it has an error and matches nothing. */
  compile(topic: Topic, scope: Scope, report: (error: TopicError) => void): number {
    const { query, errors } = topicToQuery(topic, scope);
    errors.forEach(report);
    if (query === null) return -1;
    if (asksForSomething(query)) {
      const code = compileQuery(query, this.terms, topic.abbreviations !== false);
      return this.pool.intern(code, code.length);
    }
    report(excludesOnly);
    return -1;
  }

  /**
   * A topic of lists alone, without building its tree: keywords that were met before are looked up by their text. The program is the
   * same as that of the tree. -1: something needs a closer look.
   */
  lists({ any, all, none, query, use, abbreviations }: Topic): number {
    const parts = (any.length > 0 ? 1 : 0) + all.length + none.length;
    if (query !== null || (use !== undefined && use.length > 0) || abbreviations === false) return -1;
    if (any.length + all.length === 0 || any.length + all.length + none.length > MAX_TERMS) return -1;
    const { buffer } = this;
    buffer.length = 0;
    if (parts > 1) {
      buffer.push(groupCode(Op.and, parts));
      buffer.push(0);
    }
    const at = buffer.length;
    if (any.length > 1) {
      buffer.push(groupCode(Op.anyOf, any.length));
      buffer.push(any.length + 2);
    }
    for (let i = 0; i < any.length; i++) {
      const leaf = this.keyword(any[i]!);
      if (leaf < 0) return -1;
      buffer.push(leafCode(leaf));
    }
    for (let i = 0; i < all.length; i++) {
      const leaf = this.keyword(all[i]!);
      if (leaf < 0) return -1;
      buffer.push(leafCode(leaf));
    }
    for (let i = 0; i < none.length; i++) {
      const leaf = this.keyword(none[i]!);
      if (leaf < 0) return -1;
      buffer.push(notCode(leaf));
    }
    if (parts > 1) buffer.data[at - 1] = buffer.length;
    return this.pool.intern(buffer.data, buffer.length);
  }

  private keyword(entry: string): number {
    const leaf = this.terms.keyword(entry);
    if (leaf >= 0) return leaf;
    // What is wrong with a keyword is said where its tree is built.
    if (entry.length > MAX_TERM_LENGTH || !hasSubstance(entry) || keywordTrouble(entry) !== null) return -1;
    return this.terms.addKeyword(entry, keywordNode(entry));
  }
}

const excludesOnly: TopicError = {
  message: 'a topic that only excludes would match nearly every paper, so it matches none',
  offset: 0,
  length: 0,
  expected: 'at least one term to look for, in every branch of an OR',
  hint: 'add a list any or all, or a term without NOT to the query',
  part: 'topic',
  index: 0,
};
