import type { Subscription } from '../model/index.ts';
import type { Guest, Sight } from './desk.ts';

/** How often, as a choice and within a sentence. */
export const CADENCES: Record<Subscription['cadence'], { choice: string; sentence: string }> = {
  daily: { choice: 'every day', sentence: 'every day' },
  weekdays: { choice: 'Monday to Friday', sentence: 'from Monday to Friday' },
  weekly: { choice: 'once a week', sentence: 'once a week' },
  monthly: { choice: 'once a month', sentence: 'once a month' },
  instant: { choice: 'as soon as there is something', sentence: 'as soon as there is something' },
};

/** What a subscriber's state means. */
export function stateText({ state, pausedUntil, cadence }: Guest): string {
  switch (state) {
    case 'active':
      return `Mail comes ${CADENCES[cadence].sentence}, when there is something new.`;
    case 'paused':
      return pausedUntil === null ? 'Paused until you resume.' : `Paused. Mail comes again from ${pausedUntil}.`;
    case 'pending':
      return 'Not confirmed yet: nothing comes before you confirm.';
    default:
      return 'You get no mail. To get some again, sign up anew.';
  }
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** "12 of 214 papers of the last 30 days: about 3 a week." */
export function volumeText({ days, papers, matches }: Sight): string {
  if (papers === 0) return 'There are no papers yet to try this on.';
  const of = `${plural(matches, 'paper', 'papers')} of ${papers} in ${plural(days, 'day', 'days')}`;
  // A rate of a few days would be a guess.
  if (days < 7 && matches > 0) return `${of}.`;
  const week = (matches * 7) / Math.max(1, days);
  const rate =
    week >= 1.5 ? `about ${Math.round(week)} a week` : week >= 0.75 ? 'about one a week' : 'less than one a week';
  return matches === 0
    ? `None of ${plural(papers, 'paper', 'papers')} in ${plural(days, 'day', 'days')}.`
    : `${of}: ${rate}.`;
}
