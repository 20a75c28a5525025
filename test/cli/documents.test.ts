import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/cli.ts';
import type { ConfigDocument } from '../../src/cli/commands/config.ts';
import type { FetchDocument } from '../../src/cli/commands/fetch.ts';
import type { PreviewDocument } from '../../src/cli/commands/preview.ts';
import type { TemplatesDocument } from '../../src/cli/commands/templates.ts';
import type {
  DeliveriesDocument,
  ResendDocument,
  RetryDocument,
  SendDocument,
  SuppressDocument,
} from '../../src/cli/delivery-documents.ts';
import { documentParts, documentSchemas } from '../../src/cli/document-schemas.ts';
import type {
  DiffDocument,
  MatchDocument,
  ParseDocument,
  ProfileDocument,
  RunDocument,
  WhyDocument,
} from '../../src/cli/documents.ts';
import type { InboxDocument, SubscribersDocument } from '../../src/cli/subscriber-documents.ts';

// `UPDATE_SCHEMAS=1 npx vitest run test/cli/documents.test.ts` writes the schemas and the examples again.
const update = Boolean(process.env.UPDATE_SCHEMAS);
const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const print = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

type Name = keyof typeof documentSchemas;
const names = Object.keys(documentSchemas) as Name[];
// The documents of the commands on dumps. `fetch` needs a server, others an archive: their own tests check theirs.
const local = ['parse', 'diff', 'match', 'run', 'preview'] as const satisfies readonly Name[];
type Local = (typeof local)[number];

