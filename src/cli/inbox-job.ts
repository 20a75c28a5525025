import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownTemplates } from '../config/settings-table.ts';
import type { Channel } from '../deliver/channel.ts';
import { channels } from '../deliver/channels/index.ts';
import { suppressionRecord } from '../deliver/suppression.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { type LetterSources, letterFiles, lettersFrom } from '../inbox/letters/letters.ts';
import type { Suppress } from '../inbox/reported.ts';
import type { Instant } from '../model/index.ts';
import { type InboxEffects, type InboxReport, readInbox } from '../pipeline/inbox.ts';
import { volumeFrom } from '../pipeline/volume.ts';
import type { Postbox } from '../postbox/postbox.ts';
import { nowOption, usage } from './command.ts';
import { environment } from './environment.ts';
import { readSubscriberKeys, subscribersIn } from './everybody.ts';
import { noSender } from './job.ts';
import { add, withLedger } from './ledger-job.ts';
import { channelNamed } from './sending.ts';
import { settingsOf } from './settings.ts';
import { storeOf } from './state.ts';

/** The arguments of `paperboy inbox`. */
export interface InboxArguments {
  file?: string[];
  imap: boolean;
  maildir?: string;
  channel?: string;
  dryRun: boolean;
  limit?: string;
  json: boolean;
  now?: string;
  out?: string;
  templates?: string;
  from?: string;
}

/** Most mails in one go. */
const mostMails = 200;

/** `paperboy inbox`: reads a box, does what its mails ask for, and answers. @throws UserError. */
export async function readBox(argv: InboxArguments, signal: AbortSignal): Promise<InboxReport> {
  const env = environment();
  const settings = settingsOf({ out: argv.out, templates: argv.templates, from: argv.from, channel: argv.channel });
  const { outDir: out, from, unsubscribe, serverUrl } = settings;
  if (from === null) throw noSender();
  const keys = readSubscriberKeys(env);
  if (keys === null) throw noKey();
  if (argv.limit !== undefined && !/^[1-9]\d{0,5}$/.test(argv.limit))
    throw usage('--limit is not a whole number above 0');
  const store = subscribersIn(out);
  // Damage shows before the first mail is taken.
  await store.read();
  const now = (): Instant => nowOption(argv.now);
  if (!argv.dryRun) await noteKey(store, keys.current.id, now());
  const { volume, digestTo } = await memory(out);
  const render = lettersFrom(await readLetters(settings.templatesDir));
  // Before the box: a connection that nobody closes would keep the process waiting.
  const channel = argv.dryRun ? null : outgoing(settings.channel ?? 'smtp', { out, settings, env });
  const box = await openBox(argv, env);
  const effects: InboxEffects = {
    ...{ store, channel, render, volume, digestTo, signal, clock: now },
    suppress: (one) => suppress(one, argv, now()),
    variable: (name) => env[name],
    dice: (bytes) => randomBytes(bytes),
  };
  try {
    await channel?.open();
    const limit = argv.limit === undefined ? mostMails : Number(argv.limit);
    const request = { keys, from, inbox: unsubscribe ?? from.address, serverUrl, limit };
    return await readInbox(box, request, effects);
  } finally {
    await channel?.close();
    await box.close();
  }
}

/** A key that was never used before retires the older ones from now on, also for tokens that are verified in this run. */
const noteKey = (store: ReturnType<typeof subscribersIn>, keyId: string, at: Instant): Promise<null> =>
  store.change((book) => ({ events: book.newestKey === keyId ? [] : [{ type: 'key', keyId, at }], result: null }));

/** What the archive and the ledger say, where there are any. */
async function memory(out: string): Promise<Pick<InboxEffects, 'volume' | 'digestTo'>> {
  const store = storeOf(join(out, 'state'));
  if ((await store.open({ whole: false })) === null) return { volume: () => null, digestTo: () => null };
  const { openPlanner } = await import('../pipeline/look.ts');
  const { archive, ledger } = await openPlanner(store, 'smtp');
  let of: ReturnType<typeof volumeFrom> | null = null;
  return {
    // Reading the archive costs time, and most mails need no letter with a number.
    volume: (preferences) => {
      of ??= volumeFrom(archive);
      return of(preferences);
    },
    digestTo: (key) => ledger.get(key)?.planned.subscription ?? null,
  };
}

async function openBox(argv: InboxArguments, env: NodeJS.ProcessEnv): Promise<Postbox> {
  const files = argv.file ?? [];
  const ways = [argv.imap, argv.maildir !== undefined, files.length > 0].filter(Boolean).length;
  if (ways !== 1) throw usage('say which box to read: --imap, --maildir DIR, or files', 'one of the three');
  if (argv.imap) {
    const { readImap } = await import('../config/imap.ts');
    const { imap } = await import('../postbox/imap.ts');
    return imap(readImap(env));
  }
  const { emlFiles, maildir } = await import('../postbox/maildir.ts');
  return argv.maildir === undefined ? emlFiles(files) : maildir(argv.maildir);
}

/** Letters lie beside the digests: an outbox with mails in it says that there was an archive. */
export function outgoing(name: string, options: Parameters<typeof channelNamed>[1]): Channel {
  if (name !== 'directory') return channelNamed(name, options);
  return channels.directory.create({ outbox: join(options.out, 'mail', 'letters'), smtp: null, variable: () => null });
}

/** The letters that ship, with those of `letters/` in a folder of templates in the place of their namesakes. */
export async function readLetters(folder: string): Promise<LetterSources> {
  const sources: Record<string, string> = {};
  for (const name of letterFiles) {
    for (const place of [folder, ownTemplates]) {
      const text = await readFile(join(place, 'letters', `${name}.hbs`), 'utf8').catch(() => null);
      if (text !== null) sources[name] ??= text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n');
    }
  }
  return sources;
}

/** A subscription of a file whose address does not take mail, or whose reader complained, is not mailed any more. */
async function suppress({ subscription, reason }: Suppress, argv: InboxArguments, at: Instant): Promise<void> {
  await withLedger({ json: false, ...(argv.out === undefined ? {} : { out: argv.out }) }, async (job) => {
    if (job.planner.ledger.suppressions.of(subscription, null, job.keys) !== null) return;
    await add(job, suppressionRecord('suppressed', { subscription }, { keys: job.keys, reason, at }));
  });
}

export const noKey = (): UserError =>
  new UserError(
    [
      diagnostic('subscribers-key', {
        message: 'PAPERBOY_KEY is not set, and addresses are stored sealed under it only',
        hint: 'for instance: openssl rand -hex 32; keep it, for without it the addresses are lost',
      }),
    ],
    2,
  );
