import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ownTemplates } from '../../src/config/settings-table.ts';
import type { Topic } from '../../src/model/index.ts';
import { compileTemplates } from '../../src/render/site/templates.ts';
import { appOf } from '../../src/server/app.ts';
import type { Desk, Sight, TunedPaper } from '../../src/server/desk.ts';
import { ASSETS, TEMPLATES } from '../../src/server/files.ts';
import { formTokens } from '../../src/server/form-token.ts';
import { laterWith } from '../../src/server/later.ts';
import { Limits, RULES, type Rule } from '../../src/server/limits.ts';
import { metricsOf } from '../../src/server/metrics.ts';
import { publicFiles } from '../../src/server/public-files.ts';
import type { App, ServerParts } from '../../src/server/server.ts';
import { type ConfirmLetter, subscriberDesk } from '../../src/server/subscriber-desk.ts';
import { fileSubscribers } from '../../src/store/subscribers.ts';
import { makeToken } from '../../src/subscribers/token.ts';
import type { Preferences } from '../../src/subscribers/types.ts';
import { dice, keysOf, newKey, oldKey } from '../subscribers/people.ts';

const hostile = `<script>alert(1)</script> "quoted" & 'more' \u202egnirts`;

/** What the preview shows whatever is asked: the profile lab has tests of its own. */
const sight: Sight = {
  days: 30,
  papers: 214,
  matches: 12,
  best: [
    {
      title: 'Judging the Judge: Calibrated Reward Models',
      url: 'https://example.org/1',
      day: '2026-11-20',
      terms: ['reward model'],
    },
    { title: hostile, url: null, day: '2026-11-19', terms: ['DPO', hostile] },
    { title: 'وكلاء يتعلمون استعمال الأدوات', url: 'https://example.org/3', day: null, terms: [] },
    { title: 'W'.repeat(90), url: 'https://example.org/4', day: '2026-11-18', terms: ['W'.repeat(80)] },
  ],
  warnings: ['reward models would match 31 % of all papers'],
  add: ['preference data', 'annotators'],
};

const tuned: TunedPaper[] = [
  { ...sight.best[0]!, id: 'tag:1', topic: 'reward model', words: ['calibrated reward', 'judge'] },
  { ...sight.best[1]!, id: 'tag:2', topic: 'reward model', words: ['string'] },
];

/** A server in a folder of its own, with a store, a clock that is set by hand, and a sink for letters. */
export interface Place {
  folder: string;
  app: App;
  parts: ServerParts;
  desk: Desk;
  letters: ConfirmLetter[];
  errors: unknown[];
  /** Seconds since 1970; may be set. */
  time: number;
  store: ReturnType<typeof fileSubscribers>;
  /** The bytes of the journal: what is compared where nothing may change. */
  journal(): string;
  /** Somebody who has confirmed. @returns the id. */
  member(address: string, preferences?: Partial<Preferences>): Promise<string>;
  token(
    purpose: 'confirm' | 'unsubscribe' | 'preferences' | 'view' | 'tune',
    id: string,
    more?: { epoch?: number; about?: string },
  ): string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Signs up as a browser does: fetches the form first. */
  signUp(address: string, topics?: string): Promise<Response>;
  close(): void;
}

export interface PlaceOptions {
  key?: string;
  folder?: string;
  time?: number;
  serverUrl?: string | null;
  hops?: number;
  metricsToken?: string | null;
  rules?: Partial<Record<keyof typeof RULES, Rule>>;
  limitless?: boolean;
  suppressed?: string[];
}

export const topic = (...any: string[]): Topic => ({ name: any[0]!, any, all: [], none: [], query: null });

const ample: Record<keyof typeof RULES, Rule> = {
  page: { burst: 1e9, seconds: 1 },
  preview: { burst: 1e9, seconds: 1 },
  signUp: { burst: 1e9, seconds: 1 },
  change: { burst: 1e9, seconds: 1 },
  mails: { burst: 1e9, seconds: 1 },
};

