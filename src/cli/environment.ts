import { readFileSync } from 'node:fs';
import type { Environment } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import { UserError } from '../diagnostic/index.ts';

/** The file that is read when none is named. */
const DEFAULT_FILE = 'paperboy.yaml';

/** Set once for each command line, before its command runs. */
let file: SettingsFile | null = null;

/**
 * What commands read their settings from: the environment, and below it what the file of settings says. An empty variable
 * counts as not set.
 */
export function environment(): Environment {
  if (file === null) return process.env;
  const set = Object.entries(process.env).filter(([, value]) => value !== '');
  return { ...file.variables, ...Object.fromEntries(set) };
}

/** The name of the file of settings: what the flag or `PAPERBOY_CONFIG` says, else `paperboy.yaml`. */
export const namedFile = (flag: string | undefined): string => flag ?? (process.env.PAPERBOY_CONFIG || DEFAULT_FILE);

/** What the file of settings says, when there is one. */
export const settingsFile = (): SettingsFile | null => file;

/**
 * Reads the file of settings: the one that the flag or `PAPERBOY_CONFIG` names, else `paperboy.yaml` where there is one.
 * @returns what is wrong in it.
 */
export async function readConfiguration(flag: string | undefined): Promise<SettingsFile['diagnostics']> {
  file = null;
  const named = flag ?? (process.env.PAPERBOY_CONFIG || null);
  const path = namedFile(flag);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === null) return [];
    const { unreadableSettings } = await import('../config/settings-file.ts');
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a folder',
      ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8',
    };
    return [unreadableSettings(path, reasons[code ?? ''] ?? `cannot be read: ${code}`)];
  }
  const { readSettingsFile } = await import('../config/settings-file.ts');
  file = readSettingsFile(text, path);
  return file.diagnostics;
}

/** The same, for every command but the one that shows settings. @throws UserError (exit 2) when something is wrong. */
export async function useConfiguration(flag: string | undefined): Promise<void> {
  const diagnostics = await readConfiguration(flag);
  if (diagnostics.length > 0) throw new UserError(diagnostics, 2);
}
