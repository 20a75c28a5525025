import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownTemplates } from '../../config/settings-table.ts';
import type { Channel } from '../../deliver/channel.ts';
import { UserError } from '../../diagnostic/index.ts';
import type { Instant } from '../../model/index.ts';
import { Mailroom } from '../../pipeline/mail.ts';
import { sightOf } from '../../pipeline/sight.ts';
import { mailTold, papersTold } from '../../pipeline/told.ts';
import { compileTemplates } from '../../render/site/templates.ts';
import { appOf } from '../../server/app.ts';
import { ASSETS, TEMPLATES } from '../../server/files.ts';
import { formTokens } from '../../server/form-token.ts';
import { laterWith } from '../../server/later.ts';
import { Limits } from '../../server/limits.ts';
import { type Listening, listen } from '../../server/listen.ts';
import { metricsOf } from '../../server/metrics.ts';
import { publicFiles } from '../../server/public-files.ts';
import type { ServerParts } from '../../server/server.ts';
import { subscriberDesk } from '../../server/subscriber-desk.ts';
import { keyFirst } from '../../subscribers/requests.ts';
import { subscriptionOf } from '../../subscribers/subscriber.ts';
import { usage } from '../command.ts';
import { environment } from '../environment.ts';
import { loadEverybody, readSubscriberKeys, subscribersIn } from '../everybody.ts';
import { readTemplates, shellCache } from '../files.ts';
import { noKey, outgoing, readLetters } from '../inbox-job.ts';
import { noSender } from '../job.ts';
import { readKeys } from '../sending.ts';
import { type SettingArguments, settingsOf } from '../settings.ts';
import { archiveOf } from './archive.ts';
import { confirmLetters } from './letters.ts';

/** What `paperboy serve` is asked to do. */
export interface ServeRequest {
  host: string;
  port: number;
  hops: number;
  flags: SettingArguments;
}

/** A server that runs. */
export interface Serving {
  url: string;
  /** Answers what is under way, does what waits, and ends. */
  close(): Promise<void>;
}

/** Milliseconds between two looks at what is to be done later. */
const BEAT = 2_000;
/** Seconds for what is under way when the server is asked to end. */
const DRAIN = 10;

const instant = (): Instant => `${new Date().toISOString().slice(0, 19)}Z`;

/**
 * Starts the server.
 * @param say a line for the operator: never an address or a token.
 * @throws UserError (exit 2) when a key, the sender or the channel is missing, or the port is taken.
 */
export async function startServer(request: ServeRequest, say: (line: string) => void): Promise<Serving> {
  const env = environment();
  const settings = settingsOf(request.flags);
  const { outDir: out, serverUrl, siteUrl, from, unsubscribe } = settings;
  const keys = readSubscriberKeys(env);
  if (keys === null) throw noKey();
  if (from === null) throw noSender();
  const addressKeys = readKeys(env);
  const channel: Channel = outgoing(settings.channel ?? 'smtp', { out, settings, env });
  await channel.open();
  const store = subscribersIn(out);
  // From now on tokens of an older key are those of a key that was replaced.
  await store.change((book) => ({ events: keyFirst(book, keys, instant()), result: null }));

  const failed = (what: string, error: unknown): void =>
    say(`${what}: ${error instanceof UserError ? error.message : ((error as Error)?.stack ?? String(error))}`);
  const seconds = (): number => performance.now() / 1000;
  const archive = archiveOf(out, seconds, (error) => failed('the archive', error));
  const templates = await compileTemplates(TEMPLATES, await readServerTemplates(), 'server');
  const mailTemplates = await readTemplates(settings.templatesDir);
  const cache = shellCache(join(out, 'mail', '.cache'));
  let listening: Listening | null = null;
  // Without an address of its own the links of a try lead to this machine.
  const own = (): string => serverUrl ?? listening?.url ?? 'http://127.0.0.1';

  const letter = confirmLetters(
    { keys, from, mailbox: unsubscribe ?? from.address, channel, own, say },
    await readLetters(settings.templatesDir),
  );

  const desk = subscriberDesk({
    store,
    keys,
    clock: instant,
    dice: randomBytes,
    suppressed: async (address) => (await archive()).suppressions?.of('', address, addressKeys) != null,
    letter,
    look: async (topics) => sightOf((await archive()).recent, topics),
    async mail({ guest, about }) {
      const subscriber = (await store.read()).get(guest.id);
      if (subscriber === null) return null;
      const { leaving, linking } = await loadEverybody({ ...settings, serverUrl: own() }, env, instant());
      const room = new Mailroom(mailTemplates, cache, {
        from,
        unsubscribe,
        siteUrl,
        leaving,
        linking: linking(instant()),
      });
      const subscription = subscriptionOf(subscriber, instant().slice(0, 10), store.path);
      return mailTold((await archive()).told, subscription, about, room);
    },
    async papersOf({ guest, about }) {
      const { told, recent } = await archive();
      return papersTold(told, guest.id, about, recent);
    },
  });
  const later = laterWith((error) => failed('a sign-up', error));
  const parts: ServerParts = {
    desk,
    files: publicFiles(join(out, 'public')),
    templates,
    assets: await readAssets(),
    forms: formTokens(
      new Uint8Array(hkdfSync('sha256', (env.PAPERBOY_KEY ?? '').trim().split(/\s+/)[0]!, 'paperboy', 'forms', 32)),
    ),
    limits: new Limits(seconds),
    later,
    metrics: metricsOf(),
    serverUrl,
    hops: request.hops,
    metricsToken: env.PAPERBOY_METRICS_TOKEN || null,
    clock: () => Date.now() / 1000,
    connections: () => listening?.connections() ?? 0,
    failed,
  };
  listening = await listen(appOf(parts), request).catch((error: NodeJS.ErrnoException) => {
    throw usage(`cannot listen on port ${request.port}: ${error.code}`, 'a port that is free; --port 0 takes any');
  });
  const beat = setInterval(() => void later.drain(), BEAT);
  const { url, close } = listening;
  return {
    url,
    async close() {
      await close(DRAIN);
      clearInterval(beat);
      await later.drain();
      await channel.close();
    },
  };
}

const read = (file: string): Promise<string> => readFile(join(ownTemplates, file), 'utf8');

async function readServerTemplates(): Promise<Record<string, string>> {
  const all = TEMPLATES.map(async (name) => [`${name}.hbs`, await read(`server/${name}.hbs`)] as const);
  return Object.fromEntries(await Promise.all(all));
}

async function readAssets(): Promise<ServerParts['assets']> {
  const all = Object.entries(ASSETS).map(
    async ([name, { file, type }]) => [name, { type, body: await read(file) }] as const,
  );
  return new Map(await Promise.all(all));
}
