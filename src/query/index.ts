export {
  MAX_DEPTH,
  MAX_TERM_LENGTH,
  MAX_TERMS,
  type Query,
  type TermNode,
  type TermStyle,
  type TestField,
  type TestNode,
  type TextField,
} from './ast.ts';
export { isSimpleKeyword, keywordNode, keywordTrouble } from './keyword.ts';
export type { Scope } from './names.ts';
export { parseQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { countRange, dayRange } from './range.ts';
export { hasSubstance, isStem } from './shape.ts';
export { type TopicError, topicToQuery } from './topic.ts';
