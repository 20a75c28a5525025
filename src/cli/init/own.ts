import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from '../schedule/crontab.ts';

/** The package that this program is of. Works from `src/` and from `dist/`. */
const ownPackage = fileURLToPath(new URL('../../..', import.meta.url));

/** The file that node runs. */
export const ownProgram = join(ownPackage, 'dist', 'cli', 'main.js');

/** The schemas that ship, as a path from a folder with forward slashes; absolute where no relative one leads there. */
export function schemasFrom(folder: string): string {
  const path = relative(folder, join(ownPackage, 'schemas')).split(sep).join('/');
  return path.startsWith('.') || /^[A-Za-z]:/.test(path) ? path : `./${path}`;
}

/** How to call this Paperboy in a folder. */
export function commandIn(folder: string, path = process.env.PATH ?? ''): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', '.bin', 'paperboy')) || isOurs(join(at, 'package.json'))) {
      return 'npx paperboy';
    }
    if (at === dirname(at)) break;
  }
  const installed =
    realOf(ownProgram) !== null &&
    path.split(delimiter).some((place) => realOf(join(place, 'paperboy')) === realOf(ownProgram));
  return installed ? 'paperboy' : `node ${quoted(ownProgram)}`;
}

function isOurs(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === 'paperboy';
  } catch {
    return false;
  }
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
