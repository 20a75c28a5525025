import { UTCDate } from '@date-fns/utc/date';
import { formatISO } from 'date-fns/formatISO';
import { sub } from 'date-fns/sub';
import type { Day, Instant, Subject } from '../model/index.ts';
import { countRange, dayRange, type TestNode } from '../query/index.ts';
import type { Abbreviations } from './abbreviations.ts';
import type { Rarity } from './corpus.ts';

/** What matching knows besides profiles and papers. Everything that is left out does not count. */
export interface MatchContext {
  /** For periods (`date:P7D`) and for freshness; `null`: periods hold for no paper, and nothing is fresh. */
  now: Instant | null;
  /** Learnt from the archive. */
  abbreviations: Abbreviations | null;
  rarity: Rarity | null;
}

/** Profiles and papers alone. */
export const noContext: MatchContext = { now: null, abbreviations: null, rarity: null };

type Test = (paper: Subject) => boolean;

/** The question of a test node as a function of a paper. What is not known of a paper is in no range. */
export function testOf({ field, value }: TestNode, now: Instant | null): Test {
  switch (field) {
    case 'has':
      if (value === 'org') return ({ organization }) => (organization ?? null) !== null;
      return ({ links = [] }) => links.some(({ rel }) => rel === value);
    case 'change':
      return ({ change }) => change === value;
    case 'id': {
      const stem = value.endsWith('*') ? value.slice(0, -1).toLowerCase() : null;
      const same = value.toLowerCase();
      return ({ arxivId }) => {
        const id = arxivId?.toLowerCase() ?? null;
        return id !== null && (stem === null ? id === same : id.startsWith(stem));
      };
    }
    case 'date':
      return inDays(value, now, ({ published }) => published ?? null);
    case 'added':
      return inDays(value, now, ({ firstSeen }) => firstSeen ?? null);
    default: {
      const { from, to } = countRange(value);
      return (paper) => {
        const count = paper[field] ?? null;
        return count !== null && count >= from && count <= to;
      };
    }
  }
}

function inDays(value: string, now: Instant | null, dayOf: (paper: Subject) => Day | null): Test {
  const range = dayRange(value);
  if (range === null && now === null) return () => false;
  const { from, to, strict } = range ?? period(value, now!.slice(0, 10));
  return (paper) => {
    const day = dayOf(paper);
    if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
    const after = from === null || (strict ? day > from : day >= from);
    return after && (to === null || (strict ? day < to : day <= to));
  };
}

/** The days of a period up to today, both included. */
function period(value: string, today: Day): { from: Day; to: Day; strict: boolean } {
  const of = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(value)?.[1] ?? 0);
  const duration = { years: of('Y'), months: of('M'), weeks: of('W'), days: of('D') };
  const from = formatISO(sub(new UTCDate(`${today}T00:00:00Z`), duration), { representation: 'date' });
  return { from, to: today, strict: false };
}
