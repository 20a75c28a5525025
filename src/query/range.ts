import { nearest } from '../diagnostic/nearest.ts';
import type { TestField } from './ast.ts';

/** The property values of `has:` and `change:`. */
const WORDS = { has: ['code', 'project', 'org'], change: ['new', 'revised', 'enriched', 'relisted', 'seen'] } as const;

const DAY = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;
const PERIOD = /^P(?=\d)(?:\d{1,3}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,4}D)?$/;
const COUNT = /^\d{1,9}$/;
const COMPARISON = /^(>=|<=|>|<|=)(.*)$/;
/** An arXiv id of either style; its version is cut off. A star at the end: every id that begins so. */
const ID = /^(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?$/;
const ID_STEM = /^[a-z0-9][\w./-]{1,40}\*$/i;

const EXPECTED: Record<TestField, string> = {
  id: 'an arXiv id such as 2602.01785, or its beginning with a star: 2602.*',
  has: 'code, project or org',
  change: WORDS.change.join(', '),
  date: 'a day, month or year, a range such as 2026-01..2026-03, >2026-01-15, or a period such as P7D',
  added: 'a day, month or year, a range such as 2026-01..2026-03, >2026-01-15, or a period such as P7D',
  comments: 'a number, >5, >=5, <5, <=5 or a range such as 5..20',
  upvotes: 'a number, >5, >=5, <5, <=5 or a range such as 5..20',
};

/** Whether a text is a year, a month or a day that the calendar has. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const [year, month = '01', day = '01'] = text.split('-') as [string, string?, string?];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

/** A comparison, a range or a single value in its canonical form; `null` when it is none. */
function range(raw: string, isValue: (text: string) => boolean): string | null {
  const comparison = COMPARISON.exec(raw);
  if (comparison !== null) {
    const [, sign, value] = comparison as unknown as [string, string, string];
    if (!isValue(value)) return null;
    return sign === '=' ? value : sign + value;
  }
  const at = raw.includes('..') ? raw.indexOf('..') : raw.indexOf('/');
  if (at < 0) return isValue(raw) ? raw : null;
  const from = raw.slice(0, at);
  const to = raw.slice(at + (raw[at] === '/' ? 1 : 2));
  const fits = (text: string) => text === '' || isValue(text);
  return fits(from) && fits(to) && from + to !== '' ? `${from}..${to}` : null;
}

function canonical(field: TestField, raw: string): string | null {
  switch (field) {
    case 'has':
    case 'change': {
      const word = raw.toLowerCase();
      return (WORDS[field] as readonly string[]).includes(word) ? word : null;
    }
    case 'id':
      return ID.exec(raw)?.[1] ?? (ID_STEM.test(raw) ? raw : null);
    case 'comments':
    case 'upvotes':
      return range(raw, (text) => COUNT.test(text))?.replace(/\d+/g, (digits) => String(Number(digits))) ?? null;
    default:
      return PERIOD.test(raw.toUpperCase()) ? raw.toUpperCase() : range(raw, isDay);
  }
}

/** Reads the value after a property's colon: its canonical form, or what was expected. */
export function readValue(
  field: TestField,
  raw: string,
): { value: string } | { value: null; expected: string; hint: string | null } {
  const value = canonical(field, raw);
  if (value !== null) return { value };
  const near = field === 'has' || field === 'change' ? nearest(raw.toLowerCase(), WORDS[field]) : null;
  return { value: null, expected: EXPECTED[field], hint: near === null ? null : `did you mean ${field}:${near} ?` };
}

/** A range of days; `null` is open. Both ends belong to it unless it is `strict`. */
export interface DayRange {
  from: string | null;
  to: string | null;
  strict: boolean;
}

/** The last day of a year or month, or the day itself. Every month may be taken to have 31: days are compared as text. */
const lastOf = (text: string): string =>
  text.length === 4 ? `${text}-12-31` : text.length === 7 ? `${text}-31` : text;
const firstOf = (text: string): string =>
  text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text;

/** The days that a canonical value of `date:` or `added:` covers; `null` for a period, which depends on today. */
export function dayRange(value: string): DayRange | null {
  if (value.startsWith('P')) return null;
  const comparison = COMPARISON.exec(value);
  if (comparison !== null) {
    const [, sign, day] = comparison as unknown as [string, string, string];
    if (sign === '>') return { from: lastOf(day), to: null, strict: true };
    if (sign === '>=') return { from: firstOf(day), to: null, strict: false };
    if (sign === '<') return { from: null, to: firstOf(day), strict: true };
    return { from: null, to: lastOf(day), strict: false };
  }
  const [from, to] = value.includes('..') ? (value.split('..') as [string, string]) : [value, value];
  return { from: from === '' ? null : firstOf(from), to: to === '' ? null : lastOf(to), strict: false };
}

/** The least and greatest number that a canonical value of `comments:` or `upvotes:` covers. */
export function countRange(value: string): { from: number; to: number } {
  const comparison = COMPARISON.exec(value);
  if (comparison !== null) {
    const count = Number(comparison[2]);
    if (comparison[1] === '>') return { from: count + 1, to: Number.POSITIVE_INFINITY };
    if (comparison[1] === '>=') return { from: count, to: Number.POSITIVE_INFINITY };
    return { from: 0, to: comparison[1] === '<' ? count - 1 : count };
  }
  const [from, to] = value.includes('..') ? (value.split('..') as [string, string]) : [value, value];
  return { from: from === '' ? 0 : Number(from), to: to === '' ? Number.POSITIVE_INFINITY : Number(to) };
}
