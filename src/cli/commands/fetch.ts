import { mkdir } from 'node:fs/promises';
import type { Argv } from 'yargs';
import { diagnostic, plural, UserError } from '../../diagnostic/index.ts';
import type { Exit } from '../../fetch/agent.ts';
import type { FetchReport } from '../../fetch/contract.ts';
import type { Form, Listing } from '../../fetch/listing.ts';
import type { Verdict } from '../../model/index.ts';
import { type Command, commonOptions, dayOption, nowOption, usage } from '../command.ts';
import { environment } from '../environment.ts';
import type { ExitCode } from '../exit.ts';
import { print, printDiagnostics, printJson } from '../terminal.ts';
import { version } from '../version.ts';

interface FetchArguments {
  json: boolean;
  now?: string;
  date?: string;
  week?: string;
  month?: string;
  query?: string;
  since?: string;
  from: string;
  to: string;
  baseUrl?: string;
  allowPrivate?: boolean;
  timeout: number;
  retries: number;
  pause: number;
}

/** The document of `--json`. */
export type FetchDocument = { schema: 'paperboy.fetch/1'; verdict: Verdict } & FetchReport;

const selections = ['date', 'week', 'month', 'query', 'since'] as const;
const site = 'https://huggingface.co';

/** A catch-up of more days than this is more likely a mistake, and many requests. */
const maxDays = 400;

export const fetchCommand = {
  command: 'fetch',
  describe: 'Ask the site for lists of papers and save them as dumps',
  builder: (args: Argv) =>
    args
      .options({ json: commonOptions.json, now: commonOptions.now })
      .option('date', {
        group: 'Which list',
        type: 'string',
        requiresArg: true,
        describe: 'The list of a day, YYYY-MM-DD; default: today',
      })
      .option('week', {
        group: 'Which list',
        type: 'string',
        requiresArg: true,
        describe: 'The list of a week, such as 2026-W05',
      })
      .option('month', {
        group: 'Which list',
        type: 'string',
        requiresArg: true,
        describe: 'The list of a month, such as 2026-02',
      })
      .option('query', {
        group: 'Which list',
        type: 'string',
        requiresArg: true,
        describe: 'What a search on the site finds',
      })
      .option('since', {
        group: 'Which list',
        type: 'string',
        requiresArg: true,
        describe: 'The lists of all days from this one to today that are not here yet',
      })
      .option('from', { choices: ['api', 'html'], default: 'api', describe: 'Ask the API, or save the page' })
      .option('to', { type: 'string', requiresArg: true, default: 'dumps', describe: 'The folder of dumps' })
      .option('base-url', {
        group: 'Network',
        type: 'string',
        requiresArg: true,
        describe: `The site, or a mirror of it; default: ${site}`,
      })
      .option('allow-private', {
        group: 'Network',
        type: 'boolean',
        describe: 'Let --base-url be on this machine or in a private network',
      })
      .option('timeout', {
        group: 'Network',
        type: 'number',
        requiresArg: true,
        default: 60,
        describe: 'Seconds for one list in all',
      })
      .option('retries', {
        group: 'Network',
        type: 'number',
        requiresArg: true,
        default: 3,
        describe: 'Attempts after the first',
      })
      .option('pause', {
        group: 'Network',
        type: 'number',
        requiresArg: true,
        default: 1,
        describe: 'Seconds between two requests',
      }),
  examples: [
    ['fetch', 'today’s list, as dumps/YYYY-MM-DD.json'],
    ['fetch --since 2026-02-01', 'what was missed'],
  ],
  docs: 'fetching.md',
  exits: [0, 2, 3, 5],
  reports: true,
  run: fetchLists,
} satisfies Command;

async function fetchLists(argv: FetchArguments): Promise<ExitCode> {
  const now = nowOption(argv.now);
  const { daysBetween } = await import('../../fetch/listing.ts');
  const listings = readSelection(argv, now.slice(0, 10), daysBetween);
  const { base, exit } = await openSite(argv);
  const { fetchListings } = await import('../../fetch/fetch.ts');
  const { replaceFile } = await import('../../store/atomic.ts');
  const { takeLock } = await import('../../store/lock.ts');
  const { inspector, joinPages } = await import('../answers.ts');
  const inspect = inspector(now);
  const limits = {
    timeoutMs: amount('timeout', argv.timeout, 0.001, 3600) * 1000,
    retries: Math.trunc(amount('retries', argv.retries, 0, 10)),
    pauseMs: amount('pause', argv.pause, 0, 3600) * 1000,
    backoffMs: 500,
    maxBytes: 64 * 1024 * 1024,
  };
  const form = argv.from as Form;
  const userAgent = `paperboy/${version()}`;
  await mkdir(argv.to, { recursive: true }).catch(explain);
  const unlock = await takeLock(argv.to);
  try {
    const report = await fetchListings(
      { base, listings, form, folder: argv.to, now, missingOnly: argv.since !== undefined, userAgent, limits },
      {
        exit,
        inspect,
        write: replaceFile,
        papersIn: (bytes) => inspect(bytes, form).papers,
        join: joinPages,
        random: Math.random,
        clock: Date.now,
      },
    ).catch(explain);
    const { judgeFetch } = await import('../../fetch/verdict.ts');
    show(argv, report, judgeFetch(report));
    return report.diagnostics.some(({ severity }) => severity === 'error') ? 3 : 0;
  } finally {
    await exit.close();
    await unlock();
  }
}

