import { diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { emptyFile, type ParsedFile } from '../format.ts';
import { collect } from './collect.ts';
import { positionAt } from './position.ts';
import { Hole, salvage } from './salvage.ts';
import { errorOf, findRows, joinLists, type RowList } from './shape.ts';

/** What was read of a JSON text. */
export interface JsonReading {
  /** `null`: there is no list of papers in it. */
  list: RowList | null;
  problems: Diagnostic[];
  cut: boolean;
}

/** A list as Python prints it, which looks like JSON and is none. */
const pythonRepr = /^\s*[[({]\s*(?:[[({]\s*)?'/;

/**
 * Reads a JSON text: whole, or what can be saved of it.
 * @param place of offsets in the text, for a text that is part of a file.
 */
export function readDocument(
  text: string,
  source: string,
  place = (offset: number) => positionAt(text, offset),
): JsonReading {
  let refusal: string;
  try {
    const value: unknown = JSON.parse(text);
    const list = findRows(value);
    return { list, problems: list === null ? [withoutList(value, source)] : [], cut: false };
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error);
  }
  if (pythonRepr.test(text.slice(0, 1_000))) return { list: null, problems: [repr(source)], cut: false };
  const { values, cut, trailing } = salvage(text);
  const lists = values.flatMap((value) => findRows(value) ?? []);
  const list = lists.length === 0 ? null : joinLists(lists);
  const whole = list?.rows.filter((row) => !(row instanceof Hole)).length ?? 0;
  const severity = whole === 0 ? 'error' : 'warning';
  const kept =
    whole === 0
      ? 'nothing of it was taken in'
      : `the ${whole === 1 ? 'one element' : `${whole} elements`} before it ${whole === 1 ? 'was' : 'were'} kept`;
  if (cut) {
    const problem = diagnostic('file-cut', {
      message: `the file ends in the middle of the list; ${kept}`,
      file: source,
      ...place(text.trimEnd().length),
      hint: 'save it again, and completely',
    });
    return { list, problems: [problem], cut };
  }
  const offset = trailing ?? Number(/position (\d+)/.exec(refusal)?.[1] ?? text.length);
  const problem = diagnostic('json-invalid', {
    message:
      trailing === null
        ? `the file is not valid JSON; ${whole === 0 ? kept : 'what is whole in it was read'}`
        : 'more text follows after the list; what is whole in it was read too',
    file: source,
    ...place(offset),
    severity,
    expected: 'one JSON array of papers',
    actual: refusal.slice(0, 120),
    hint: 'the file may have been edited, or two files joined: save it again',
  });
  return { list, problems: [problem], cut };
}

/** A whole file that is one JSON text. */
export function parseDocument(text: string, source: string): ParsedFile {
  const { list, problems, cut } = readDocument(text, source);
  if (list === null) return emptyFile([problems[0]!]);
  const rows = list.rows.map((row, index) => ({ row, number: index + 1 }));
  return collect({ ...list, rows, source, text, noun: 'element', problems, cut });
}

function withoutList(value: unknown, source: string): Diagnostic {
  const message = errorOf(value);
  if (message !== null) {
    return diagnostic('api-error', {
      message: `the file is an error message of the API, not a list${message === '' ? '' : `: ${message}`}`,
      file: source,
    });
  }
  return diagnostic('row-invalid', {
    message: 'there is no list of papers in this JSON file',
    file: source,
    ...{ line: 1, column: 1 },
    expected: 'a JSON array of papers',
  });
}

function repr(source: string): Diagnostic {
  return diagnostic('python-repr', {
    message: 'this is a list as Python prints it, not JSON; nothing of it was taken in',
    file: source,
    ...{ line: 1, column: 1 },
    expected: '"double quotes", null, true, false',
    hint: 'convert it: python3 -c "import ast, json, sys; json.dump(ast.literal_eval(sys.stdin.read()), sys.stdout)" < FILE > FILE.json',
  });
}
