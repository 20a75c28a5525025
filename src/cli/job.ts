import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveSettings, type SettingFlags, type Settings } from '../config/settings.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { readSources } from '../fetch/files.ts';
import type { Day, Diagnostic, Instant, RunReport } from '../model/index.ts';
import type { Effects } from '../pipeline/effects.ts';
import { run } from '../pipeline/run.ts';
import { replaceFile } from '../store/atomic.ts';
import { takeLock } from '../store/lock.ts';
import { type CommonArguments, nowOption } from './command.ts';
import { loadEverybody } from './everybody.ts';
import type { ExitCode } from './exit.ts';
import { hasOutput, prune, readSiteTemplates, readTemplates, shellCache } from './files.ts';
import { programDigest } from './program.ts';
import { progressOn } from './progress.ts';
import { channelNamed, chosen, claimOn, nothing, nothingYet, readKeys } from './sending.ts';
import { storeOf } from './state.ts';
import { explainTemplate, placeTemplates } from './templates.ts';

/** The arguments of `paperboy run`. */
export interface RunArguments extends CommonArguments {
  dump?: string[];
  send: boolean;
  /** `undefined`: each subscription's own, and SMTP where it names none. */
  channel: string | undefined;
  inDoubt: 'resend' | 'skip';
  claim?: string;
  since?: string;
  backfill: boolean;
  requireState: boolean | undefined;
  out?: string;
  subscriptions?: string;
  templates?: string;
  siteUrl?: string;
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

/** The settings that flags give. */
export const settingFlags = (argv: Partial<RunArguments>): SettingFlags => ({
  outDir: argv.out,
  subscriptionsDir: argv.subscriptions,
  templatesDir: argv.templates,
  siteUrl: argv.siteUrl,
  from: argv.from,
  maxNew: argv.maxNew,
});

/** A run that is ready to go: settings read, lock taken. */
export interface Job {
  run(): Promise<RunReport>;
  /** What to open after it: path and what it shows. */
  opens(report: RunReport): (readonly [string, string])[];
  codes(report: RunReport): ExitCode[];
  close(): Promise<void>;
}

/**
 * Builds the effects of a run from arguments and environment.
 * @throws UserError when the configuration is wrong (exit 2) or another run holds the lock (exit 5).
 */
export async function prepare(
  argv: RunArguments,
  times: { now: Instant; date: Day | null; since: Day | null },
  signal: AbortSignal,
  sendOnly: SendOnly | null = null,
): Promise<Job> {
  const { env } = process;
  const settings = resolveSettings({ flags: settingFlags(argv), env });
  const { outDir: out, siteUrl, from, unsubscribe } = settings;
  const channel = argv.channel ?? 'smtp';
  if (argv.send && from === null && (channel !== 'smtp' || settings.smtp !== null)) throw noSender();
  const keys = readKeys(env);
  const asked = argv.subscriptions !== undefined || (env.PAPERBOY_SUBSCRIPTIONS ?? '') !== '';
  if (asked && !existsSync(settings.subscriptionsDir)) throw noFolder(settings.subscriptionsDir);
  const everybody = await loadEverybody(settings, env, times.now);
  const { unread, diagnostics: faulty, addressOf, withdrawn, leaving } = everybody;
  const linking = everybody.linking(argv.send ? times.now : null);
  const subscriptions = chosen(everybody.subscriptions, sendOnly?.only ?? []);
  const templates = await readTemplates(settings.templatesDir);
  const siteTemplates = sendOnly === null ? await readSiteTemplates(settings.templatesDir) : null;
  const unlock = await takeLock(join(out, 'state'));
  const sources = sendOnly !== null ? [] : await readSources(argv.dump?.length ? argv.dump : ['dumps']);
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
    channel: (name) => channelNamed(name, { out, settings, env }),
    clock: () => (argv.now === undefined ? nowOption(undefined) : times.now),
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
      const remote = argv.claim ?? (env.PAPERBOY_CLAIM || null);
      const claim =
        argv.send && !sendOnly?.dryRun && remote !== null
          ? await claimOn(remote, effects.store, { out, now: times.now, env })
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
          requireState: argv.requireState ?? null,
          send: argv.send,
          channel,
          forced: argv.channel !== undefined,
          inDoubt: argv.inDoubt,
          keys,
          ...(sendOnly === null ? {} : { publish: false, limit: sendOnly.limit, dryRun: sendOnly.dryRun }),
          sender: { from, unsubscribe, siteUrl, leaving, linking, ...signUpOf(settings) },
          templates,
          ...(siteTemplates === null ? {} : { siteTemplates }),
          locale: 'en',
          rebuild: argv.rebuild ?? false,
          summary: argv.summary !== undefined,
          program: sendOnly === null ? await programDigest() : '',
        },
        job,
      )
        .catch(explainTemplate(settings.templatesDir))
        .finally(async () => {
          released = (await claim?.release()) ?? [];
        });
      if (argv.summary !== undefined) {
        await replaceFile(argv.summary, report.summary ?? '').catch(failOn(argv.summary));
      }
      return {
        ...report,
        diagnostics: [...faulty, ...placeTemplates(settings.templatesDir, report.diagnostics), ...released],
      };
    },
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

function whatToOpen(out: string, { digests }: RunReport): (readonly [string, string])[] {
  const mails = digests
    .filter(({ status }) => status === 'preview')
    .map(
      ({ subscription }) =>
        [join(out, 'mail', 'preview', subscription, 'digest.html'), `the mail for ${subscription}`] as const,
    );
  const shared = [
    [join(out, 'public', 'index.html'), 'the site: papers by day and topic, a search'],
    [join(out, 'mail', 'outbox'), 'the mails, as .eml files'],
    [join(out, 'public', 'all', 'papers.md'), 'all papers, as Markdown'],
    [join(out, 'public', 'all', 'atom.xml'), 'all papers, for a feed reader'],
  ] as const;
  const [site, ...others] = shared;
  return [site, ...mails, ...others].filter(([path]) => existsSync(path));
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
