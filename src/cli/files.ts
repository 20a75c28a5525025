import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type ShellCache, TEMPLATE_FILES, type TemplateSources } from '../render/email/index.ts';
import { replaceFile } from '../store/atomic.ts';

/** The templates of the mail, from the folder that holds `email/`. A missing file is left out; the renderer says so. */
export async function readTemplates(folder: string): Promise<TemplateSources> {
  const sources: TemplateSources = {};
  for (const name of TEMPLATE_FILES) {
    const text = await readFile(join(folder, 'email', name), 'utf8').catch(() => null);
    if (text !== null) sources[name] = text;
  }
  return sources;
}

/** Compiled templates, kept in a folder. A cache that cannot be written costs time, not mail. */
export function shellCache(folder: string): ShellCache {
  return {
    get: (key) => readFile(join(folder, key), 'utf8').catch(() => null),
    set: async (key, value) => {
      await replaceFile(join(folder, key), value).catch(() => {});
    },
  };
}

/** Removes the files below a folder whose path from `root` is not in `keep`, and folders that become empty. */
export async function prune(root: string, folder: string, keep: ReadonlySet<string>): Promise<string[]> {
  const removed: string[] = [];
  const walk = async (current: string): Promise<number> => {
    const entries = await readdir(current, { withFileTypes: true }).catch(() => []);
    let left = 0;
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) left += (await walk(path)) > 0 ? 1 : 0;
      else if (keep.has(relative(root, path).split(sep).join('/'))) left++;
      else {
        await rm(path);
        removed.push(path);
      }
    }
    if (left === 0 && entries.length > 0) await rmdir(current);
    return left;
  };
  await walk(join(root, folder));
  return removed;
}

/** Whether an output folder holds what a run has made: the feed of everything, or a mail in the outbox. */
export async function hasOutput(out: string): Promise<boolean> {
  const feed = await stat(join(out, 'public', 'all', 'atom.xml')).catch(() => null);
  const mails = await readdir(join(out, 'mail', 'outbox')).catch(() => []);
  return feed !== null || mails.some((name) => name.endsWith('.eml'));
}
