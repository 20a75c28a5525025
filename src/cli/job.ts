import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../config/settings.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { readSources } from '../fetch/files.ts';
import type { Day, Diagnostic, Instant, RunReport } from '../model/index.ts';
import type { Effects } from '../pipeline/effects.ts';
import { run } from '../pipeline/run.ts';
import { replaceFile } from '../store/atomic.ts';
import { takeLock } from '../store/lock.ts';
import { type CommonArguments, nowOption } from './command.ts';
import { environment } from './environment.ts';
import { loadEverybody } from './everybody.ts';
import type { ExitCode } from './exit.ts';
import { hasOutput, prune, readSiteTemplates, readTemplates, shellCache } from './files.ts';
import { reasonOf, refusal, watched, withReason } from './mail-note.ts';
import { whatToOpen } from './opens.ts';
import { programDigest } from './program.ts';
import { progressOn } from './progress.ts';
import { channelNamed, chosen, claimOn, nothing, nothingYet, readKeys } from './sending.ts';
import { settingsOf } from './settings.ts';
import { storeOf } from './state.ts';
import { explainTemplate, placeTemplates } from './templates.ts';

/** The arguments of `paperboy run`. */
export interface RunArguments extends CommonArguments {
  dump?: string[];
  send: boolean;
  /** `undefined`: each subscription's own, and SMTP where it names none. */
  channel: string | undefined;
  /** `undefined`: as the settings say. */
  inDoubt?: string;
  claim?: string;
  since?: string;
  backfill: boolean;
  requireState: boolean | undefined;
  out?: string;
  subscriptions?: string;
  templates?: string;
  siteUrl?: string;
  language?: string;
  from?: string;
  maxNew?: string;
  allowFlood: boolean;
  rebuild?: boolean;
  summary?: string;
}

/** What `paperboy send` adds: the same job, without dumps and pages. */
export interface SendOnly {
  limit: number | null;
  dryRun: boolean;
  /** Ids of the subscriptions to serve; empty: all. */
  only: readonly string[];
}

/** A run that is ready to go: settings read, lock taken. */
export interface Job {
  run(): Promise<RunReport>;
  /** Why nobody was mailed, in one sentence; `null` when somebody was. */
  nobody(report: RunReport): string | null;
  /** What to open after it: path and what it shows. */
  opens(report: RunReport): (readonly [string, string])[];
  codes(report: RunReport): ExitCode[];
  close(): Promise<void>;
}

interface Times {
  now: Instant;
  date: Day | null;
  since: Day | null;
}

/**
 * Builds the effects of a run from arguments and environment.
 * @throws UserError when the configuration is wrong (exit 2) or another run holds the lock (exit 5).
 */
export async function prepare(
  argv: RunArguments,
  times: Times,
  signal: AbortSignal,
  sendOnly: SendOnly | null = null,
): Promise<Job> {
  return build(argv, times, signal, sendOnly).catch((error: unknown) => {
    throw argv.send ? refusal(error) : error;
  });
}

