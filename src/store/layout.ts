import type { Day, Edition, PaperRecord } from '../model/index.ts';

/**
 * The files of a state, with forward slashes. Papers lie by the day of their item's instant, which never changes: a new
 * day adds a file and touches those of the papers it brings again, mostly of the days before, so that a commit of the
 * state is small whatever the size of the archive. Editions by month, dumps by year.
 */
export const manifestPath = 'manifest.json';
export const clockPath = 'clock.json';
export const unsettledPath = 'unsettled.jsonl';
export const cursorsPath = 'subscriptions.json';

/** Beside the archive, not part of it: no manifest names it. */
export const subscribersPath = 'subscribers.jsonl';

export const paperPath = ({ instant }: Pick<PaperRecord, 'instant'>): string => dayPath(instant.slice(0, 10));
export const dayPath = (day: Day): string => `papers/${day.slice(0, 4)}/${day}.jsonl`;
export const editionPath = ({ date }: Pick<Edition, 'date'>): string => `editions/${date.slice(0, 7)}.jsonl`;
export const dumpPath = ({ date }: { date: Day }): string => `dumps/${date.slice(0, 4)}.jsonl`;

/** Files that every state has. */
export const always = [clockPath, unsettledPath, cursorsPath];

/** Whether this is the path of a file that a state of an earlier version consisted of: such a one may be removed. */
export const isFormerFile = (path: string): boolean =>
  /^(?:(?:papers|editions)\/\d{4}-\d{2}\.jsonl|dumps\.jsonl|subscriptions\.json)$/.test(path);

/** Whether this is the path of a file that a state may consist of, the manifest aside. A manifest names no other. */
export const isStateFile = (path: string): boolean =>
  always.includes(path) || /^(?:papers\/(\d{4})\/\1-\d{2}-\d{2}|editions\/\d{4}-\d{2}|dumps\/\d{4})\.jsonl$/.test(path);
