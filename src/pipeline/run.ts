import type { InDoubtPolicy } from '../deliver/deliver.ts';
import { buildEml } from '../deliver/envelope.ts';
import { replay } from '../deliver/ledger.ts';
import { type AddressKeys, noKeys } from '../deliver/suppression.ts';
import { diagnostic } from '../diagnostic/index.ts';
import { ArchiveView } from '../diff/diff.ts';
import { emptyArchive, inMemory, updated } from '../diff/source.ts';
import type { Source } from '../fetch/files.ts';
import type {
  ArchiveUpdate,
  Day,
  Diagnostic,
  DigestReport,
  DigestStatus,
  Instant,
  RunReport,
  Subscription,
} from '../model/index.ts';
import { isOwnFault, type TemplateSources } from '../render/email/index.ts';
import type { Reader } from '../render/library.ts';
import type { State } from '../store/store.ts';
import { type Planner, placeCursors, plan, waiting } from './digests.ts';
import type { Effects } from './effects.ts';
import { checkLedger, guardFirstRun, markOf } from './guard.ts';
import { summaryOf } from './job-summary.ts';
import { Mailroom, type Sender, templateFault } from './mail.ts';
import { select } from './matching.ts';
import { parseAgainst } from './parse.ts';
import { publishRun } from './publication.ts';
import { repeatedCapture } from './repeats.ts';
import { type Sending, sendDue } from './send.ts';
import { redate, type TakeOptions, takeDumps } from './take.ts';
import { judge } from './verdict.ts';
import { openWays, type Ways } from './ways.ts';

/** What a run is asked to do. */
export interface RunRequest extends TakeOptions {
  sources: readonly Source[];
  now: Instant;
  /** `--date`: the date of all dumps given. */
  date: Day | null;
  subscriptions: readonly Subscription[];
  /** Ids of subscriptions whose files have errors. */
  unread: readonly string[];
  /** `true`: refuse to begin with an empty archive; `false`: never; `null`: when there are signs that it was lost. */
  requireState: boolean | null;
  /** `false`: a preview of every digest, nothing recorded. */
  send: boolean;
  /** The channel of subscriptions that name none; part of what the ledger remembers. */
  channel: string;
  /** `true`: it is for all subscriptions, also for those that name another. */
  forced?: boolean;
  /** Most digests to send; absent or `null`: all that are due. */
  limit?: number | null;
  /** `false`: the feeds and pages are left as they are; only mail is made. */
  publish?: boolean;
  /** `true`: every feed and page is rendered anew, whatever the last run left. */
  rebuild?: boolean;
  /** `true`: the report has a `summary`. */
  summary?: boolean;
  /** What stands for the program and its templates: pages of another one are rendered anew. */
  program?: string;
  /** `true`: with `send`, says what would be sent, and neither sends nor records. */
  dryRun?: boolean;
  /** The keys of addresses that must be remembered; absent: none. */
  keys?: AddressKeys;
  inDoubt: InDoubtPolicy;
  sender: Sender;
  templates: TemplateSources;
  /** The templates of the site; absent: no site is made. */
  siteTemplates?: TemplateSources;
  locale: string;
}

/**
 * The main job: takes dumps in, renders feeds and summaries, and previews or sends each subscriber's digest. The archive
 * is on disk before anything is rendered or sent; a run that is killed is completed by the next one.
 * @throws UserError (exit 5) when the state is damaged or missing, or the fuse blows: nothing was changed then.
 */
export async function run(request: RunRequest, effects: Effects): Promise<RunReport> {
  const state = await effects.store.open({ whole: true });
  const remarks = state === null ? await guardFirstRun(request, effects) : [];
  // Asked first: without a way out nothing is begun.
  const ways = request.send
    ? await openWays({ ...request, create: effects.channel, sleep: effects.sleep ?? (async () => {}) })
    : null;
  try {
    const report = await runWith(request, effects, state, ways);
    return { ...report, diagnostics: [...(state?.remarks ?? []), ...remarks, ...report.diagnostics] };
  } finally {
    await ways?.close();
  }
}

