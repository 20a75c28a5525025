import type { Argv } from 'yargs';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Day, Instant } from '../model/index.ts';
import type { ExitCode } from './exit.ts';

/** One command: what it takes, what is said of it, and the work itself, which imports what it needs only when it runs. */
export interface Command {
  command: string;
  describe: string;
  // biome-ignore lint/suspicious/noExplicitAny: yargs grows its type with each option; each command knows its own.
  builder: (args: Argv) => Argv<any>;
  /** Shown first in `--help`: what to type, without `paperboy`, and what it does. */
  examples: readonly (readonly [type: string, what: string])[];
  /** The page of `docs/` that tells more, such as `sending.md#by-smtp`. */
  docs: string;
  /** The exit codes it can end with, in ascending order. 1, an error of ours, goes without saying. */
  exits: readonly ExitCode[];
  /**
   * Whether its text on stdout tells what was done, which `--quiet` leaves out, or is the data that was asked for, which is
   * printed all the same. Absent: data.
   */
  reports?: boolean | ((argv: never) => boolean);
  /** `true`: it shows what is wrong in the file of settings itself, and is run all the same. */
  tolerant?: boolean;
  run: (argv: never) => Promise<ExitCode>;
}

/** Options that all commands on dumps have. */
export const commonOptions = {
  json: { type: 'boolean', default: false, describe: 'Print one JSON document on stdout' },
  date: { type: 'string', requiresArg: true, describe: 'The date of the dumps, YYYY-MM-DD, where you know better' },
  now: { type: 'string', requiresArg: true, describe: 'The instant to take for now (ISO 8601), for repeatable runs' },
} as const;

export interface CommonArguments {
  json: boolean;
  date: string | undefined;
  now: string | undefined;
}

/** The day of an option, or `null` when it is not given. @throws UserError (exit 2) when it is no day. */
export function dayOption(name: string, text: string | undefined): Day | null {
  if (text === undefined) return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const known = text >= '1990-01-01' && text <= '2200-12-31';
  if (known && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw usage(`--${name} is not a day: ${JSON.stringify(text)}`, 'a day such as 2026-11-21, from 1990 to 2200');
}

/** The instant of `--now`, or of `PAPERBOY_NOW`, in UTC and whole seconds; the clock's when neither is given. */
export function nowOption(flag: string | undefined): Instant {
  const text = flag ?? (process.env.PAPERBOY_NOW || undefined);
  // Without a zone it is UTC, so that it means the same on every machine.
  const zoned = text !== undefined && /T.*\d$/.test(text) && !/[+-]\d{2}:?\d{2}$/.test(text) ? `${text}Z` : text;
  const right = zoned !== undefined && /^(?:199|20\d|21\d)\d-\d{2}-\d{2}(?:T.+)?$/.test(zoned);
  const date = zoned === undefined ? new Date() : right ? new Date(zoned) : null;
  if (date === null || Number.isNaN(date.getTime())) {
    throw usage(
      `${flag === undefined ? 'PAPERBOY_NOW' : '--now'} is not an instant: ${JSON.stringify(text)}`,
      'an instant such as 2026-11-21T12:00:00Z',
    );
  }
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** A mistake in the arguments. */
export const usage = (
  message: string,
  expected: string | null = null,
  hint = 'paperboy --help shows all commands',
): UserError => new UserError([diagnostic('usage', { message, expected, hint })], 2);

/** Options that may be given several times arrive as one string or as a list. */
export const listOption = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
