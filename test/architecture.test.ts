import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, listedPackages, maxLines, packagesOf, pureRooms, type Rule, rooms } from './architecture/rules.ts';

const src = new URL('../src/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((name) => ({ name, source: readFileSync(new URL(name, src), 'utf8') }));

describe('the rooms of src/', () => {
  it('looks at all of them', () => {
    expect(files.length).toBeGreaterThan(100);
    expect([...new Set(files.map(({ name }) => name.split('/')[0]))].sort()).toEqual(Object.keys(rooms).sort());
  });

  it('keep to the table: rooms, packages, purity, size', () => {
    const violations = files.flatMap(({ name, source }) => judge(name, source));
    expect(violations.map(({ file, line, message }) => `src/${file}:${line} ${message}`)).toEqual([]);
  });

  it('use every package of the table', () => {
    const used = new Set(files.flatMap(({ name, source }) => packagesOf(name, source)));
    expect(listedPackages.filter((name) => !used.has(name))).toEqual([]);
  });
});

// Positive controls: each planted fault must be reported, by the rule that is meant to see it.
const planted: readonly (readonly [Rule, string, string])[] = [
  ['room', 'match/x.ts', `import { parseText } from '../parse/parse.ts';`],
  ['room', 'match/x.ts', `import type { Format } from '../parse/format.ts';`],
  ['room', 'match/x.ts', `import { type Format } from '../parse/format.ts';`],
  ['room', 'match/deep/x.ts', `export { parseText } from '../../parse/parse.ts';`],
  ['room', 'match/x.ts', `export type { Format } from '../parse/format.ts';`],
  ['room', 'match/x.ts', `export * from '../parse/parse.ts';`],
  ['room', 'match/x.ts', `import '../parse/parse.ts';`],
  ['room', 'match/x.ts', `const x = await import('../parse/parse.ts');`],
  ['room', 'match/x.ts', `type Format = import('../parse/format.ts').Format;`],
  ['room', 'match/x.ts', `import parse = require('../parse/parse.ts');`],
  ['room', 'match/x.ts', `import data from '../../package.json' with { type: 'json' };`],
  ['room', 'model/x.ts', `import { diagnostic } from '../diagnostic/index.ts';`],
  ['room', 'store/x.ts', `import { checkEnvelope } from '../deliver/envelope.ts';`],
  ['room', 'pipeline/x.ts', `import { resolveSettings } from '../config/settings.ts';`],
  ['room', 'cli/x.ts', `import { ArchiveView } from '../diff/diff.ts';`],
  ['room', 'cli/x.ts', `import { outputs } from '../render/outputs/index.ts';`],
  ...Object.keys(rooms).flatMap((room) =>
    room === 'cli' ? [] : [['room', `${room}/x.ts`, `import { main } from '../cli/cli.ts';`] as const],
  ),
  ['room', 'attic/x.ts', 'export const x = 1;'],
  ['room', 'stray.ts', 'export const x = 1;'],
  ['types', 'pipeline/x.ts', `import { fileStore } from '../store/files.ts';`],
  ['types', 'pipeline/x.ts', `import { readSources, type Source } from '../fetch/files.ts';`],
  ['types', 'pipeline/x.ts', `import { channels } from '../deliver/channels/index.ts';`],
  ['package', 'render/x.ts', `import { createTransport } from 'nodemailer';`],
  ['package', 'render/outputs/x.ts', `import mjml from 'mjml';`],
  ['package', 'cli/x.ts', `import Handlebars from 'handlebars/runtime';`],
  ['package', 'parse/x.ts', `import { parse } from 'yaml';`],
  ['package', 'parse/x.ts', `import * as v from 'valibot';`],
  ['package', 'config/x.ts', `import yargs from 'yargs';`],
  ['package', 'config/x.ts', `import type { Argv } from 'yargs';`],
  ['package', 'parse/x.ts', `import _ from 'lodash';`],
  ...pureRooms.flatMap((room) => [['builtin', `${room}/x.ts`, `import { readFileSync } from 'node:fs';`] as const]),
  ['builtin', 'parse/x.ts', `import { join } from 'path';`],
  ['builtin', 'parse/x.ts', `import type { Stats } from 'node:fs';`],
  ['builtin', 'parse/x.ts', `import { request } from 'node:http';`],
  ['builtin', 'diff/x.ts', `import { randomUUID } from 'node:crypto';`],
  ['builtin', 'diff/x.ts', `import * as crypto from 'node:crypto';`],
  ...pureRooms.flatMap((room) => [['purity', `${room}/x.ts`, 'export const now = Date.now();'] as const]),
  ['purity', 'diff/x.ts', 'export const { now } = { now: new Date() };'],
  ['purity', 'diff/x.ts', 'export const now = new Date;'],
  ['purity', 'diff/x.ts', 'export const now = Date();'],
  ['purity', 'diff/x.ts', `export const now = Date['now']();`],
  ['purity', 'diff/x.ts', 'export const dice = Math.random();'],
  ['purity', 'diff/x.ts', 'export const zone = process.env.TZ;'],
  ['purity', 'diff/x.ts', 'const { env } = process;'],
  ['purity', 'diff/x.ts', 'const world = { process };'],
  ['purity', 'diff/x.ts', 'const later = [...items].map(setTimeout);'],
  ['purity', 'diff/x.ts', `await fetch('https://example.org');`],
  ['purity', 'diff/x.ts', 'const env = globalThis as unknown;'],
  ['purity', 'diff/x.ts', 'const here = import.meta.url;'],
  ['purity', 'diff/x.ts', 'const year = new Date(0).getFullYear();'],
  ['purity', 'diff/x.ts', `const order = a.localeCompare(b);`],
  ['computed', 'cli/x.ts', `const x = await import(name);`],
  ['size', 'cli/x.ts', `${'// line\n'.repeat(maxLines)}// one more\n`],
];

describe('planted violations', () => {
  it.each(planted.map(([rule, file, source]) => ({ rule, file, source, start: source.slice(0, 80).split('\n')[0] })))(
    '$rule: $file: $start',
    ({ rule, file, source }) => {
      expect(judge(file, source)).toMatchObject([{ rule, file, line: rule === 'size' ? maxLines + 1 : 1 }]);
    },
  );
});

describe('what is allowed', () => {
  it.each([
    ['match/x.ts', `import type { Paper } from '../model/index.ts';\nimport { fold } from './fold.ts';`],
    ['match/deep/x.ts', `import { diagnostic } from '../../diagnostic/index.ts';`],
    ['match/x.ts', `import { createHash } from 'node:crypto';`],
    [
      'match/x.ts',
      `// import { parseText } from '../parse/parse.ts';\nexport const text = "import x from '../parse/x.ts'";`,
    ],
    ['match/x.ts', 'export const template = `import "../parse/x.ts"`;'],
    ['diff/x.ts', `export const at = new Date('2026-01-01T00:00:00Z').getUTCFullYear();`],
    ['diff/x.ts', 'export const o = { process: 1, fetch: 2 };\nexport const p = o.process + o.fetch;'],
    ['diff/x.ts', 'export interface Effects { fetch(process: string): void; performance: number }'],
    [
      'pipeline/x.ts',
      `import type { Store } from '../store/store.ts';\nexport type { Source } from '../fetch/files.ts';`,
    ],
    ['pipeline/x.ts', `import { outputs } from '../render/outputs/index.ts';`],
    [
      'deliver/channels/x.ts',
      `import { createTransport } from 'nodemailer';\nimport { open } from 'node:fs/promises';`,
    ],
    ['render/email/x.ts', `const { default: mjml } = await import('mjml');`],
    ['cli/x.ts', `const now = new Date(process.env.NOW ?? Date.now());\n`],
  ])('%s: %s', (file, source) => {
    expect(judge(file, source)).toEqual([]);
  });

  it('a file of exactly that many lines', () => {
    expect(judge('cli/x.ts', '// line\n'.repeat(maxLines))).toEqual([]);
  });

  it('a file that does not parse is no clean file', () => {
    expect(() => judge('cli/x.ts', 'import {')).toThrow('cli/x.ts');
  });
});