async function build(argv: RunArguments, times: Times, signal: AbortSignal, sendOnly: SendOnly | null): Promise<Job> {
  const env = environment();
  const settings = settingsOf(argv);
  const { outDir: out, siteUrl, from, unsubscribe } = settings;
  const channel = settings.channel ?? 'smtp';
  if (argv.send && from === null && (channel !== 'smtp' || settings.smtp !== null)) throw noSender();
  const keys = readKeys(env);
  const named = argv.subscriptions !== undefined || (env.PAPERBOY_SUBSCRIPTIONS ?? '') !== '';
  if (named && !existsSync(settings.subscriptionsDir)) throw noFolder(settings.subscriptionsDir);
  const everybody = await loadEverybody(settings, env, times.now);
  const { unread, diagnostics: faulty, addressOf, withdrawn, leaving } = everybody;
  const linking = everybody.linking(argv.send ? times.now : null);
  const subscriptions = chosen(everybody.subscriptions, sendOnly?.only ?? []);
  const templates = await readTemplates(settings.templatesDir);
  const siteTemplates = sendOnly === null ? await readSiteTemplates(settings.templatesDir) : null;
  const unlock = await takeLock(join(out, 'state'));
  const sources = sendOnly !== null ? [] : await readSources(settings.dumps);
  const asked = {
    send: argv.send,
    dryRun: sendOnly?.dryRun ?? false,
    backfill: argv.backfill,
    subscriptions: subscriptions.length + unread.length,
  };
  const subject = { dumps: sendOnly === null };
  // Whether anything was handed to a channel: only before that a refusal can say that nobody was mailed.
  let begun = false;
  const effects: Effects = {
    store: storeOf(join(out, 'state')),
    write: async (file, content) => {
      const path = join(out, file);
      return (await replaceFile(path, content).catch(failOn(path))) ? path : null;
    },
    // A file that could not be read is a mistake, not a wish: what it published stays until it is read again.
    prune: (folder, keep) => (faulty.length > 0 ? Promise.resolve([]) : prune(out, folder, keep)),
    read: (file) => readFile(join(out, file), 'utf8').catch(() => null),
    leftovers: () => hasOutput(out),
    shellCache: shellCache(join(out, 'mail', '.cache')),
    addressOf,
    withdrawn,
    channel: (name) => watched(channelNamed(name, { out, settings, env }), () => (begun = true)),
    clock: () => (argv.now === undefined && !env.PAPERBOY_NOW ? nowOption(undefined) : times.now),
    signal,
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
    ...(argv.send && !sendOnly?.dryRun ? { progress: progressOn(process.stderr) } : {}),
  };
  if (sendOnly !== null && (await effects.store.open({ whole: false })) === null) {
    await unlock();
    throw nothingYet(out);
  }
  const job = sendOnly?.dryRun ? { ...effects, ...nothing(effects) } : effects;
  return {
    async run() {
      const remote = settings.claim;
      const claim =
        argv.send && !sendOnly?.dryRun && remote !== null
          ? await claimOn(remote, effects.store, { out, now: times.now, env }).catch((error: unknown) => {
              throw refusal(error);
            })
          : null;
      let released: Diagnostic[] = [];
      const report = await run(
        {
          ...times,
          sources,
          subscriptions,
          unread,
          backfill: argv.backfill,
          maxNew: argv.allowFlood ? null : settings.maxNew,
          requireState: settings.requireState,
          send: argv.send,
          channel,
          forced: settings.channel !== null,
          inDoubt: settings.inDoubt,
          keys,
          ...(sendOnly === null ? {} : { publish: false, limit: sendOnly.limit, dryRun: sendOnly.dryRun }),
          sender: { from, unsubscribe, siteUrl, leaving, linking, ...signUpOf(settings) },
          templates,
          ...(siteTemplates === null ? {} : { siteTemplates }),
          locale: settings.language,
          rebuild: argv.rebuild ?? false,
          summary: argv.summary !== undefined,
          program: sendOnly === null ? await programDigest() : '',
        },
        job,
      )
        .catch(explainTemplate(settings.templatesDir))
        .catch((error: unknown) => {
          throw argv.send && !begun ? refusal(error) : error;
        })
        .finally(async () => {
          released = (await claim?.release()) ?? [];
        });
      if (argv.summary !== undefined) {
        await replaceFile(argv.summary, report.summary ?? '').catch(failOn(argv.summary));
      }
      const { diagnostics } = report;
      const whole = [...faulty, ...placeTemplates(settings.templatesDir, diagnostics), ...released];
      return withReason({ ...report, diagnostics: whole }, asked, subject);
    },
    nobody: (report) => reasonOf(report, asked, subject),
    opens: (report) => whatToOpen(out, report),
    codes: (report) => codesOf(report, faulty),
    close: unlock,
  };
}

function codesOf(report: RunReport, faulty: readonly Diagnostic[]): ExitCode[] {
  const codes: ExitCode[] = [];
  const errors = report.diagnostics.filter((problem) => problem.severity === 'error');
  if (errors.some((problem) => faulty.includes(problem))) codes.push(2);
  if (errors.some((problem) => problem.code === 'digest-error')) codes.push(1);
  if (errors.some((problem) => problem.code === 'template-invalid')) codes.push(2);
  const ofAddresses = ['address-unset', 'address-invalid', 'subscribers-key'];
  const delivering = new Set([...ofAddresses, 'digest-error', 'claim-held', 'template-invalid']);
  if (errors.some((problem) => !faulty.includes(problem) && !delivering.has(problem.code))) codes.push(3);
  if (report.verdict.kind === 'broken') codes.push(3);
  const undelivered = new Set(['deferred', 'failed', 'in-doubt']);
  if (report.digests.some(({ status }) => undelivered.has(status))) codes.push(4);
  if (errors.some((problem) => delivering.has(problem.code))) codes.push(4);
  return codes;
}

/** The page of `paperboy serve` where readers sign up, where there is one. */
const signUpOf = ({ serverUrl }: Pick<Settings, 'serverUrl'>) =>
  serverUrl === null ? {} : { signUpUrl: `${serverUrl}/mail/` };

const noFolder = (file: string): UserError =>
  new UserError(
    [diagnostic('subscription-unreadable', { message: 'there is no such folder of subscriptions', file })],
    2,
  );

export const noSender = (): UserError =>
  new UserError(
    [
      diagnostic('setting-invalid', {
        message: 'sending was asked for, but no sender is set',
        expected: '--from or PAPERBOY_FROM, for instance "Paperboy <papers@example.org>"',
      }),
    ],
    2,
  );

function failOn(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const message = `cannot write: ${error.code ?? error.message}`;
    throw new UserError([diagnostic('state-unwritable', { message, file: path })], 5);
  };
}
