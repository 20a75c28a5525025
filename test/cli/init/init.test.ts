import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import * as v from 'valibot';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { InitArguments } from '../../../src/cli/commands/init.ts';
import { documentSchemas } from '../../../src/cli/document-schemas.ts';
import { commandIn, ownProgram, schemasFrom } from '../../../src/cli/init/own.ts';
import { type SetUp, setUp } from '../../../src/cli/init/set-up.ts';
import { ignoreText, settingsText, subscriptionText, variableOf } from '../../../src/cli/init/texts.ts';
import { readTopic } from '../../../src/cli/init/topics.ts';
import { writeAll } from '../../../src/cli/init/write.ts';
import { readSettingsFile } from '../../../src/config/settings-file.ts';
import { parseSubscription } from '../../../src/config/subscriptions.ts';
import { faultsOfWorkflow } from '../../action/workflows.ts';
import { cli, root } from '../../docs/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-init-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'folder-'));
});
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const all = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const topics = ['--topics', 'Reward models: reward model, RLHF', '--topics', 'agent'];
const usual = ['.env', '.gitignore', 'dumps/README.md', 'paperboy.yaml', 'subscriptions/me.yaml'];

describe('topics', () => {
  it.each([
    ['Reward models: reward model, RLHF', { name: 'Reward models', keywords: ['reward model', 'RLHF'] }],
    ['agent', { name: 'agent', keywords: ['agent'] }],
    [' agent , tool use,, ', { name: 'agent', keywords: ['agent', 'tool use'] }],
    ['"a, b" , c', { name: 'a, b', keywords: ['"a, b"', 'c'] }],
    ['A: ratio 1:2, x', { name: 'A', keywords: ['ratio 1:2', 'x'] }],
    ['A:', null],
    [' , ', null],
    ['', null],
  ])('%j', (text, topic) => expect(readTopic(text)).toEqual(topic));

  it('become a subscription that says the same, whatever they are', () => {
    const odd = [
      'yes',
      'null',
      '- x',
      '# y',
      'a: b',
      "it's",
      '"quoted"',
      '12',
      'pass@k',
      'é',
      '[x]',
      '&a',
      'transform*',
      '=c',
      'C++',
    ];
    const text = subscriptionText(
      { id: 'me', name: "O'Hara: 1", topics: [{ name: 'no', keywords: odd }] },
      '../s.json',
    );
    const { subscription, diagnostics } = parseSubscription(text, 'me.yaml');
    expect(diagnostics).toEqual([]);
    expect(subscription!.name).toBe("O'Hara: 1");
    expect(subscription!.topics).toEqual([{ name: 'no', any: odd, all: [], none: [], query: null }]);
    expect(subscription!.address).toEqual({ kind: 'env', name: 'PAPERBOY_ME' });
    expect(subscription!.backfill).toBe(5);
    expect(variableOf('a.b-c')).toBe('PAPERBOY_A_B_C');
  });

  it('leave their subscription valid when every line of it is in force', () => {
    const text = subscriptionText({ id: 'me', name: 'Me', topics: [{ name: 'a', keywords: ['b'] }] }, 's');
    const full = text.replace(/^# (?!yaml-)(?=[a-z-]+: )/gm, '').replace('cadence: weekly  ', 'cadence: weekly');
    const { subscription, diagnostics } = parseSubscription(full, 'me.yaml');
    expect(diagnostics).toEqual([]);
    expect(subscription).toMatchObject({
      cadence: 'weekly',
      weekday: 5,
      timeZone: 'Europe/Vienna',
      maxPapers: 20,
      public: true,
    });
  });
});

describe('paperboy.yaml', () => {
  it('is valid as it is made, and when every line of it is in force', () => {
    const text = settingsText(null, 's');
    expect(readSettingsFile(text, 'paperboy.yaml')).toEqual({ variables: {}, places: {}, diagnostics: [] });
    const full = text.replace(/^# (?!yaml-)(?=[a-z-]+: )/gm, '');
    const { variables, diagnostics } = readSettingsFile(full, 'paperboy.yaml');
    expect(diagnostics).toEqual([]);
    expect(Object.keys(variables)).toEqual(['PAPERBOY_SITE_URL', 'PAPERBOY_DUMPS', 'PAPERBOY_MAX_NEW']);
  });
});

describe('what git ignores', () => {
  it.each([
    ['', ['out/mail/', 'out/cache/', '.env', 'node_modules/']],
    ['node_modules\nout/\n', ['.env']],
    ['/out\n.env\nnode_modules/\n', []],
    ['out/mail', ['out/cache/', '.env', 'node_modules/']],
  ])('%j', (existing, added) => {
    const text = ignoreText(existing);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(added);
    if (text !== '' && existing !== '') expect(text.startsWith(existing.endsWith('\n') ? '\n#' : '\n\n#')).toBe(true);
    expect(ignoreText(existing + text)).toBe('');
  });
});

describe('paperboy init', () => {
  it('sets a folder up, and a second time changes nothing', async () => {
    const first = await cli('init', folder, ...topics, '--site-url', 'https://example.org/papers/');
    expect(first.code).toBe(0);
    expect(all()).toEqual(usual);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(parse(read('paperboy.yaml'))).toEqual({ 'site-url': 'https://example.org/papers' });
    const { subscription } = parseSubscription(read('subscriptions/me.yaml'), 'subscriptions/me.yaml');
    expect(subscription!.topics.map(({ name, any }) => [name, any])).toEqual([
      ['Reward models', ['reward model', 'RLHF']],
      ['agent', ['agent']],
    ]);
    const before = all().map(read);
    const again = await cli('init', folder, '--topics', 'other', '--site-url', 'https://example.org/b');
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^kept {3}.*paperboy\.yaml$/m);
    expect(again.stderr).toContain('subscriptions/me.yaml was there and stays as it is');
    expect(all().map(read)).toEqual(before);
  });

  it('names the schemas where editors find them', async () => {
    await cli('init', folder, '--yes');
    for (const file of ['paperboy.yaml', 'subscriptions/me.yaml']) {
      const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(file))![1]!;
      expect(dirname(resolve(folder, dirname(file), schema))).toBe(join(root, 'schemas'));
    }
    for (const [file, place] of [
      ['paperboy.yaml', '.'],
      ['subscriptions/me.yaml', 'subscriptions'],
    ] as const) {
      expect(existsSync(resolve(folder, place, /=(\S+)/.exec(read(file))![1]!)), file).toBe(true);
    }
    expect(schemasFrom(root)).toBe('./schemas');
  });

  it('leads to a digest of the first dump, in a new folder and beside an archive', async () => {
    await cli('init', folder, '--topics', 'reward model, preference', '--name', 'Grace Hopper');
    const dump = join(root, 'dumps/oct-31-rationales.txt');
    const places = ['--subscriptions', join(folder, 'subscriptions'), '--out', join(folder, 'out')];
    const { code, stdout } = await cli('run', dump, ...places, '--json');
    expect(code).toBe(0);
    const [digest] = JSON.parse(stdout).digests;
    expect(digest).toMatchObject({ subscription: 'grace-hopper', status: 'preview' });
    expect(digest.papers).toBeGreaterThan(1);
    expect(existsSync(join(folder, 'out/mail/preview/grace-hopper/digest.html'))).toBe(true);
    // Somebody who comes later, with a list that brings nothing new, gets earlier papers.
    await cli('init', folder, '--topics', 'reward model, preference', '--id', 'late');
    const again = JSON.parse((await cli('run', dump, ...places, '--json')).stdout);
    expect(again.digests.find(({ subscription }: { subscription: string }) => subscription === 'late').papers).toBe(5);
  });

  it('writes a workflow in a copy of the repository, with the addresses of everybody', async () => {
    cpSync(join(root, 'action.yml'), join(folder, 'action.yml'));
    mkdirSync(join(folder, 'subscriptions'));
    writeFileSync(join(folder, 'subscriptions/ada.yaml'), 'address: env:ADA_ADDRESS\ntopics: {a: [b]}\n');
    const { code, stderr } = await cli('init', folder, ...topics, '--workflow');
    expect([code, stderr]).toEqual([0, '']);
    const text = read('.github/workflows/paperboy.yml');
    expect(faultsOfWorkflow(text)).toEqual([]);
    const step = parse(text).jobs.digest.steps.at(-1);
    expect(step.uses).toBe('./');
    expect(Object.keys(step.env)).toEqual(['PAPERBOY_FROM', 'SMTP_URL', 'SMTP_PASSWORD', 'ADA_ADDRESS', 'PAPERBOY_ME']);
    const more = await cli('init', folder, ...topics, '--id', 'two', '--workflow');
    expect(more.stderr).toContain('another workflow in .github/workflows runs Paperboy already');
  });

  it('writes no workflow without an action, and says why', async () => {
    const { code, stderr } = await cli('init', folder, ...topics, '--workflow');
    expect(code).toBe(0);
    expect(stderr).toContain('no workflow was written');
    expect(all()).toEqual(usual);
    const action = `example/paperboy@${'ab'.repeat(20)}`;
    await cli('init', folder, ...topics, '--workflow', '--action', action);
    expect(read('.github/workflows/paperboy.yml')).toContain(`uses: ${action}\n`);
  });

  it('shows with --dry-run what it would write', async () => {
    const { code, stdout } = await cli('init', folder, ...topics, '--dry-run');
    expect(code).toBe(0);
    expect(all()).toEqual([]);
    expect(stdout).toContain('  Reward models: [reward model, RLHF]\n');
    expect(stdout).toMatch(/^would write {2}.*subscriptions\/me\.yaml$/m);
  });

  it('prints a document that follows its schema', async () => {
    for (const dry of [['--dry-run'], []]) {
      const { stdout } = await cli('init', folder, ...topics, '--json', ...dry);
      const document = JSON.parse(stdout);
      expect(v.safeParse(documentSchemas.init, document).issues).toBeUndefined();
      expect(document).toMatchObject({ dryRun: dry.length > 0, kept: [], remarks: [] });
      expect(document.written).toHaveLength(5);
    }
  });

  it('replaces with --force, but never .env', async () => {
    await cli('init', folder, '--yes');
    for (const file of usual) writeFileSync(join(folder, file), 'mine\n');
    writeFileSync(join(folder, 'subscriptions/me.yaml'), 'topics: {a: [b]}\n');
    await cli('init', folder, ...topics, '--force');
    expect(read('.env')).toBe('mine\n');
    expect(read('.gitignore')).toMatch(/^mine\n\n# Paperboy/);
    expect(read('subscriptions/me.yaml')).toContain('Reward models');
    expect(read('paperboy.yaml')).not.toContain('mine');
  });

  it.each([
    [[], 'nobody can be asked here, and --topics is missing'],
    [['--topics', 'A:'], '--topics cannot be used: at least one keyword is needed'],
    [['--topics', 'a*b'], '--topics cannot be used: a * inside a word'],
    [['--topics', 'A: b', '--topics', 'a: c'], '--topics cannot be used: two topics have the same name'],
    [['--yes', '--name', 'ada@example.org'], '--name cannot be used: a name is needed here, and not an address'],
    [['--yes', '--name', ''], '--name cannot be used: the name is empty'],
    [['--yes', '--id', 'A B'], '--id cannot be used: an id has'],
    [['--yes', '--site-url', 'ftp://x'], '--site-url is not an absolute http(s) address'],
    [['--yes', '--action', 'example/paperboy@v1'], '--action is not an action with the commit to use'],
  ])('refuses %j and writes nothing', async (args, message) => {
    const { code, stdout, stderr } = await cli('init', folder, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('ada@example.org');
    expect(all()).toEqual([]);
  });

  it('refuses an id that another file has', async () => {
    mkdirSync(join(folder, 'subscriptions'));
    writeFileSync(join(folder, 'subscriptions/ada.yaml'), 'id: me\ntopics: {a: [b]}\n');
    const { code, stderr } = await cli('init', folder, '--yes');
    expect(code).toBe(2);
    expect(stderr).toMatch(/the id "me" is taken by .*ada\.yaml/);
    expect(all()).toEqual(['subscriptions/ada.yaml']);
  });

  it('writes nothing at all where one file cannot be written', async () => {
    // A file stands where a folder must be.
    writeFileSync(join(folder, 'subscriptions'), 'mine');
    const { code, stderr } = await cli('init', folder, '--yes');
    expect(code).toBe(5);
    expect(stderr).toMatch(/cannot write: E(?:EXIST|NOTDIR)/);
    expect(all()).toEqual(['subscriptions']);
    expect((await cli('init', join(folder, 'subscriptions'), '--yes')).code).toBe(2);
  });

  it('puts back what it replaced before one file failed', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    writeFileSync(join(folder, 'wall'), '');
    const files = ['a', 'new/deep/b', 'wall/c'].map((path) => ({ path, content: 'new', kind: 'new' as const }));
    await expect(writeAll(folder, files)).rejects.toMatchObject({ exitCode: 5 });
    expect(all()).toEqual(['a', 'wall']);
    expect(read('a')).toBe('old');
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });
});

describe('paperboy init, on a terminal', () => {
  const argv = (parts: Partial<InitArguments> = {}): InitArguments => ({
    ...{ folder, yes: false, force: false, dryRun: false, json: false },
    ...parts,
  });

  /** A person who types these lines, each when a question is asked. */
  async function talk(
    lines: readonly string[],
    parts: Partial<InitArguments> = {},
  ): Promise<{ done: SetUp | number; shown: string }> {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const output = new PassThrough();
    const left = [...lines];
    let shown = '';
    output.on('data', (chunk) => {
      shown += String(chunk);
      if (!/: \u001b\[\d+G$/.test(shown)) return;
      const line = left.shift();
      setImmediate(() => (line === undefined ? input.end() : input.write(line)));
    });
    const done = await setUp(argv(parts), { input, output });
    return { done, shown: shown.replace(/\u001b\[\d*[A-Z]/g, '') };
  }

  it('asks for topics and a name, again where an answer does not do', async () => {
    const { done, shown } = await talk(['\r', 'Agents: agent\r', 'a*b\r', '\r', 'a@example.org\r', 'Ada L.\r']);
    expect(typeof done).toBe('object');
    expect(shown).toContain('at least one keyword is needed');
    expect(shown).toContain('a * inside a word');
    expect(shown).toContain('a name is needed here, and not an address');
    expect(shown).not.toContain('GitHub');
    expect(all()).toEqual(usual.with(-1, 'subscriptions/ada-l.yaml'));
    expect(read('subscriptions/ada-l.yaml')).toContain('\nname: Ada L.\n');
  });

  it('asks only what flags do not say', async () => {
    const { shown } = await talk(['\r'], { topics: 'agent' });
    expect(shown).not.toContain('Topic');
    expect(existsSync(join(folder, 'subscriptions/me.yaml'))).toBe(true);
  });

  it.each([
    ['y\r', true],
    ['\r', false],
  ])('asks about GitHub where there is an action: %j', async (answer, written) => {
    cpSync(join(root, 'action.yml'), join(folder, 'action.yml'));
    const { shown } = await talk(['\r', answer], { topics: 'agent' });
    expect(shown).toContain('Run it on GitHub every day? [y/N]');
    expect(existsSync(join(folder, '.github/workflows/paperboy.yml'))).toBe(written);
  });

  it.each([
    ['Ctrl-C', ['agent\r', '\u0003'], 130, 'interrupted'],
    ['Ctrl-D', ['agent\r', '\u0004'], 2, 'the input ended'],
    ['the end of the input', ['agent\r'], 2, 'the input ended'],
  ])('leaves nothing after %s', async (_, lines, code, message) => {
    const { done, shown } = await talk(lines);
    expect(done).toBe(code);
    expect(shown).toContain(`${message}: nothing was written`);
    expect(all()).toEqual([]);
  });
});

describe('how Paperboy is called', () => {
  it.each([
    ['a copy of its repository', 'package.json', '{"name": "paperboy"}'],
    ['a project that has it installed', 'node_modules/.bin/paperboy', ''],
  ])('in %s: by npx, also below it', (_, file, content) => {
    mkdirSync(join(folder, dirname(file), 'x'), { recursive: true });
    writeFileSync(join(folder, file), content);
    mkdirSync(join(folder, 'below'));
    expect(commandIn(join(folder, 'below'))).toBe('npx paperboy');
  });

  it('elsewhere by its file, or by name where it is on the path', () => {
    writeFileSync(join(folder, 'package.json'), 'damaged');
    expect(commandIn(folder, '/nowhere')).toBe(`node ${ownProgram}`);
    writeFileSync(join(folder, 'paperboy'), '');
    chmodSync(join(folder, 'paperboy'), 0o755);
    expect(commandIn(folder, folder)).toBe(`node ${ownProgram}`);
  });
});
