import { join } from 'node:path';
import { resolveSettings } from '../../config/settings.ts';
import { readSources } from '../../fetch/files.ts';
import type { Day, Diagnostic, Instant } from '../../model/index.ts';
import type { Effects } from '../../pipeline/effects.ts';
import { type PreviewedMail, previewMail } from '../../pipeline/preview.ts';
import { run } from '../../pipeline/run.ts';
import { loadEverybody } from '../everybody.ts';
import { hasOutput, readTemplates, shellCache } from '../files.ts';
import { storeOf } from '../state.ts';
import { explainTemplate, placeTemplates } from '../templates.ts';

/** What `paperboy preview` is asked to show. */
export interface PreviewRequest {
  dumps: readonly string[];
  now: Instant;
  date: Day | null;
  since: Day | null;
  out: string | undefined;
  subscriptions: string | undefined;
  templates: string | undefined;
  siteUrl: string | undefined;
  from: string | undefined;
}

/** Folders to watch, and where the mails come from. */
export interface Places {
  out: string;
  templates: string;
  subscriptions: string;
}

/** The folders that a preview reads. @throws UserError (exit 2) for settings that are wrong. */
export function placesOf(request: PreviewRequest): Places {
  const { outDir, templatesDir, subscriptionsDir } = settingsOf(request);
  return { out: outDir, templates: templatesDir, subscriptions: subscriptionsDir };
}

const settingsOf = ({ out, subscriptions, templates, siteUrl, from }: PreviewRequest) =>
  resolveSettings({
    flags: { outDir: out, subscriptionsDir: subscriptions, templatesDir: templates, siteUrl, from },
    env: process.env,
  });

/**
 * Every subscription's mail as the next run would make it. Reads the state and writes nothing, but for the cache of
 * compiled templates; a run may be under way at the same time, for the state is only ever replaced whole.
 * @throws UserError as `run` does.
 */
export async function renderMails(
  request: PreviewRequest,
): Promise<{ mails: PreviewedMail[]; diagnostics: Diagnostic[] }> {
  const settings = settingsOf(request);
  const { outDir, templatesDir, siteUrl, from, unsubscribe } = settings;
  const { subscriptions, unread, diagnostics } = await loadEverybody(settings, process.env, request.now);
  const templates = await readTemplates(templatesDir);
  const sources = await readSources(request.dumps.length > 0 ? request.dumps : ['dumps']);
  const mails: PreviewedMail[] = [];
  const store = storeOf(join(outDir, 'state'));
  const effects: Effects = {
    // Opened as a command does that only reads: a state of an earlier version is not rewritten here.
    store: { ...store, open: () => store.open({ whole: false }), commit: async () => [] },
    write: async () => null,
    prune: async () => [],
    read: async () => null,
    leftovers: () => hasOutput(outDir),
    shellCache: shellCache(join(outDir, 'mail', '.cache')),
    // Nobody's address is looked at: the mails are shown with a placeholder.
    addressOf: () => ({ mailbox: null, diagnostic: null }),
    channel: () => {
      throw new Error('a preview sends nothing');
    },
    clock: () => request.now,
    previewing: async (subject) => {
      mails.push(await previewMail(subject, request.now.slice(0, 10)));
    },
    signal: new AbortController().signal,
  };
  const { now, date, since } = request;
  const report = await run(
    {
      sources,
      now,
      date,
      since,
      backfill: false,
      // Nothing is taken in for good, so there is nothing to protect.
      maxNew: Number.MAX_SAFE_INTEGER,
      subscriptions,
      unread,
      requireState: null,
      publish: false,
      send: false,
      channel: 'smtp',
      inDoubt: 'resend',
      sender: { from, unsubscribe, siteUrl },
      templates,
      locale: 'en',
    },
    effects,
  ).catch(explainTemplate(templatesDir));
  return { mails, diagnostics: [...diagnostics, ...placeTemplates(templatesDir, report.diagnostics)] };
}