export async function place(options: PlaceOptions = {}): Promise<Place> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'paperboy-server-'));
  const read = (file: string): string => readFileSync(join(ownTemplates, file), 'utf8');
  const sources = Object.fromEntries(TEMPLATES.map((name) => [`${name}.hbs`, read(`server/${name}.hbs`)]));
  const store = fileSubscribers(join(folder, 'out', 'state', 'subscribers.jsonl'));
  const keys = keysOf(options.key ?? `${newKey} ${oldKey}`);
  const letters: ConfirmLetter[] = [];
  const errors: unknown[] = [];
  const instant = (): string => `${new Date(here.time * 1000).toISOString().slice(0, 19)}Z`;
  const desk = subscriberDesk({
    store,
    keys,
    clock: instant,
    dice: dice(`${folder} ${options.key}`),
    suppressed: async (address) => options.suppressed?.includes(address) === true,
    letter: async (letter) => {
      letters.push(letter);
    },
    look: async () => sight,
    mail: async ({ about }) => (about === 'kept' ? '<!doctype html><title>Mail</title><p>The mail</p>' : null),
    papersOf: async ({ about }) => (about === 'kept' ? tuned : []),
  });
  mkdirSync(join(folder, 'out', 'public'), { recursive: true });
  mkdirSync(join(folder, 'out', 'state'), { recursive: true });
  const parts: ServerParts = {
    desk,
    files: publicFiles(join(folder, 'out', 'public')),
    templates: await compileTemplates(TEMPLATES, sources, 'server'),
    assets: new Map(Object.entries(ASSETS).map(([name, { file, type }]) => [name, { type, body: read(file) }])),
    forms: formTokens(Buffer.alloc(32, 7)),
    limits: new Limits(() => here.time, options.limitless === false ? RULES : { ...ample, ...options.rules }),
    later: laterWith((error) => errors.push(error)),
    metrics: metricsOf(),
    serverUrl: options.serverUrl === undefined ? 'https://papers.example.org' : options.serverUrl,
    hops: options.hops ?? 0,
    metricsToken: options.metricsToken ?? null,
    clock: () => here.time,
    connections: () => 0,
    failed: (_, error) => errors.push(error),
  };
  const app = appOf(parts);
  const journal = (): string => {
    try {
      return readFileSync(store.path, 'utf8');
    } catch {
      return '';
    }
  };
  const browser = { 'sec-fetch-site': 'same-origin' };
  const here: Place = {
    folder,
    app,
    parts,
    desk,
    letters,
    errors,
    time: options.time ?? Date.parse('2026-11-21T08:00:00Z') / 1000,
    store,
    journal,
    async member(address, preferences = {}) {
      await desk.signUp(address, {
        topics: [topic('reward model', 'DPO')],
        cadence: 'daily',
        sendHour: 6,
        timeZone: 'UTC',
      });
      const { id, token } = letters.pop()!;
      await desk.want((await desk.visit('confirm', token))!, { kind: 'confirm' });
      const visit = (await desk.visit('preferences', here.token('preferences', id)))!;
      if (Object.keys(preferences).length > 0) {
        await desk.want(visit, { kind: 'wish', wish: { ...visit.guest, ...preferences } });
      }
      return id;
    },
    token: (purpose, id, more = {}) => makeToken({ purpose, id, ...more }, { keys, now: instant() }),
    get: async (path, headers = {}) => app.request(path, { headers }),
    post: async (path, fields, headers = browser) =>
      app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    async signUp(address, topics = 'reward model, DPO') {
      const form = /name="form" value="([^"]+)"/.exec(await (await here.get('/mail/')).text())?.[1] ?? '';
      return here.post('/mail/', { form, do: 'subscribe', topics, address, cadence: 'daily', hour: '6', zone: 'UTC' });
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return here;
}

/** Writes a file of the published site. */
export function publish(here: Place, file: string, text: string | Uint8Array): void {
  const path = join(here.folder, 'out', 'public', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The way of a link or form on a page, resolved against the page's own path. */
export const resolved = (href: string, path: string): string => new URL(href, `http://x${path}`).pathname;
