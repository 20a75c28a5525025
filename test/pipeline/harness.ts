import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { afterAll } from 'vitest';
import { hasOutput, prune, readTemplates, shellCache } from '../../src/cli/files.ts';
import { storeOf } from '../../src/cli/state.ts';
import type { Channel, Envelope, Outcome } from '../../src/deliver/channel.ts';
import { diagnostic, UserError } from '../../src/diagnostic/index.ts';
import type { Source } from '../../src/fetch/files.ts';
import type { RunReport, Subscription } from '../../src/model/index.ts';
import type { Effects } from '../../src/pipeline/effects.ts';
import { type RunRequest, run } from '../../src/pipeline/run.ts';
import { replaceFile } from '../../src/store/atomic.ts';
import { checksum } from '../../src/store/manifest.ts';
import { abstractOf } from '../diff/paper.ts';
import { print } from '../parse/print.ts';

/** A dump of T1 papers, dated by its name. */
export function dump(date: string, ...titles: string[]): Source {
  const papers = titles.map((title) => ({ title, abstract: abstractOf(title), meta: null, date: '', comments: null }));
  return source(`${date}.txt`, print(papers, 'Oct 31'));
}

export const source = (path: string, text: string): Source => ({ path, sha256: checksum(text), text });

export const subscriber = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  name: null,
  address: { kind: 'literal', address: `${id}@canary.example` },
  topics: [{ name: 'Everything odd', any: ['alpha', 'beta'], all: [], none: [], query: null }],
  cadence: 'daily',
  maxPapers: 20,
  maxAgeDays: 14,
  changes: ['new'],
  backfill: 0,
  public: false,
  locale: 'en',
  source: `subscriptions/${id}.yaml`,
  ...more,
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An installation in a temporary folder, with a channel that keeps what it gets. */
export class Installation {
  readonly out = mkdtempSync(join(tmpdir(), 'paperboy-run-'));
  readonly mails: Envelope[] = [];
  answer: (envelope: Envelope) => Outcome = () => ({ state: 'sent', detail: '', serverWide: false });

  /** Asked before each append to the ledger: a code of a failure, or `null`. */
  append: (line: string) => Promise<string | null> = async () => null;
  /** A channel of the test's own, instead of the one that keeps what it gets. */
  channel: Channel | null = null;
  /** Asks the run to stop. */
  stop = new AbortController();
  /** Who has left since the run began. */
  withdrawn: (subscription: string) => boolean = () => false;
  /** How often the channel was closed. */
  closed = 0;

  constructor() {
    folders.push(this.out);
  }

  async run(sources: readonly Source[], more: Partial<RunRequest> = {}): Promise<RunReport> {
    const now = more.now ?? '2026-11-21T12:00:00Z';
    return run(
      {
        sources,
        now,
        date: null,
        since: null,
        backfill: false,
        maxNew: 500,
        subscriptions: [subscriber('ada')],
        unread: [],
        requireState: null,
        send: false,
        channel: 'smtp',
        inDoubt: 'resend',
        sender: { from: { address: 'paperboy@sender.example', name: 'Paperboy' }, unsubscribe: null, siteUrl: null },
        templates: await readTemplates('templates'),
        locale: 'en',
        ...more,
      },
      this.effects(now),
    );
  }

  private effects(now: string): Effects {
    const channel: Channel = {
      open: async () => {},
      close: async () => {
        this.closed++;
      },
      send: async (envelope, begin) => {
        await begin();
        const outcome = this.answer(envelope);
        if (outcome.state === 'sent') this.mails.push(envelope);
        return outcome;
      },
    };
    const store = storeOf(join(this.out, 'state'));
    const { ledger } = store;
    const append = async (line: string): Promise<void> => {
      const message = await this.append(line);
      if (message !== null) throw new UserError([diagnostic('state-unwritable', { message })], 5);
      await ledger.append(line);
    };
    return {
      store: { ...store, ledger: { ...ledger, append } },
      write: (file, content) => this.write(file, content),
      prune: (folder, keep) => prune(this.out, folder, keep),
      read: async (file) => this.files().get(file) ?? null,
      leftovers: () => hasOutput(this.out),
      shellCache: shellCache(join(this.out, 'mail', '.cache')),
      withdrawn: (id) => this.withdrawn(id),
      addressOf: ({ address }) => ({
        mailbox: address?.kind === 'literal' ? { address: address.address, name: null } : null,
        diagnostic: null,
      }),
      channel: () => this.channel ?? channel,
      clock: () => now,
      signal: this.stop.signal,
    };
  }

  async write(file: string, content: string | Uint8Array): Promise<string | null> {
    return (await replaceFile(join(this.out, file), content)) ? file : null;
  }

  /** Every file below the output folder, path -> text. */
  files(): Map<string, string> {
    const names = readdirSync(this.out, { recursive: true }) as string[];
    return new Map(
      names
        .map((name) => join(this.out, name))
        .filter((path) => statSync(path).isFile())
        .sort()
        .map((path) => [relative(this.out, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
    );
  }
}
