/** What is to be run, when and where; the four forms of a schedule are made from this. */
export interface Plan {
  /** Local time of the day. */
  hour: number;
  minute: number;
  /** IANA name; `null`: that of the machine, and UTC on GitHub. */
  timeZone: string | null;
  /** Send the digests that are due; otherwise they are previews. */
  send: boolean;
  /** Ask the site for today's list first. */
  fetch: boolean;
}

/** Where a schedule runs on a machine of one's own. All paths are absolute. */
export interface Place {
  node: string;
  /** The file of this Paperboy that node runs. */
  program: string;
  /** The folder with `dumps/`, `subscriptions/` and `out/`. */
  folder: string;
  user: string;
}

/** The steps of a day: what to call Paperboy with, in order. */
export const stepsOf = ({ send, fetch }: Pick<Plan, 'send' | 'fetch'>): string[][] => [
  ...(fetch ? [['fetch']] : []),
  send ? ['run', '--send'] : ['run'],
];

/** `7:23` as `07:23`. */
export const clock = ({ hour, minute }: Pick<Plan, 'hour' | 'minute'>): string =>
  [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');

/** The time of `--at`, or `null` when it is none. */
export function timeIn(text: string): { hour: number; minute: number } | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? null : { hour: Number(found[1]), minute: Number(found[2]) };
}

/** The name of `--time-zone` as the tables of time zones write it, or `null` when there is none of that name. */
export function zoneIn(text: string): string | null {
  // An offset such as +01:00 is no place, and neither cron nor GitHub takes one.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
