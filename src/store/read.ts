import { readdirSync, readFileSync } from 'node:fs';
import { corrupt } from './errors.ts';

/** Whether an error says that there is nothing, as opposed to something that cannot be read. */
export const absent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Why a file could not be read, in words. */
export function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? `it cannot be read: ${code ?? message}`;
}

const reasons: Record<string, string> = {
  EISDIR: 'a folder is in the place of this file',
  ENOTDIR: 'a file is in the place of a folder',
  ELOOP: 'a link leads back to itself',
};

/** The bytes of a file; `null` when there is none. Whatever else lies in its place is damage, not absence. */
export const readBytes = (path: string): Buffer | null => orAbsent(path, () => readFileSync(path), null);

/** The names in a folder; none when there is no folder. */
export const namesIn = (folder: string): string[] => orAbsent(folder, () => readdirSync(folder), []);

function orAbsent<T, U>(path: string, read: () => T, otherwise: U): T | U {
  try {
    return read();
  } catch (error) {
    if (absent(error)) return otherwise;
    throw corrupt(path, whyUnread(error));
  }
}
