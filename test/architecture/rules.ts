import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type Reference, scan } from './scan.ts';

/**
 * Who may import whom: the table of docs/design.md. What is not allowed here is forbidden. A room may always import
 * itself. An entry is a room, or one file of a room: then only that file is its door.
 */
export const rooms: Record<string, readonly string[]> = {
  model: [],
  diagnostic: ['model'],
  query: ['model', 'diagnostic'],
  parse: ['model', 'diagnostic', 'query'],
  diff: ['model', 'diagnostic', 'query'],
  match: ['model', 'diagnostic', 'query'],
  render: ['model', 'diagnostic', 'query'],
  deliver: ['model', 'diagnostic', 'query'],
  fetch: ['model', 'diagnostic', 'query'],
  // Who subscribed: the journal's fold and the tokens are values; the store keeps them in a file.
  subscribers: ['model', 'diagnostic', 'query'],
  store: ['model', 'diagnostic', 'query', 'subscribers'],
  // What a mail asks for, as a value; and where mails are read, with its effects.
  inbox: ['model', 'diagnostic', 'query', 'subscribers'],
  postbox: ['model', 'diagnostic'],
  config: ['model', 'diagnostic', 'query'],
  pipeline: [
    'model',
    'diagnostic',
    'query',
    'parse',
    'diff',
    'match',
    'render',
    'deliver',
    'fetch',
    'store',
    'subscribers',
    'inbox',
    'postbox',
  ],
  // Pages and handlers. The desk at which subscribers are served is a value over their store; of render it takes the compiler of templates.
  server: ['model', 'diagnostic', 'query', 'subscribers', 'render/site/templates.ts'],
  // The command line builds the effects: of render it needs the contract of templates and their cache.
  cli: [
    'model',
    'diagnostic',
    'query',
    'config',
    'fetch',
    'store',
    'subscribers',
    'inbox',
    'postbox',
    'deliver',
    'pipeline',
    'render/email/index.ts',
    'render/site/files.ts',
    'render/site/templates.ts',
    'server',
  ],
  // Runs the command line as a process, so it knows no stage; of the store it needs the one way to git, of config the file
  // of settings, which says which folders are committed. Why nobody was mailed is said in the words of the command line.
  action: ['model', 'diagnostic', 'store', 'config', 'pipeline/nobody.ts'],
};

/** Rooms without file, clock, environment, network and randomness. */
export const pureRooms: readonly string[] = [
  'model',
  'diagnostic',
  'query',
  'parse',
  'diff',
  'match',
  'render',
  'subscribers',
];

/** The pipeline names the types of these rooms; what they do is handed in as effects. */
const typesOnlyForPipeline: readonly string[] = ['fetch', 'store', 'postbox', 'deliver/channels'];

/** Where each npm package may be imported: a room, or a folder of one. A package that is not listed is forbidden. */
const packages: Record<string, readonly string[]> = {
  nodemailer: ['deliver'],
  mjml: ['render/email'],
  handlebars: ['render/email', 'render/site', 'inbox/letters'],
  // The measures and shapes of charts, as numbers and paths: no document needed.
  'd3-scale': ['render/site/charts'],
  'd3-shape': ['render/site/charts'],
  feed: ['render/outputs'],
  'xml-js': ['render'],
  mdast: ['render'],
  'mdast-util-gfm': ['render'],
  'mdast-util-to-markdown': ['render'],
  hono: ['server'],
  '@hono/node-server': ['server'],
  undici: ['fetch', 'deliver/channels'],
  // Pure functions of a text: the tokens of HTML, and the events of XML.
  htmlparser2: ['parse/html'],
  saxes: ['parse/arxiv'],
  // The MIME of mails that come in; and the box they lie in.
  'postal-mime': ['inbox'],
  imapflow: ['postbox'],
  yaml: ['config'],
  valibot: ['config', 'cli'],
  yargs: ['cli'],
  '@actions/core': ['action'],
  // Pure functions of the calendar, for any room that reckons with days.
  'date-fns': ['parse', 'diff', 'match', 'render', 'inbox', 'action'],
  '@date-fns/utc': ['parse', 'diff', 'match', 'render', 'inbox', 'action'],
  // When a subscriber is due, in a time zone.
  '@date-fns/tz': ['pipeline'],
};

/** What pure rooms may take of Node: a function of its arguments. */
const pureBuiltins: Record<string, readonly string[]> = {
  'node:crypto': ['createHash', 'createHmac', 'createCipheriv', 'createDecipheriv', 'hkdfSync', 'timingSafeEqual'],
};

export type Rule = 'room' | 'types' | 'package' | 'builtin' | 'purity' | 'computed' | 'size';

export interface Violation {
  rule: Rule;
  file: string;
  line: number;
  message: string;
}

export const maxLines = 250;

/**
 * Judges one file.
 * @param file path below src/, with forward slashes.
 */
export function judge(file: string, source: string): Violation[] {
  const room = roomOf(file);
  const violations: Violation[] = [];
  const report = (rule: Rule, line: number, message: string) => violations.push({ rule, file, line, message });
  if (!(room in rooms)) report('room', 1, `src/${file} lies in no room of the table`);
  const { references, impurities } = scan(file, source);
  for (const reference of references) {
    const fault = faultOf(file, reference);
    if (fault !== null) report(fault.rule, reference.line, fault.message);
  }
  if (pureRooms.includes(room)) {
    for (const { line, what } of impurities) report('purity', line, `${what} in the pure room ${room}`);
  }
  const lines = source.replace(/\n$/, '').split('\n').length;
  if (lines > maxLines) report('size', lines, `${lines} lines, more than ${maxLines}`);
  return violations;
}

/** The packages of the table that a source uses, so that a stale line of the table shows. */
export function packagesOf(file: string, source: string): string[] {
  return scan(file, source).references.flatMap(({ specifier }) =>
    specifier === null || specifier.startsWith('.') || isBuiltin(specifier) ? [] : [packageOf(specifier)],
  );
}

export const listedPackages = Object.keys(packages);

function faultOf(file: string, reference: Reference): { rule: Rule; message: string } | null {
  const { specifier, typeOnly, names } = reference;
  const room = roomOf(file);
  if (specifier === null) return { rule: 'computed', message: 'the imported module is computed' };
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), specifier));
    if (roomOf(target) === room) return null;
    if (!rooms[room]?.some((allowed) => target === allowed || target.startsWith(`${allowed}/`))) {
      return { rule: 'room', message: `${room} must not import ${target}` };
    }
    if (room === 'pipeline' && !typeOnly && typesOnlyForPipeline.some((one) => target.startsWith(`${one}/`))) {
      return { rule: 'types', message: `pipeline gets ${target} handed in, and may import its types only` };
    }
    return null;
  }
  if (isBuiltin(specifier)) {
    if (!pureRooms.includes(room)) return null;
    const allowed = pureBuiltins[specifier];
    if (allowed === undefined) return { rule: 'builtin', message: `${specifier} in the pure room ${room}` };
    const wrong = names.filter((name) => !allowed.includes(name));
    return wrong.length === 0
      ? null
      : { rule: 'builtin', message: `${wrong} of ${specifier} in the pure room ${room}` };
  }
  const places = packages[packageOf(specifier)];
  if (places === undefined) return { rule: 'package', message: `${specifier} is not in the table of packages` };
  if (!places.some((place) => file.startsWith(`${place}/`))) {
    return { rule: 'package', message: `${specifier} belongs into ${places.join('/, ')}/ only` };
  }
  return null;
}

const roomOf = (file: string): string => file.split('/')[0]!;

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0]!);

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
