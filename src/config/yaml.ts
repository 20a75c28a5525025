import { type Document, isMap, isNode, isScalar, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import { type Code, diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';

/** Largest file read, in bytes: a thousand keywords are 20 KB. */
export const maxBytes = 64 * 1024;
const maxDepth = 32;

/** Path to a value: keys and indices. */
export type Path = (string | number)[];

/** A YAML file as values, and where each stands. */
export interface YamlFile {
  value: unknown;
  /** Reports at a value or, with `key`, at the key of an entry; a missing one is reported at what should hold it. */
  report(code: Code, path: Path, detail: Detail, key?: boolean): Diagnostic;
}

/** `offset`: UTF-16 units into the text of a scalar. */
type Detail = { message: string; offset?: number } & Partial<Pick<Diagnostic, 'expected' | 'actual' | 'hint'>>;

/**
 * Reads YAML that a stranger may have written. Size and nesting are checked before the parser sees the text, because
 * the parser recurses and a kilobyte of brackets can end the process. Aliases are refused (a few lines of them make
 * millions of values), as are duplicate keys, tags and a second document. Errors never quote the text: it may hold
 * an address.
 * @param unreadable the code of a text that is not YAML, or too much of it.
 */
export function readYaml(
  text: string,
  file: string,
  unreadable: Code = 'subscription-unreadable',
): { yaml: YamlFile | null; diagnostics: Diagnostic[] } {
  const lines = new LineCounter();
  const refuse = (message: string, place: { line?: number; column?: number } = {}) => ({
    yaml: null,
    diagnostics: [diagnostic(unreadable, { message, file, ...place })],
  });
  if (Buffer.byteLength(text) > maxBytes) return refuse(`the file is larger than ${maxBytes / 1024} KB`);
  const deep = tooDeep(text);
  if (deep !== null) return refuse(`nested more than ${maxDepth} levels deep`, { line: deep });

  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: false,
    resolveKnownTags: false,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    offset: error.pos[0],
    message: explanations[error.code] ?? 'this is not valid YAML',
  }));
  visit(document, {
    Alias(_, alias) {
      problems.push({ offset: alias.range?.[0] ?? 0, message: 'aliases (*name) are not supported; repeat the value' });
    },
  });
  if (problems.length > 0) {
    // The first few are the cause; the others usually follow from them.
    const first = problems.sort((a, b) => a.offset - b.offset).slice(0, 5);
    const diagnostics = first.map(({ offset, message }) => diagnostic(unreadable, { message, file, ...at(offset) }));
    return { yaml: null, diagnostics };
  }
  const report: YamlFile['report'] = (code, path, { offset = 0, ...detail }, key = false) => {
    const start = key ? startOfKey(document, path) : startOfValue(document, path, offset, text);
    return diagnostic(code, { ...detail, file, ...at(start) });
  };
  return { yaml: { value: document.toJS({ maxAliasCount: 0 }), report }, diagnostics: [] };
}

/**
 * The line at which the text nests too deep, or `null`. An upper bound found without recursion: flow collections by
 * their brackets, as the lexer (which knows strings and comments) sees them; block collections by the columns of
 * spaces and indicators that a line begins with, for each level takes at least one.
 */
function tooDeep(text: string): number | null {
  const blockLevels = /^(?: |[-?:](?=[ \t]|$)|\t)*/;
  const lines = text.split(/\r\n?|\n/);
  const block = lines.findIndex((line) => {
    const start = blockLevels.exec(line)?.[0] ?? '';
    return start.length > 2 * maxDepth && line.trim() !== '';
  });
  if (block !== -1) return block + 1;
  let depth = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > maxDepth) return line;
    line += token.split('\n').length - 1;
  }
  return null;
}

function startOfValue(document: Document, path: Path, offset: number, text: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const start = node.range[0];
    if (length < path.length || offset === 0 || !isScalar(node)) return start;
    // Only where the text stands in the file letter by letter can an offset be counted.
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
    const value = String(node.value);
    return text.startsWith(value, start + quoted) ? start + quoted + offset : start;
  }
  return 0;
}

function startOfKey(document: Document, path: Path): number {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(holder)
    ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
    : undefined;
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : startOfValue(document, path, 0, '');
}

const explanations: Partial<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit the lines above',
  BLOCK_AS_IMPLICIT_KEY: 'a value that contains ": " needs quotes, or the indentation is wrong',
  BAD_SCALAR_START: 'a value that begins with @, ` or % needs quotes',
  BAD_DQ_ESCAPE: 'there is no such escape in double quotes; single quotes take a backslash as it is',
  BAD_ALIAS: 'a value that begins with & or * needs quotes',
  DUPLICATE_KEY: 'this field stands here twice',
  MISSING_CHAR: 'a quote, a bracket or a comma is missing',
  MULTILINE_IMPLICIT_KEY: 'a ":" is missing, or the line belongs to a value that is not indented',
  MULTIPLE_DOCS: 'the file contains more than one document ("---")',
  NON_STRING_KEY: 'a field name must be text',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not supported; a value that begins with ! needs quotes',
  UNEXPECTED_TOKEN: 'this was not expected here',
};
