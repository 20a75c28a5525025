import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownTemplates } from '../config/settings-table.ts';

const own = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The code that renders. In the bundle of the Action it has no folder of its own. */
const code = (): string => (basename(dirname(own('./program'))) === 'action' ? own('.') : own('../render'));

/**
 * Stands for everything that pages are made by: the code that renders, the templates that ship, and the versions of the
 * libraries, which `package.json` pins. Not the version alone, which stays the same while the program is worked on.
 */
export async function programDigest(): Promise<string> {
  const folders = [code(), join(ownTemplates, 'site')];
  const files = [own('../../package.json')];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    files.push(...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  }
  const hash = createHash('sha256');
  for (const content of await Promise.all(files.sort().map((file) => readFile(file).catch(() => '')))) {
    hash.update(content).update('\0');
  }
  return hash.digest('hex');
}
