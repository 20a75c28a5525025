import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Day, Instant } from '../model/index.ts';

/** What is remembered of a list that was fetched. */
interface Fetched {
  url: string;
  /** The dump it is in, a name in the folder; `null` when the list was empty. */
  file: string | null;
  sha256: string | null;
  etag: string | null;
  papers: number;
  at: Instant;
}

/** How a dump was saved: new or fuller, as it was, or beside a fuller one. */
export interface Kept {
  path: string;
  status: 'saved' | 'unchanged' | 'kept-both';
  /** The fuller dump that was not replaced. */
  fuller: { path: string; papers: number } | null;
}

/** What the folder needs of the world. */
export interface FolderEffects {
  /** Replaces a file whole or not at all; does nothing when it holds these bytes. */
  write(path: string, bytes: string | Uint8Array): Promise<unknown>;
  /** How many papers a dump holds. */
  papersIn(bytes: Uint8Array): number;
}

/**
 * A folder of dumps. Beside them, in `.paperboy/`, lie what is remembered of each list (tags, times) and what could not
 * be used. Runs do not look there, and it has a `.gitignore` of its own: the tags change with each upvote, and would be a
 * commit a day in a repository that keeps its dumps. Where it is lost, as on a fresh checkout, a list is asked for once
 * more, and no dump suffers.
 */
export class DumpFolder {
  readonly path: string;
  private readonly effects: FolderEffects;
  private readonly fetched: Map<string, Fetched>;

  private constructor(path: string, effects: FolderEffects, fetched: Map<string, Fetched>) {
    this.path = path;
    this.effects = effects;
    this.fetched = fetched;
  }

  static async open(path: string, effects: FolderEffects): Promise<DumpFolder> {
    const text = await readFile(join(path, '.paperboy', 'fetched.json'), 'utf8').catch(() => '{}');
    return new DumpFolder(path, effects, new Map(Object.entries(readFetched(text))));
  }

  /** What is there of a list: the dump's path, its papers and its tag, if the dump is still as it was fetched. */
  async known(name: string, url: URL): Promise<{ path: string; papers: number; etag: string } | null> {
    const entry = this.fetched.get(name);
    if (entry === undefined || entry.url !== url.href || entry.file === null || entry.etag === null) return null;
    const path = join(this.path, entry.file);
    const bytes = await readOrNull(path);
    if (bytes === null || sha256(bytes) !== entry.sha256) return null;
    return { path, papers: entry.papers, etag: entry.etag };
  }

  /**
   * Whether the list of a day is here and will not grow any more. It was fetched after that day had ended everywhere; or,
   * where nothing is remembered of it, the day is more than three days past: then it was most likely fetched again on
   * the days that followed it.
   */
  async isSettled(name: string, day: Day, today: Day): Promise<boolean> {
    const end = Date.parse(day) + 36 * 3_600_000;
    const entry = this.fetched.get(name);
    if (entry !== undefined && Date.parse(entry.at) < end) return false;
    if (entry?.file === null) return true;
    const bytes = await readOrNull(join(this.path, entry?.file ?? name));
    if (bytes === null) return false;
    return entry !== undefined || Date.parse(today) - Date.parse(day) > 3 * 86_400_000;
  }

  /**
   * Saves a dump. One with fewer papers never replaces a fuller one: it goes to `NAME.2`, or the next number that is free
   * or holds no more papers than it.
   */
  async save(name: string, bytes: Uint8Array, papers: number): Promise<Kept> {
    let fuller: Kept['fuller'] = null;
    for (let n = 1; ; n++) {
      const path = join(this.path, n === 1 ? name : name.replace(/(\.\w+)$/, `.${n}$1`));
      const old = await readOrNull(path);
      if (old !== null && sha256(old) === sha256(bytes)) return { path, status: 'unchanged', fuller: null };
      const count = old === null ? 0 : this.effects.papersIn(old);
      if (old !== null && count > papers) {
        fuller ??= { path, papers: count };
        continue;
      }
      await this.effects.write(path, bytes);
      return { path, status: fuller === null ? 'saved' : 'kept-both', fuller };
    }
  }

  /** Remembers that a list was fetched. @param path of its dump; `null`: it was empty. */
  async remember(
    name: string,
    entry: { url: URL; path: string | null; bytes: Uint8Array; etag: string | null; papers: number; at: Instant },
  ): Promise<void> {
    const { url, path, bytes, etag, papers, at } = entry;
    const file = path === null ? null : basename(path);
    this.fetched.set(name, { url: url.href, file, sha256: file && sha256(bytes), etag, papers, at });
    await this.writeFetched();
  }

  /** Remembers that a list was asked for again and is the same. */
  async confirm(name: string, at: Instant): Promise<void> {
    const entry = this.fetched.get(name);
    if (entry === undefined) return;
    this.fetched.set(name, { ...entry, at });
    await this.writeFetched();
  }

  /** Keeps what is no dump where no run reads it; of each name only the last. @returns its path. */
  async quarantine(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(this.path, '.paperboy', 'quarantine', name);
    await this.hide();
    await this.effects.write(path, bytes);
    return path;
  }

  private async writeFetched(): Promise<void> {
    await this.hide();
    const sorted = Object.fromEntries([...this.fetched].sort(([a], [b]) => (a < b ? -1 : 1)));
    await this.effects.write(join(this.path, '.paperboy', 'fetched.json'), `${JSON.stringify(sorted, null, 2)}\n`);
  }

  private async hide(): Promise<void> {
    await this.effects.write(join(this.path, '.paperboy', '.gitignore'), '*\n');
  }
}

const readOrNull = async (path: string): Promise<Buffer | null> => {
  try {
    return await readFile(path);
  } catch (error) {
    // A dump that is there and cannot be read may be a fuller one: only a missing one may be written.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Entries that are as we write them; all else is forgotten, which costs one request. */
function readFetched(text: string): Record<string, Fetched> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => isFetched(entry))) as Record<string, Fetched>;
}

function isFetched(entry: Partial<Record<keyof Fetched, unknown>> | null): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const isText = (value: unknown) => typeof value === 'string';
  const isTextOrNull = (value: unknown) => value === null || isText(value);
  const { url, file, sha256: sum, etag, papers, at } = entry;
  // A file is a name in the folder: what was written into the file by hand must not lead out of it.
  const inside = file === null || (typeof file === 'string' && !/[\\/]|^\.\.?$/.test(file));
  return isText(url) && inside && isTextOrNull(sum) && isTextOrNull(etag) && typeof papers === 'number' && isText(at);
}
