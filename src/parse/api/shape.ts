import type { Day, Listing } from '../../model/index.ts';
import { findDay } from '../printed-date.ts';
import { cleanLine } from '../sanitize.ts';
import { Hole } from './salvage.ts';

/** The rows of an answer, and what it says of itself. */
export interface RowList {
  rows: unknown[];
  /** `null`: it does not say, the rows must tell. */
  listing: Listing | null;
  /** The day stated beside the list; `null` when none is. */
  listed: Day | null;
}

type Wire = Record<string, unknown>;

/** Members are looked for at most this deep. */
const maxDepth = 4;

/**
 * Finds the rows in an answer of whatever shape: a list, one row, the hydration object of the page, or an object that
 * holds lists somewhere within. `null` when there is no list of papers in it.
 */
export function findRows(value: unknown, depth = 0): RowList | null {
  if (Array.isArray(value)) return { rows: value, listing: null, listed: null };
  const wire = asObject(value);
  if (wire === null) return null;
  if (Array.isArray(wire.dailyPapers)) return hydration(wire, wire.dailyPapers);
  if (isRow(wire)) return { rows: [wire], listing: 'unknown', listed: null };
  if (depth === maxDepth) return null;
  const found: RowList[] = [];
  for (const member of Object.values(wire)) {
    if (Array.isArray(member) ? member.some((one) => isRow(one) || one instanceof Hole) : asObject(member) !== null) {
      const rows = findRows(member, depth + 1);
      if (rows !== null && rows.rows.length > 0) found.push(rows);
    }
  }
  return found.length === 0 ? emptyList(wire) : joinLists(found);
}

/** Several lists read as one. They may be of several days, so what one says of itself does not hold for all. */
export function joinLists(lists: readonly RowList[]): RowList {
  if (lists.length === 1) return lists[0]!;
  return { rows: lists.flatMap((list) => list.rows), listing: 'unknown', listed: null };
}

/** The message of an answer that is an error, one line; `null` when the value is none. */
export function errorOf(value: unknown): string | null {
  const wire = asObject(value);
  if (wire === null || asObject(wire.paper) !== null) return null;
  const nested = asObject(wire.error);
  const stated = [wire.error, nested?.message, wire.message, wire.detail].find((one) => typeof one === 'string');
  const isError = 'error' in wire || (stated !== undefined && !('title' in wire));
  return isError ? cleanLine(typeof stated === 'string' ? stated : '', 200) : null;
}

/** Whether a value looks like a paper: the wrapper of the API, or the paper itself. */
const isRow = (value: unknown): boolean => {
  const wire = asObject(value);
  if (wire === null) return false;
  return asObject(wire.paper) !== null || (typeof wire.title === 'string' && ('id' in wire || 'summary' in wire));
};

/** An object whose only lists are empty: an answer without papers. */
function emptyList(wire: Wire): RowList | null {
  const lists = Object.values(wire).filter((member) => Array.isArray(member));
  const empty = lists.length > 0 && lists.every((list) => list.length === 0);
  return empty ? { rows: [], listing: null, listed: null } : null;
}

/**
 * The properties from which the page builds itself. 2024: `date, nextDate, prevDate`; 2026: `dateString, periodType,
 * query, isTrending`. A week and a month are named `2026-W05` and `2026-02`: no day.
 */
function hydration(wire: Wire, rows: unknown[]): RowList {
  const query = asObject(wire.query)?.q ?? wire.query;
  const periods: Record<string, Listing> = { day: 'daily', week: 'week', month: 'month' };
  let listing = periods[typeof wire.periodType === 'string' ? wire.periodType : 'day'] ?? 'unknown';
  if (typeof query === 'string' && query.trim() !== '') listing = 'search';
  else if (wire.isTrending === true) listing = 'trending';
  const listed = dayOf(wire.dateString) ?? dayOf(wire.date);
  return { rows, listing, listed: listing === 'search' ? null : listed };
}

export const asObject = (value: unknown): Wire | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : null;

/** The day at the beginning of an instant or day; `null` for any other value. */
export const dayOf = (value: unknown): Day | null => (typeof value === 'string' ? findDay(value.slice(0, 10)) : null);
