import { readFileSync, statSync } from 'node:fs';
import type { Environment } from '../config/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';

/** The file that is read when none is named. */
const DEFAULT_FILE = 'paperboy.yaml';

/** In bytes: what any YAML of ours may have (`config/yaml.ts`, which is not loaded for this). */
const LONGEST = 64 * 1024;

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
    // A device or a pipe has no end, and would be waited for.
    const found = statSync(path);
    if (!found.isFile())
      return [await unreadable(path, found.isDirectory() ? 'this is a folder' : 'this is not a file')];
    if (found.size > LONGEST) return [await unreadable(path, `the file is larger than ${LONGEST / 1024} KB`)];
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === null) return [];
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8',
    };
    return [await unreadable(path, reasons[code ?? ''] ?? `cannot be read: ${code}`)];
  }
  const { readSettingsFile } = await import('../config/settings-file.ts');
  file = readSettingsFile(text, path);
  return file.diagnostics;
}

/** Loaded only when it is needed: most runs have no file, or a good one. */
async function unreadable(path: string, reason: string): Promise<Diagnostic> {
  const { unreadableSettings } = await import('../config/settings-file.ts');
  return unreadableSettings(path, reason);
}

/** The same, for every command but the one that shows settings. @throws UserError (exit 2) when something is wrong. */
export async function useConfiguration(flag: string | undefined): Promise<void> {
  const diagnostics = await readConfiguration(flag);
  if (diagnostics.length > 0) throw new UserError(diagnostics, 2);
}
