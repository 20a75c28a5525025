import type { InDoubtPolicy } from '../deliver/deliver.ts';
import { buildEml } from '../deliver/envelope.ts';
import { type Ledger, replay } from '../deliver/ledger.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { ArchiveView } from '../diff/diff.ts';
import type { Source } from '../fetch/files.ts';
import { matchAll } from '../match/index.ts';
import type { Archive, Day, Diagnostic, DigestReport, Instant, RunReport, Subscription } from '../model/index.ts';
import type { TemplateSources } from '../render/email/index.ts';
import type { State } from '../store/store.ts';
import { type Planner, placeCursors, planFor } from './digests.ts';
import type { Effects } from './effects.ts';
import { Mailroom, type Sender } from './mail.ts';
import { parseSources } from './parse.ts';
import { publish, type Selection } from './publish.ts';
import { sendDue } from './send.ts';
import { isUsable, type TakeOptions, takeDumps } from './take.ts';
import { judge } from './verdict.ts';

/** What a run is asked to do. */
export interface RunRequest extends TakeOptions {
  sources: readonly Source[];
  now: Instant;
  /** `--date`: the date of all dumps given. */
  date: Day | null;
  subscriptions: readonly Subscription[];
  /** `true`: refuse to begin with an empty archive. */
  requireState: boolean;
  /** `false`: a preview of every digest, nothing recorded. */
  send: boolean;
  /** The channel's name, part of what the ledger remembers. */
  channel: string;
  inDoubt: InDoubtPolicy;
  sender: Sender;
  templates: TemplateSources;
  locale: string;
}

/**
 * The main job: takes dumps in, renders feeds and summaries, and previews or sends each subscriber's digest. The archive
 * is on disk before anything is rendered or sent; a run that is killed is completed by the next one.
 * @throws UserError (exit 5) when the state is damaged or missing, or the fuse blows: nothing was changed then.
 */
export async function run(request: RunRequest, effects: Effects): Promise<RunReport> {
  const state = await effects.store.read();
  if (state === null && request.requireState) throw new UserError([noState()], 5);
  const ledgerText = await effects.store.ledger.read();
  const ledger = replay(ledgerText, 'ledger.jsonl');
  checkLedger(ledgerText, state);

  const view = new ArchiveView(state?.archive ?? { papers: [], dumps: [], editions: [] });
  const sequence = view.editions.length + 1;
  const unseen = distinct(request.sources).filter((source) => !view.has(source.sha256));
  const dumps = parseSources(unseen, { now: request.now, date: request.date, archive: view });
  const taken = takeDumps(view, dumps, request);
  const archive = view.toArchive();

  const selections = select(request.subscriptions, archive);
  const cursors = placeCursors(state?.cursors ?? {}, selections, archive, sequence);
  const commit = () => effects.store.commit({ archive, cursors, ledgerRecords: recordsIn(ledgerText) });
  const written = taken.length > 0 || state === null || hasNewKeys(cursors, state.cursors) ? await commit() : [];

  const mailroom = new Mailroom(request.templates, effects.shellCache, request.sender);
  const planner: Planner = { archive, papers: view.papers, cursors, ledger, channel: request.channel };
  const context = { siteUrl: request.sender.siteUrl, locale: request.locale };
  written.push(...(await publish(archive, selections, context, effects)));
  const diagnostics = [...dumps.flatMap((dump) => dump.diagnostics), ...ledger.diagnostics];
  const outcome = request.send
    ? await send({ request, effects, planner, selections, mailroom })
    : await preview(selections, planner, mailroom, effects);
  return {
    verdict: judge({
      effects: taken,
      known: request.sources.length - unseen.length,
      unusable: dumps.filter((dump) => !isUsable(dump)).length,
    }),
    editions: taken.flatMap(({ edition }) =>
      edition === null ? [] : [{ id: edition.id, date: edition.date, counts: edition.counts }],
    ),
    digests: outcome.digests,
    written: [...written, ...outcome.written],
    diagnostics: [...diagnostics, ...outcome.diagnostics],
  };
}

interface Outcome {
  digests: DigestReport[];
  written: string[];
  diagnostics: Diagnostic[];
}

/** Which papers of the archive match each subscription, and why; all profiles at once. */
function select(subscriptions: readonly Subscription[], archive: Archive): Selection[] {
  const found = matchAll(subscriptions, archive.papers);
  return subscriptions.map((subscription) => {
    const matches = new Map(
      [...(found.get(subscription.id) ?? [])].map(([index, list]) => [archive.papers[index]!.id, list]),
    );
    return { subscription, matches };
  });
}

/** Every subscriber's digest as it would be sent now: HTML, text and `.eml`. Records nothing. */
async function preview(
  selections: readonly Selection[],
  planner: Planner,
  mailroom: Mailroom,
  effects: Effects,
): Promise<Outcome> {
  const digests: DigestReport[] = [];
  const written: string[] = [];
  const keep = new Set<string>();
  for (const selection of selections) {
    const { subscription } = selection;
    const digest = planFor(selection, planner);
    const status = digest === null ? 'empty' : 'preview';
    digests.push({ subscription: subscription.id, status, papers: digest?.items.length ?? 0, channel: null });
    if (digest === null) continue;
    const message = await mailroom.render(digest, subscription);
    const envelope = mailroom.envelope(message, effects.addressOf(subscription).mailbox, subscription);
    const parts = { html: message.html, txt: message.text, eml: await buildEml(envelope) };
    for (const [ending, content] of Object.entries(parts)) {
      const file = `mail/preview/${subscription.id}/digest.${ending}`;
      keep.add(file);
      const path = await effects.write(file, content);
      if (path !== null) written.push(path);
    }
  }
  written.push(...(await effects.prune('mail/preview', keep)));
  return { digests, written, diagnostics: [] };
}

async function send(parts: {
  request: RunRequest;
  effects: Effects;
  planner: Planner;
  selections: readonly Selection[];
  mailroom: Mailroom;
}): Promise<Outcome> {
  const { request, effects, planner, selections, mailroom } = parts;
  const channel = effects.channel();
  await channel.open();
  try {
    const { inDoubt } = request;
    const { digests, diagnostics } = await sendDue({ planner, selections, mailroom, channel, effects, inDoubt });
    const { archive, cursors } = planner;
    const ledgerRecords = recordsIn(await effects.store.ledger.read());
    return { digests, written: await effects.store.commit({ archive, cursors, ledgerRecords }), diagnostics };
  } finally {
    await channel.close();
  }
}

/** Sources of equal bytes count once. */
function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [source.sha256, source])).values()];
}

const recordsIn = (text: string): number => text.split('\n').length - 1;

const hasNewKeys = (a: object, b: object): boolean => Object.keys(a).some((key) => !(key in b));

/** A ledger that is shorter than it was would let everybody be mailed again. */
function checkLedger(text: string, state: State | null): void {
  const expected = state?.ledgerRecords ?? 0;
  const actual = recordsIn(text);
  if (actual >= expected) return;
  throw new UserError(
    [
      diagnostic('state-missing', {
        message: 'the ledger of deliveries is shorter than it was, or gone',
        file: 'ledger.jsonl',
        expected: `at least ${expected} records`,
        actual: `${actual} records`,
        hint: 'restore it from git or a backup; nothing was changed and nobody was mailed',
      }),
    ],
    5,
  );
}

const noState = (): Diagnostic =>
  diagnostic('state-missing', {
    message: 'there is no archive, and --require-state was given',
    hint: 'restore the state folder, or leave --require-state out on a first run',
  });

export type { Ledger };
