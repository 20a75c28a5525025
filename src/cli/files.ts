import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ownTemplates } from '../config/settings-table.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { OVERRIDES, type ShellCache, TEMPLATE_FILES, type TemplateSources } from '../render/email/index.ts';
import { SITE_FILES } from '../render/site/files.ts';
import { replaceFile } from '../store/atomic.ts';

/**
 * The templates of the mail: those that ship, with the files of a folder (which holds `email/`) in the place of their
 * namesakes, and those of single subscriptions in `email/subscriptions/ID/`.
 * @throws UserError (exit 2) when the folder has no `email/`: then it is not one of templates.
 */
export async function readTemplates(folder: string): Promise<TemplateSources> {
  const place = join(folder, 'email');
  const names = await readdir(place).catch(() => {
    const message = 'there is no folder of templates here';
    const hint = 'paperboy templates eject makes one to start from';
    throw new UserError([diagnostic('template-invalid', { message, file: place, hint })], 2);
  });
  const sources = { ...(await readSet(join(ownTemplates, 'email'), '')), ...(await readSet(place, '')) };
  if (names.includes(OVERRIDES)) {
    const own = await readdir(join(place, OVERRIDES), { withFileTypes: true });
    for (const { name } of own.filter((entry) => entry.isDirectory())) {
      Object.assign(sources, await readSet(join(place, OVERRIDES, name), `${OVERRIDES}/${name}/`));
    }
  }
  return sources;
}

/** The templates of the site: those that ship, with the files of `site/` in a folder in the place of their namesakes. */
export async function readSiteTemplates(folder: string): Promise<TemplateSources> {
  return {
    ...(await readSet(join(ownTemplates, 'site'), '', SITE_FILES)),
    ...(await readSet(join(folder, 'site'), '', SITE_FILES)),
  };
}

async function readSet(folder: string, prefix: string, files = TEMPLATE_FILES): Promise<TemplateSources> {
  const sources: TemplateSources = {};
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (text !== null) sources[prefix + name] = text.replace(/^\ufeff/, '');
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

/** Removes the files below a folder (or the one file) whose path from `root` is not in `keep`, and folders that become empty. */
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
  const top = join(root, folder);
  if (!(await stat(top).catch(() => null))?.isFile()) await walk(top);
  else if (!keep.has(folder)) {
    await rm(top);
    removed.push(top);
  }
  return removed;
}

/** Whether an output folder holds what a run has made: the feed of everything, or a mail in the outbox. */
export async function hasOutput(out: string): Promise<boolean> {
  const feed = await stat(join(out, 'public', 'all', 'atom.xml')).catch(() => null);
  const mails = await readdir(join(out, 'mail', 'outbox')).catch(() => []);
  return feed !== null || mails.some((name) => name.endsWith('.eml'));
}