// The types of the validators are those of the documents. Flattened first: an intersection is the object it describes.
type Flat<T> = T extends readonly (infer U)[] ? Flat<U>[] : T extends object ? { [K in keyof T]: Flat<T[K]> } : T;
type Same<A, B> = (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : false;
type Output<N extends Name> = v.InferOutput<(typeof documentSchemas)[N]>;
type Without<T, K extends PropertyKey> = { [P in keyof T as P extends K ? never : P]: T[P] };
const sameTypes: [
  Same<Output<'parse'>, ParseDocument>,
  Same<Output<'diff'>, DiffDocument>,
  Same<Output<'match'>, MatchDocument>,
  Same<Output<'run'>, RunDocument>,
  Same<Output<'fetch'>, FetchDocument>,
  Same<Output<'preview'>, PreviewDocument>,
  Same<Output<'templates'>, TemplatesDocument>,
  Same<Output<'why'>, WhyDocument>,
  Same<Output<'profile'>, ProfileDocument>,
  Same<Output<'send'>, SendDocument>,
  Same<Output<'deliveries'>, DeliveriesDocument>,
  Same<Output<'retry'>, RetryDocument>,
  Same<Output<'resend'>, ResendDocument>,
  Same<Output<'suppress'>, SuppressDocument>,
  Same<Output<'config'>, ConfigDocument>,
  Same<Output<'inbox'>, InboxDocument>,
  Same<Output<'subscribers'>, SubscribersDocument>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];
// Positive controls: a field too few, and a nested one that may be null, are other types.
const otherTypes: [
  Same<Without<Output<'run'>, 'written'>, RunDocument>,
  Same<{ schema: 'paperboy.match/1'; matches: (MatchDocument['matches'][0] & { extra: 1 })[] }, MatchDocument>,
  Same<{ schema: 'paperboy.diff/1'; steps: DiffDocument['steps']; total: number | null }, DiffDocument>,
] = [false, false, false];

const parts: Record<Name, (keyof typeof documentParts)[]> = {
  parse: ['paper', 'diagnostic'],
  diff: ['counts'],
  match: [],
  run: ['counts', 'diagnostic'],
  fetch: ['diagnostic'],
  papers: [],
  history: [],
  verify: [],
  repair: [],
  stats: [],
  preview: ['diagnostic'],
  templates: [],
  why: [],
  profile: [],
  init: [],
  doctor: [],
  send: ['diagnostic'],
  deliveries: [],
  retry: [],
  resend: [],
  suppress: [],
  config: ['diagnostic'],
  inbox: ['diagnostic'],
  subscribers: ['diagnostic'],
};

function generate(name: Name): string {
  const definitions = Object.fromEntries(parts[name].map((part) => [part, documentParts[part]]));
  const titled = v.pipe(documentSchemas[name] as v.GenericSchema, v.title(`paperboy.${name}/1`));
  return print(toJsonSchema(titled, { definitions }));
}

const shipped = (name: Name) => `schemas/${name}.schema.json`;
if (update) for (const name of names) writeFileSync(join(root, shipped(name)), generate(name));
const ajv = new Ajv({ strict: true, allErrors: true });
const compiled = new Map(names.map((name) => [name, ajv.compile(JSON.parse(read(shipped(name))))]));

/** What the shipped schema has against a document; the validator must be of the same opinion. */
function faults(name: Name, document: unknown): string[] {
  const validate = compiled.get(name)!;
  const good = validate(document);
  expect(v.safeParse(documentSchemas[name], document).success, 'validator and schema agree').toBe(good);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-documents-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const now = ['--now', '2026-11-21T12:00:00Z', '--json'];

/** Runs the command line in this process: its exit code, and the document on stdout. */
async function cli(...args: string[]): Promise<{ code: number; document: unknown }> {
  let printed = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const dated = !['templates', 'profile'].includes(args[0] ?? '');
  const code = await main([...args, ...(dated ? now : ['--json'])]);
  stdout.mockRestore();
  stderr.mockRestore();
  return { code, document: JSON.parse(printed) };
}

describe('schemas of documents', () => {
  it.each(names)('%s.schema.json is what the validator says', (name) => {
    expect(read(shipped(name))).toBe(generate(name));
  });

  it('have the types of the documents', () => {
    expect(sameTypes.every(Boolean)).toBe(true);
    expect(otherTypes).toEqual([false, false, false]);
  });
});

/** The commands on dumps, with the output folder of `run`. */
const commands = (dumps: string[], subscriptions: string, out: string): Record<Local, string[]> => ({
  parse: ['parse', ...dumps],
  diff: ['diff', ...dumps],
  match: ['match', ...dumps, '--any', 'agent', '--any', 'reward model', '--none', 'robot'],
  run: ['run', ...dumps, '--subscriptions', subscriptions, '--out', out],
  preview: ['preview', ...dumps, '--subscriptions', subscriptions, '--out', `${out}-unwritten`, '--once'],
});

describe('real documents', () => {
  const samples = commands(['dumps'], 'subscriptions', join(scratch, 'samples'));

  it.each(local)('%s of the sample dumps follows its schema', async (name) => {
    const { code, document } = await cli(...samples[name]);
    expect(code).toBe(0);
    expect(faults(name, document)).toEqual([]);
    const [list] = Object.values(document as object).filter(Array.isArray);
    expect(list?.length).toBeGreaterThan(0);
  });

  it.each(local)('%s of an unusable and a missing dump follows its schema', async (name) => {
    const path = join(scratch, 'cut.json');
    writeFileSync(path, '[{"paper": {"id": "2602.0');
    const arguments_ = commands([path, join(scratch, 'missing.txt')], 'subscriptions', join(scratch, `cut-${name}`));
    const { code, document } = await cli(...arguments_[name]);
    expect(code).toBe(3);
    expect(faults(name, document)).toEqual([]);
  });

  it('run with --send follows its schema', async () => {
    vi.stubEnv('PAPERBOY_ADA', 'ada@example.org');
    const out = ['--out', join(scratch, 'sent'), '--from', 'papers@example.org'];
    const { code, document } = await cli('run', ...out, '--send', '--channel', 'directory');
    vi.unstubAllEnvs();
    expect(faults('run', document)).toEqual([]);
    const statuses = (document as RunDocument).digests.map(({ status, channel }) => `${status} ${channel}`);
    expect(statuses).toEqual(['sent directory', 'no-address directory', 'no-address directory']);
    expect(code).toBe(4);
  });
});

describe('examples', () => {
  const inputs = ['docs/examples/dumps/feb-09.txt', 'docs/examples/dumps/api.json'];
  const out = join(scratch, 'out');
  const examples = commands(inputs, 'docs/examples/subscriptions', out);

  it.each(local)('docs/examples/%s.json is what the command prints', async (name) => {
    const { code, document } = await cli(...examples[name]);
    expect(code).toBe(0);
    const printed = print(document).replaceAll(JSON.stringify(out).slice(1, -1), 'out');
    const path = `docs/examples/${name}.json`;
    if (update) writeFileSync(join(root, path), printed);
    expect(printed).toBe(read(path));
    expect(faults(name, JSON.parse(read(path)))).toEqual([]);
  });

  it('docs/examples/templates.json is what the command prints', async () => {
    const { code, document } = await cli('templates', 'eject', 'theme.json', 'card.hbs', '--to', join(scratch, 'mine'));
    expect(code).toBe(0);
    expect(faults('templates', document)).toEqual([]);
    const printed = print(document).replaceAll(JSON.stringify(join(scratch, 'mine')).slice(1, -1), 'my-templates');
    if (update) writeFileSync(join(root, 'docs/examples/templates.json'), printed);
    expect(printed).toBe(read('docs/examples/templates.json'));
  });

  // These two look at an archive, which `run` makes.
  it.each<['why' | 'profile', string[]]>([
    ['why', ['why', 'reader', 'MARS']],
    ['profile', ['profile', 'test', '--any', 'agent', '--any', 'robot']],
  ])('docs/examples/%s.json is what the command prints', async (name, arguments_) => {
    const state = join(scratch, `state-${name}`);
    await cli('run', ...inputs, '--subscriptions', 'docs/examples/subscriptions', '--out', state);
    const folder = name === 'why' ? ['--subscriptions', 'docs/examples/subscriptions'] : [];
    const { code, document } = await cli(...arguments_, ...folder, '--state', state);
    expect(code).toBe(0);
    const printed = print(document);
    const path = `docs/examples/${name}.json`;
    if (update) writeFileSync(join(root, path), printed);
    expect(printed).toBe(read(path));
    expect(faults(name, document)).toEqual([]);
  });

  it('docs/examples/fetch.json follows its schema', () => {
    expect(faults('fetch', JSON.parse(read('docs/examples/fetch.json')))).toEqual([]);
  });

  // Positive controls: each fault planted in a good example must be found, at its place.
  // biome-ignore lint/suspicious/noExplicitAny: faults are planted where the types forbid them.
  const planted: [Name, string, (document: any) => void, string][] = [
    ['parse', 'another version', (d) => Object.assign(d, { schema: 'paperboy.parse/2' }), '/schema'],
    ['parse', 'an absent scalar left out', (d) => delete d.dumps[0].papers[0].arxivId, '/dumps/0/papers/0'],
    ['parse', 'an absent list as null', (d) => Object.assign(d.dumps[0], { layouts: null }), '/dumps/0/layouts'],
    ['parse', 'an unknown field', (d) => Object.assign(d.dumps[0], { sha256: '' }), '/dumps/0'],
    ['parse', 'a line 0', (d) => Object.assign(d.dumps[0].papers[0], { line: 0 }), '/dumps/0/papers/0/line'],
    ['parse', 'a link that is no address', (d) => Object.assign(d.dumps[1].papers[0].links[0], { url: 'x' }), '/url'],
    ['diff', 'a seen paper', (d) => Object.assign(d.steps[0].changes[0], { kind: 'seen' }), '/changes/0/kind'],
    ['diff', 'a date that is an instant', (d) => Object.assign(d.steps[0], { date: '2026-02-04T00:00Z' }), '/date'],
    ['diff', 'a count that is missing', (d) => delete d.steps[0].counts.relisted, '/steps/0/counts'],
    ['match', 'a score that is text', (d) => Object.assign(d.matches[0], { score: '1' }), '/matches/0/score'],
    ['match', 'a negative offset', (d) => Object.assign(d.matches[0].spans[0], { start: -1 }), '/start'],
    ['run', 'an unknown verdict', (d) => Object.assign(d.verdict, { kind: 'good' }), '/verdict/kind'],
    ['run', 'an edition without number', (d) => Object.assign(d.editions[0], { id: '2026-02-04' }), '/editions/0/id'],
    ['run', 'an unknown status', (d) => Object.assign(d.digests[0], { status: 'lost' }), '/digests/0/status'],
    ['run', 'written left out', (d) => delete d.written, ''],
    ['preview', 'a page elsewhere', (d) => Object.assign(d, { url: 'http://example.org/' }), '/url'],
    ['preview', 'a layout without its size', (d) => delete d.mails[0].layout.bytes, '/mails/0/layout'],
    ['templates', 'kept left out', (d) => delete d.kept, ''],
    ['why', 'a clause without a verdict', (d) => delete d.topics[0].clauses[0].holds, '/topics/0/clauses/0'],
    ['profile', 'a share above 1', (d) => Object.assign(d.topics[0], { share: 2 }), '/topics/0/share'],
    ['fetch', 'an unknown status', (d) => Object.assign(d.saved[0], { status: 'lost' }), '/saved/0/status'],
  ];

  it.each(planted)('%s: %s is rejected', (name, _, plant, place) => {
    const document = JSON.parse(read(`docs/examples/${name}.json`));
    plant(document);
    expect(faults(name, document).join('\n')).toContain(place);
    expect(faults(name, document)).not.toEqual([]);
  });
});
