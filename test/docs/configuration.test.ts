import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { allSettings } from '../../src/config/all-settings.ts';
import { groups, type Setting } from '../../src/config/setting.ts';
import { readSettingsFile } from '../../src/config/settings-file.ts';
import { between, blocksOf, read, refresh, rowsOf } from './support.ts';

const code = (text: string) => `\`${text}\``;
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const cell = (text: string) => text.replaceAll('|', '\\|');

/** What holds when nobody says anything. */
const defaultOf = ({ fallback, fallbackText }: Setting): string =>
  fallbackText ?? (fallback === null ? 'none' : code(String(fallback)));

const head = ['setting', 'flag', 'variable', 'default', 'meaning'];

function tableOf(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => [
    setting.form === null ? '' : code(setting.key),
    setting.flag && setting.form !== null ? code(`--${setting.key}`) : '',
    `${code(setting.variable)}${setting.secret ? ', a secret' : ''}`,
    defaultOf(setting),
    setting.description,
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

const reference = groups
  .map((group) => `### ${capital(group)}\n\n${tableOf(allSettings.filter((setting) => setting.group === group))}`)
  .join('\n\n');

/** A value that is right: the default, or an example where there is none that could be written. */
function exampleOf({ form, fallback, fallbackText }: Setting): unknown {
  if (form?.type === 'text') return /^\d+$/.test(form.example) ? Number(form.example) : form.example;
  if (form?.type === 'choice' && fallback === null) return form.choices[0];
  if (form?.type === 'truth' && fallback === null) return true;
  return form?.type === 'path' && fallbackText !== undefined ? 'my-templates' : fallback;
}

/** `docs/examples/paperboy.yaml`. A setting has no space after its "#", so that it is told from what is said of it. */
function sample(): string {
  const lines = [
    '# yaml-language-server: $schema=../../schemas/settings.schema.json',
    '#',
    '# Every setting of Paperboy. None is needed: take the "#" away from the line of one to set it.',
    '# What only the environment says, such as the mail server and passwords, is in docs/configuration.md.',
  ];
  for (const group of groups) {
    const settings = allSettings.filter((setting) => setting.group === group && setting.form !== null);
    if (settings.length > 0) lines.push('', `# ---- ${capital(group)}`);
    for (const setting of settings) {
      const value = exampleOf(setting);
      const shown = Array.isArray(value) ? `[${value.join(', ')}]` : stringify(value, { lineWidth: 0 }).trimEnd();
      const otherwise =
        setting.fallback === null || setting.key === 'templates' ? (setting.fallbackText ?? 'none') : null;
      lines.push('', `# ${setting.description.replaceAll('`', '')}`);
      if (otherwise !== null) lines.push(`# Default: ${otherwise}. For instance:`);
      lines.push(`#${setting.key}: ${shown}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('docs/configuration.md', () => {
  const path = 'docs/configuration.md';
  refresh(path, between(read(path), 'settings', reference));
  const page = read(path);

  it('has the tables of the settings that there are', () => {
    expect(page).toBe(between(page, 'settings', reference));
    expect(rowsOf(page, head)).toHaveLength(allSettings.length);
  });

  const examples = blocksOf(page, 'yaml').map((lines) => lines.join('\n'));

  it.each(examples.filter((text) => /^(?:out|dumps|site-url):/m.test(text)))(
    'has an example that is read: %j',
    (text) => {
      expect(readSettingsFile(text, 'paperboy.yaml').diagnostics).toEqual([]);
      expect(readSettingsFile(`${text}\nsubscription: x`, 'paperboy.yaml').diagnostics).toHaveLength(1);
    },
  );

  it('has such an example', () => expect(examples.length).toBeGreaterThan(0));
});

describe('docs/examples/paperboy.yaml', () => {
  const path = 'docs/examples/paperboy.yaml';
  refresh(path, sample());
  const text = read(path);
  const inFile = allSettings.filter(({ form }) => form !== null);

  it('has every setting of the table, and sets none', () => {
    expect(text).toBe(sample());
    expect(readSettingsFile(text, path)).toEqual({ variables: {}, places: {}, diagnostics: [] });
  });

  it('is read without a fault when every setting in it is set', () => {
    const all = text.replace(/^#(?! |$)/gm, '');
    expect(Object.keys(parse(all))).toEqual(
      groups.flatMap((group) => inFile.flatMap((one) => (one.group === group ? one.key : []))),
    );
    const { variables, diagnostics } = readSettingsFile(all, 'paperboy.yaml');
    expect(diagnostics).toEqual([]);
    expect(Object.keys(variables).toSorted()).toEqual(inFile.map(({ variable }) => variable).toSorted());
    // And would see a fault.
    expect(readSettingsFile(all.replace('language: en', 'language: xx'), 'paperboy.yaml').diagnostics).toHaveLength(1);
  });

  it('shows the defaults that hold', () => {
    const set = parse(text.replace(/^#(?! |$)/gm, ''));
    for (const { key, fallback, fallbackText } of inFile) {
      if (fallback !== null && (fallbackText === undefined || key === 'dumps')) expect(set[key], key).toEqual(fallback);
    }
  });
});

describe('samples in YAML', () => {
  const line = /^# yaml-language-server: \$schema=(\S+)$/;
  const samples = ['subscriptions', 'docs/examples'].flatMap((folder) =>
    readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `${folder}/${name}`)
      // A workflow is GitHub's, and its editor knows it.
      .filter((path) => !/^jobs:$/m.test(read(path))),
  );

  it('are there', () => {
    expect(samples).toContain('docs/examples/paperboy.yaml');
    expect(samples.length).toBeGreaterThan(3);
  });

  it.each(samples)('%s begins with the line of a schema that exists', (path) => {
    const schema = line.exec(read(path).split('\n')[0]!)?.[1];
    expect(schema).toBeDefined();
    const folder = new URL(path, 'file:///');
    const target = new URL(schema!, folder).pathname.slice(1);
    expect(JSON.parse(read(target)).$schema).toContain('json-schema.org');
    // A workflow has none, and would be seen.
    expect(line.test(read('action.yml').split('\n')[0]!)).toBe(false);
  });
});