async function runWith(
  request: RunRequest,
  effects: Effects,
  state: State | null,
  ways: Ways | null,
): Promise<RunReport> {
  const ledgerText = await effects.store.ledger.read();
  const ledger = replay(ledgerText, effects.store.ledger.path);
  const before = state?.archive() ?? emptyArchive();
  checkLedger(ledgerText, ledger, { archive: before, mark: state?.ledger ?? null }, effects.store.ledger.path);

  const view = new ArchiveView(state ?? inMemory(before));
  const sequence = before.editions.length + 1;
  const unseen = distinct(request.sources).filter((source) => source.unreadable || !view.has(source.sha256));
  const { dumps, redatings } = parseAgainst(unseen, { now: request.now, date: request.date, archive: view });
  const corrected = redatings.flatMap((redating) => redate(view, redating));
  const newest = before.editions.reduce((latest, { date }) => (date > latest ? date : latest), '') || null;
  const taken = takeDumps(view, dumps, { ...request, newest });
  const update = view.update();
  const archive = updated(before, update);

  const repeat = repeatedCapture(request.sources, view, request.date);
  const verdict = judge({ dumps, effects: taken, known: request.sources.length - unseen.length, repeat });
  const diagnostics = [...corrected, ...dumps.flatMap((dump) => dump.diagnostics), ...ledger.diagnostics];
  // Nothing remembered and nothing to remember, as in a wrong folder: then nothing is written there either.
  if (state === null && taken.length === 0) return { verdict, editions: [], digests: [], written: [], diagnostics };

  const selections = select(request.subscriptions, archive);
  const cursors = placeCursors(state?.cursors ?? {}, selections, archive, sequence, request.unread, request.now);
  const commit = () => effects.store.commit({ archive: update, cursors, ledger: markOf(ledgerText) });
  const written = taken.length > 0 || state === null || haveMoved(cursors, state.cursors) ? await commit() : [];

  const mailroom = new Mailroom(request.templates, effects.shellCache, request.sender);
  const papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
  const { channel, forced = false, inDoubt, limit = null, dryRun = false, keys = noKeys } = request;
  const planner: Planner = { archive, papers, cursors, ledger, channel, forced };
  const { siteUrl, signUpUrl } = request.sender;
  const context = { siteUrl, locale: request.locale, ...(signUpUrl === undefined ? {} : { signUpUrl }) };
  const { program = '', rebuild = false } = request;
  const site = request.siteTemplates ?? null;
  const publication = { before, update, archive, readers: selections, context, program, site, rebuild };
  if (request.publish !== false) written.push(...(await publishRun(publication, effects)));
  const late = waiting(cursors, request.subscriptions, archive);
  diagnostics.push(...late.map(startsLater));
  const lateIds = new Set(late.map(({ id }) => id));
  const withWaiting = (report: DigestReport): DigestReport =>
    report.status === 'empty' && lateIds.has(report.subscription) ? { ...report, status: 'waiting' } : report;
  const outcome =
    ways === null
      ? await preview(selections, planner, mailroom, effects)
      : await send({ planner, selections, mailroom, ways, effects, inDoubt, keys, limit, dryRun });
  const made = taken.flatMap(({ edition }) => edition ?? []);
  return {
    ...(request.summary ? { summary: summaryOf(archive, selections, made) } : {}),
    verdict,
    editions: made.map(({ id, date, counts }) => ({ id, date, counts })),
    digests: [...outcome.digests.map(withWaiting), ...request.unread.map(unreadReport)],
    written: [...written, ...outcome.written],
    diagnostics: [...diagnostics, ...outcome.diagnostics],
  };
}

/** What sending changes of the archive. */
const noUpdate: ArchiveUpdate = { papers: [], dumps: [], editions: [], clock: {}, unsettled: null };

interface Outcome {
  digests: DigestReport[];
  written: string[];
  diagnostics: Diagnostic[];
}

/** Every subscriber's digest as it would be sent now: HTML, text and `.eml`. Records nothing. */
async function preview(
  selections: readonly Reader[],
  planner: Planner,
  mailroom: Mailroom,
  effects: Effects,
): Promise<Outcome> {
  const digests: DigestReport[] = [];
  const written: string[] = [];
  const keep = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const selection of selections) {
    const { subscription } = selection;
    const { digest } = plan(selection, planner);
    const report = (status: DigestStatus): void => {
      digests.push({ subscription: subscription.id, status, papers: digest?.items.length ?? 0, channel: null });
    };
    try {
      await effects.previewing?.({ subscription, digest, mailroom });
      if (digest === null) {
        report('empty');
        continue;
      }
      const message = await mailroom.render(digest, subscription);
      const envelope = mailroom.envelope(message, effects.addressOf(subscription).mailbox, subscription);
      const parts = { html: message.html, txt: message.text, eml: await buildEml(envelope) };
      for (const [ending, content] of Object.entries(parts)) {
        const file = `mail/preview/${subscription.id}/digest.${ending}`;
        keep.add(file);
        const path = await effects.write(file, content);
        if (path !== null) written.push(path);
      }
      report('preview');
    } catch (error) {
      // Templates of one subscription cost that one only.
      if (!isOwnFault(error)) throw error;
      diagnostics.push(templateFault(error));
      report('deferred');
    }
  }
  written.push(...(await effects.prune('mail/preview', keep)));
  return { digests, written, diagnostics };
}

/** Sends what is due, and notes how long the ledger is now. */
async function send(sending: Sending & { effects: Effects }): Promise<Outcome> {
  const { effects, planner } = sending;
  const { store } = effects;
  const before = markOf(await store.ledger.read());
  const { digests, diagnostics } = await sendDue(sending);
  if (sending.dryRun === true) return { digests, written: [], diagnostics };
  const { cursors } = planner;
  const ledger = markOf(await store.ledger.read());
  const written = await store.commit({ archive: noUpdate, cursors, ledger });
  return { digests, written: ledger.records > before.records ? [store.ledger.path, ...written] : written, diagnostics };
}

/** Sources of equal bytes count once. */
function distinct(sources: readonly Source[]): Source[] {
  const byKey = new Map<string, Source>();
  // The first name counts: a list that was saved again later is of its first day.
  for (const source of sources) {
    const key = source.unreadable ? source.path : source.sha256;
    if (!byKey.has(key)) byKey.set(key, source);
  }
  return [...byKey.values()];
}

const haveMoved = (now: State['cursors'], before: State['cursors']): boolean =>
  Object.keys(now).some((id) => now[id] !== before[id]);

const unreadReport = (subscription: string): DigestReport => ({
  subscription,
  status: 'unread',
  papers: 0,
  channel: null,
});

const startsLater = ({ id, source }: Subscription): Diagnostic =>
  diagnostic('subscription-waits', {
    message: `${id} was first seen after the newest edition and starts with the next one`,
    file: source,
    hint: source.endsWith('.jsonl') ? null : '`backfill: 5` in the file brings up to five earlier papers',
  });