/** @throws UserError (exit 2) when not exactly one list is meant, or it cannot be. */
function readSelection(
  argv: FetchArguments,
  today: string,
  daysBetween: (a: string, b: string) => string[],
): Listing[] {
  const given = selections.filter((name) => argv[name] !== undefined);
  if (given.length > 1) throw usage(`--${given.join(' and --')} exclude each other`, 'one of them');
  const { week, month, query } = argv;
  if (week !== undefined) {
    if (!/^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/.test(week)) throw usage('--week is not a week', 'such as 2026-W05');
    return [{ kind: 'week', week }];
  }
  if (month !== undefined) {
    if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw usage('--month is not a month', 'such as 2026-02');
    return [{ kind: 'month', month }];
  }
  if (query !== undefined) {
    if (query.trim() === '' || query.length > 200) throw usage('--query is empty or too long', 'up to 200 characters');
    return [{ kind: 'query', query: query.trim() }];
  }
  const since = dayOption('since', argv.since);
  if (since === null) return [{ kind: 'day', day: dayOption('date', argv.date) ?? today }];
  if (since > today) throw usage(`--since lies in the future: ${since}`, `a day up to ${today}`);
  const days = daysBetween(since, today);
  if (days.length > maxDays) throw usage(`--since asks for ${days.length} days`, `at most ${maxDays}`);
  return days.map((day) => ({ kind: 'day', day }));
}

/** @throws UserError (exit 2) when the address of the site or of a proxy cannot be used. */
async function openSite(argv: FetchArguments): Promise<{ base: URL; exit: Exit }> {
  const { Gate, isSafeScheme } = await import('../../fetch/gate.ts');
  const { openExit } = await import('../../fetch/agent.ts');
  const env = environment();
  const text = argv.baseUrl ?? (env.PAPERBOY_BASE_URL || site);
  const name = argv.baseUrl === undefined ? 'PAPERBOY_BASE_URL' : '--base-url';
  const allowPrivate = argv.allowPrivate ?? truthOf(env.PAPERBOY_ALLOW_PRIVATE);
  const base = URL.canParse(text) ? new URL(text) : null;
  if (base === null || !/^https?:$/.test(base.protocol)) throw setting(`${name} is not an absolute http(s) address`);
  if (base.username !== '' || base.password !== '') throw setting(`${name} holds a user name or a password`);
  if (base.search !== '' || base.hash !== '') throw setting(`${name} holds "?" or "#"`);
  if (!isSafeScheme(base)) throw setting(`${name} must be https; http is for this machine only`);
  try {
    return { base, exit: openExit(new Gate(allowPrivate ? base.hostname : null), env) };
  } catch (error) {
    // The value is not repeated: it may hold a password.
    if (error instanceof TypeError) throw setting('HTTPS_PROXY or HTTP_PROXY is not the address of a proxy');
    throw error;
  }
}

function truthOf(text: string | undefined): boolean {
  if (text !== undefined && !['', 'true', 'false'].includes(text))
    throw setting('PAPERBOY_ALLOW_PRIVATE is neither true nor false');
  return text === 'true';
}

const setting = (message: string): UserError => new UserError([diagnostic('setting-invalid', { message })], 2);

function amount(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw usage(`--${name} is out of range: ${value}`, `${min} to ${max}`);
}

function show({ json }: FetchArguments, { saved, diagnostics }: FetchReport, verdict: Verdict): void {
  if (json) {
    printJson({ schema: 'paperboy.fetch/1', verdict, saved, diagnostics } satisfies FetchDocument);
  } else {
    for (const { path, papers, status } of saved) print(`${path}: ${plural(papers, 'paper')}, ${status}`);
    print(`${verdict.kind}: ${verdict.reason}`);
  }
  printDiagnostics(diagnostics, json ? 'warning' : 'info');
}

/** What the network does is in the report: an error of a system call is one of the folder. */
function explain(error: NodeJS.ErrnoException): never {
  if (error.syscall === undefined) throw error;
  const message = `cannot read or write the folder of dumps: ${error.code}`;
  throw new UserError([diagnostic('dump-unwritable', { message, file: error.path ?? null })], 5);
}
