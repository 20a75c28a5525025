export {
  FIELDS,
  type FieldNode,
  type GroupNode,
  MAX_DEPTH,
  MAX_QUERY_LENGTH,
  MAX_TERM_LENGTH,
  MAX_TERMS,
  type NotNode,
  type Position,
  type Query,
  type QueryError,
  type TermNode,
  type TermStyle,
} from './ast.ts';
export { parseQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { type TopicError, topicToQuery } from './topic.ts';
