import type { Organization } from '../../model/index.ts';
import { type DateLine, readDateLine } from '../printed-date.ts';
import { cleanLine, cut, limits } from '../sanitize.ts';
import { costAsAbstract } from './evidence.ts';
import type { Line } from './lines.ts';

/** A meta block: `  • N authors` or `handle Display name`, `·`, `Mon D[, YYYY][ C]`. */
export interface Meta {
  /** Index of its first line, and of the first line after it. */
  start: number;
  end: number;
  authorCount: number | null;
  organization: Organization | null;
  date: DateLine | null;
  /** `true` when the line is known for the name of an organisation by its place alone. */
  odd: boolean;
}

const separator = /^[·•∙⋅]$/;
const authors = /^(?:[•*∙·-]\s*)?(\d{1,6}) authors?$/i;

/**
 * Finds the meta blocks, which are known by three lines standing together in order, never by one line alone: a paper
 * may be called `5 authors`, `·` or `Oct 31`.
 */
export function findMetas(lines: readonly Line[], start: number, end: number): Meta[] {
  const metas: Meta[] = [];
  let from = start;
  for (let index = start; index < end; index++) {
    if (!separator.test(lines[index]!.text)) continue;
    const meta = readMeta(lines, from, index, end);
    if (meta === null) continue;
    metas.push(meta);
    from = meta.end;
    index = meta.end - 1;
  }
  return metas;
}

/** Reads the block around the separator at `dot`; `null` when the neighbours do not bear it out. */
function readMeta(lines: readonly Line[], from: number, dot: number, end: number): Meta | null {
  const before = dot > from ? lines[dot - 1]! : null;
  const count = before === null ? null : authors.exec(before.text);
  const next = dot + 1 < end ? lines[dot + 1]! : null;
  const date = next === null ? null : readDateLine(next.text);
  // A date one blank line away belongs to the block only if no such line could be the next title with its abstract.
  const dated = date !== null && (!next!.afterBlank || dot + 2 >= end || !isTitleWithAbstract(lines, dot + 1, end));
  if (count !== null) {
    // `N authors` and the separator in one block of their own suffice: the file may be cut before the date.
    if (!dated && (lines[dot]!.afterBlank || !before!.afterBlank)) return null;
    return {
      start: dot - 1,
      end: dated ? dot + 2 : dot + 1,
      authorCount: Number(count[1]),
      organization: null,
      date: dated ? date : null,
      odd: false,
    };
  }
  if (!dated) return null;
  const known = before === null || lines[dot]!.afterBlank ? null : readOrganization(before.text);
  const odd = known === null && before !== null && isOrganizationByPlace(before, lines[dot]!);
  const organization = odd ? readOddOrganization(before.text) : known;
  return { start: organization === null ? dot : dot - 1, end: dot + 2, authorCount: null, organization, date, odd };
}

/**
 * Whether a line that begins with no account name names an organisation nevertheless: it begins a block that goes on with
 * the separator and a date, and no abstract does.
 */
function isOrganizationByPlace(before: Line, dot: Line): boolean {
  return before.afterBlank && !dot.afterBlank && before.text.length < 600 && !isProse(before.text);
}

const isProse = (text: string): boolean => text.length >= 150 && costAsAbstract(text) === 0;

function isTitleWithAbstract(lines: readonly Line[], index: number, end: number): boolean {
  const next = lines[index + 1];
  return index + 1 < end && next !== undefined && next.afterBlank && next.text.length > 200;
}

/** `handle Display name`: an account name of the site, then the name for people. */
export function readOrganization(text: string): Organization | null {
  const found = /^([A-Za-z0-9][\w.-]{0,95})(?: (.{1,200}))?$/.exec(text);
  if (found === null) return null;
  return { handle: found[1]!, name: cleanLine(found[2] ?? found[1]!, limits.name) };
}

/** Any line as an organisation: the first word as its handle, the others as its name. */
function readOddOrganization(text: string): Organization {
  const space = text.indexOf(' ');
  const handle = cut(space < 0 ? text : text.slice(0, space), limits.name);
  return { handle, name: cleanLine(space < 0 ? text : text.slice(space + 1), limits.name) };
}
