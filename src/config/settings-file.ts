import { dirname, isAbsolute, join } from 'node:path';
import { diagnostic, nearest } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { allSettings } from './all-settings.ts';
import { expectedOf, type Form, type Setting } from './setting.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** What a file of settings says. */
export interface SettingsFile {
  /** By the names of variables, as the environment would say it: whatever reads a setting reads one of the file as well. */
  variables: Record<string, string>;
  /** By key: where it stands, as `file:line:column`. */
  places: Record<string, string>;
  diagnostics: Diagnostic[];
}

// What people write who know other tools.
const synonyms: Record<string, string> = {
  output: 'out',
  url: 'site-url',
  site: 'site-url',
  sender: 'from',
  locale: 'language',
  lang: 'language',
  'max-papers': 'max-new',
  inputs: 'dumps',
  input: 'dumps',
};

/**
 * Reads `paperboy.yaml`. Paths in it are relative to its folder, so that it means the same wherever it is named from. What is
 * wrong is reported with its place, all of it at once, and no value is repeated.
 * @param path the file as given.
 */
export function readSettingsFile(text: string, path: string): SettingsFile {
  const file: SettingsFile = { variables: {}, places: {}, diagnostics: [] };
  const { yaml, diagnostics } = readYaml(text, path, 'settings-unreadable');
  file.diagnostics.push(...diagnostics);
  if (yaml === null) return file;
  // A file of comments only is what somebody has before the first setting.
  if (yaml.value === null || yaml.value === undefined) return file;
  if (typeof yaml.value !== 'object' || Array.isArray(yaml.value)) {
    file.diagnostics.push(
      yaml.report('setting-invalid', [], { message: 'the file must consist of settings with values' }),
    );
    return file;
  }
  for (const [key, value] of Object.entries(yaml.value)) {
    const setting = allSettings.find((each) => each.key === key) ?? inCapitals(key);
    const problem =
      setting === undefined
        ? unknown(key)
        : setting.form === null
          ? outside(setting, key)
          : take(setting, setting.form, value);
    if (problem !== null) file.diagnostics.push(yaml.report('setting-invalid', [key], problem, problem.atKey));
  }
  return file;

  function take(setting: Setting, form: Form, value: unknown): Problem | null {
    // As with an empty variable: what is left open is not set.
    if (value === null || value === '') return null;
    const given = textOf(form, value);
    const read = given === null ? { wrong: `must be ${expectedOf(form)}` } : setting.read(given);
    if ('wrong' in read) return { message: `"${setting.key}" ${read.wrong}`, expected: expectedOf(form), atKey: false };
    file.variables[setting.variable] = form.type === 'path' || form.type === 'paths' ? placed(given!, path) : given!;
    file.places[setting.key] = placeOf(yaml!, setting.key);
    return null;
  }
}

interface Problem {
  message: string;
  expected: string | null;
  hint?: string;
  /** Whether the fault is the key and not its value. */
  atKey: boolean;
}

/** What only the environment says, written like a setting: `smtp-password`. */
const inCapitals = (key: string): Setting | undefined =>
  allSettings.find(({ form, variable }) => form === null && variable === key.toUpperCase().replaceAll('-', '_'));

function unknown(key: string): Problem {
  const kebab = key
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();
  const names = allSettings.filter(({ form }) => form !== null).map((setting) => setting.key);
  const byVariable = allSettings.find(({ variable }) => variable === key);
  const similar = byVariable?.key ?? (Object.hasOwn(synonyms, kebab) ? synonyms[kebab]! : nearest(kebab, names));
  const shown = key.includes('@') ? 'text with an "@"' : JSON.stringify(key.slice(0, 40));
  const question = similar === null ? '' : `; did you mean "${similar}"?`;
  return { message: `unknown setting ${shown}${question}`, expected: `one of ${names.join(', ')}`, atKey: true };
}

const outside = ({ variable, secret }: Setting, key: string): Problem => ({
  message: secret
    ? `"${key}" is a secret, and a file of settings is no place for one`
    : `"${key}" is said by the environment only`,
  expected: null,
  hint: `set the environment variable ${variable}`,
  atKey: true,
});

/** A value as the environment would say it; `null`: it is of the wrong kind. */
function textOf(form: Form, value: unknown): string | null {
  if (form.type === 'paths') {
    const list = Array.isArray(value) ? value : [value];
    return list.every((one): one is string => typeof one === 'string' && one !== '' && !/[\r\n]/.test(one))
      ? list.join('\n')
      : null;
  }
  if (form.type === 'truth') return typeof value === 'boolean' ? String(value) : null;
  if (form.type === 'whole') return typeof value === 'number' ? String(value) : null;
  // `smtp-rate: 5` is a number to YAML.
  if (typeof value === 'number' && form.type === 'text') return String(value);
  return typeof value === 'string' ? value : null;
}

/** Paths as seen from the working folder. */
const placed = (given: string, file: string): string =>
  given
    .split('\n')
    .map((one) => (isAbsolute(one) || dirname(file) === '.' ? one : join(dirname(file), one)))
    .join('\n');

function placeOf(yaml: YamlFile, key: string): string {
  const { file, line, column } = yaml.report('setting-invalid', [key], { message: '' }, true);
  return `${file}:${line}:${column}`;
}

/** The diagnostic of a file that was named and is not there, or cannot be read. */
export const unreadableSettings = (file: string, reason: string): Diagnostic =>
  diagnostic('settings-unreadable', { message: reason, file });
