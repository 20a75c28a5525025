export { MAX_DEPTH, MAX_TERMS, type Query, type TermStyle } from './ast.ts';
export { parseQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { type TopicError, topicToQuery } from './topic.ts';
