import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { allSettings } from './all-settings.ts';
import { expectedOf, type Group, groups, type Setting } from './setting.ts';
import type { Environment } from './settings.ts';
import type { SettingsFile } from './settings-file.ts';

/** A setting, what it is, and who said so. */
export interface SettingOrigin {
  key: string;
  variable: string;
  group: Group;
  /** `null`: nobody set it and it has no default, or it is a secret. */
  value: string | number | boolean | string[] | null;
  secret: boolean;
  /** Whether somebody set it. */
  set: boolean;
  origin: 'flag' | 'environment' | 'file' | 'default';
  /** The flag, the variable, or `file:line:column`; `null` for a default. */
  from: string | null;
  /** What holds when nobody sets it, in words; `null` where the default says it. */
  otherwise: string | null;
}

/**
 * Every setting with its origin, in the order of documents.
 * @param flags by the keys of settings, as the command line gave them.
 * @returns also what is wrong in the environment, one `setting-invalid` for each; what is wrong in the file is known before.
 */
export function originsOf(
  env: Environment,
  file: SettingsFile | null,
  flags: Readonly<Record<string, unknown>> = {},
): { settings: SettingOrigin[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const originOf = (setting: Setting): SettingOrigin => {
    const { key, variable, group, secret } = setting;
    const flag = setting.flag && flags[key] !== undefined ? String(flags[key]) : null;
    const own = flag ?? (env[variable] || null);
    const name = flag === null ? variable : `--${key}`;
    const text = own ?? file?.variables[variable] ?? null;
    const read = text === null ? null : setting.read(text);
    if (read !== null && 'wrong' in read && own !== null) {
      const message = `${name} ${own === '' ? 'is empty' : read.wrong}`;
      const expected = setting.form === null ? null : expectedOf(setting.form);
      diagnostics.push(diagnostic('setting-invalid', { message, expected }));
    }
    const good = read !== null && 'value' in read;
    const origin = !good ? 'default' : flag !== null ? 'flag' : own !== null ? 'environment' : 'file';
    return {
      ...{ key, variable, group, secret, set: good, origin },
      value: secret ? null : shown(good ? (setting.form === null ? text : read.value) : setting.fallback),
      from: !good ? null : own !== null ? name : (file?.places[key] ?? null),
      otherwise: setting.fallbackText ?? null,
    };
  };
  const settings = groups.flatMap((group) => allSettings.filter((setting) => setting.group === group).map(originOf));
  return { settings, diagnostics };
}

/** A value as the environment would say it. */
function shown(value: unknown): SettingOrigin['value'] {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => bare(String(one)));
  // A mailbox.
  if (typeof value === 'object') {
    const { name, address } = value as { name: string | null; address: string };
    return name === null ? address : `${name} <${address}>`;
  }
  return bare(String(value));
}

/** The address of a remote or of a mirror may hold a password. */
const bare = (text: string): string => text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1***@');
