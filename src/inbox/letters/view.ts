import { textOf } from '../../subscribers/topics-text.ts';
import type { Preferences, Proposal, Subscriber } from '../../subscribers/types.ts';

/** What a profile would have brought lately; `null`: there is no archive to tell from. */
export interface Volume {
  papers: number;
  /** Days with a list of papers. */
  days: number;
}

/** The commands as help shows them, one a line. */
export const commandLines: readonly string[] = [
  'subscribe DPO, "reward model", -diffusion',
  'topics "reasoning", agents    (other topics)',
  'daily / weekdays / weekly monday / monthly',
  'at 7    (from which hour)',
  'zone Europe/Vienna',
  'pause 2 weeks / pause until 2026-12-24 / resume',
  'status    (what you get now)',
  'unsubscribe',
  'help',
];

const mostLines = 12;
const longest = 100;

/** The topics as one would type them, bounded: they are read back to whoever somebody named. */
export function profileLines({ topics }: Pick<Preferences, 'topics'>): string[] {
  const lines = textOf(topics)
    .split('\n')
    .map((line) => (line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line));
  const left = lines.length - mostLines;
  return left > 0 ? [...lines.slice(0, mostLines), `and ${left} more`] : lines;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** When it comes, as a sentence. */
export function rhythmOf({ cadence, weekday = 1, monthDay = 1, sendHour = 0, timeZone = 'UTC' }: Preferences): string {
  const often = {
    daily: 'One mail a day',
    weekdays: 'One mail a day from Monday to Friday',
    weekly: `One mail a week, on ${weekdays[weekday - 1]}`,
    monthly: `One mail a month, on day ${monthDay}`,
    instant: 'A mail as soon as there is something new',
  }[cadence];
  if (cadence === 'instant') return `${often}.`;
  const from = sendHour === 0 ? '' : `, from ${sendHour}:00 (${timeZone})`;
  return `${often}${from}, when there is something new.`;
}

/** How much that is, as a sentence; empty when nobody can say. Lists come on five days a week. */
export function volumeOf(volume: Volume | null): string {
  if (volume === null || volume.days === 0) return '';
  const week = (volume.papers / volume.days) * 5;
  if (volume.papers === 0) return `None of the papers of the last ${volume.days} days would have been among it.`;
  if (week < 0.5) return 'That is less than one paper a week, by the papers of late.';
  const number = week < 10 ? Math.round(week) : Math.round(week / 5) * 5;
  return `That is about ${number} ${number === 1 ? 'paper' : 'papers'} a week, by the papers of late.`;
}

/** What a proposal other than new preferences would do, as a sentence; `null` for preferences. */
export function changeOf(proposal: Proposal | null): string | null {
  if (proposal?.kind === 'resume') return 'After it your mails would come again.';
  if (proposal?.kind !== 'pause') return null;
  return proposal.until === null
    ? 'After it nothing would come until you write "resume".'
    : `After it nothing would come before ${proposal.until}.`;
}

/** What is to be said of a state besides what one gets; `null`: nothing. */
export function stateOf({ state, until }: Pick<Subscriber, 'state' | 'until'>): string | null {
  if (state === 'pending') return 'You have not confirmed it yet, so nothing is sent.';
  if (state === 'unsubscribed') return 'You have left, so nothing is sent.';
  if (state === 'bounced') return 'Mails to this address did not arrive, so nothing is sent.';
  if (state !== 'paused') return null;
  return until === null ? 'It is paused until you write "resume".' : `It is paused: nothing comes before ${until}.`;
}
