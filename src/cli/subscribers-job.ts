import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Environment } from '../config/settings.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { readSources } from '../fetch/files.ts';
import type { Diagnostic } from '../model/index.ts';
import { checkAddress } from '../model/mailbox.ts';
import { exportAs, fieldsOf } from '../subscribers/export.ts';
import type { ExportFormat } from '../subscribers/export-formats.ts';
import { type ImportRow, readImport } from '../subscribers/import.ts';
import { addressIn } from '../subscribers/keys.ts';
import { compacted, type Imported, importRows } from '../subscribers/maintain.ts';
import { fulfil } from '../subscribers/requests.ts';
import { topicsOf } from '../subscribers/topics-text.ts';
import type { Preferences, Subscriber } from '../subscribers/types.ts';
import { nowOption, usage } from './command.ts';
import { environment } from './environment.ts';
import { readSubscriberKeys, subscribersIn } from './everybody.ts';
import { noKey } from './inbox-job.ts';
import { settingsOf } from './settings.ts';
import type { SubscriberRow } from './subscriber-documents.ts';

export interface SubscribersArguments {
  action: 'list' | 'show' | 'add' | 'import' | 'export' | 'erase' | 'compact';
  who?: string;
  topics?: string;
  cadence?: string;
  state?: string;
  confirmed: boolean;
  addresses: boolean;
  format: ExportFormat;
  dryRun: boolean;
  json: boolean;
  now?: string;
  out?: string;
}

/** What an action came to: rows for a list, lines for a person. */
export interface SubscribersReport {
  rows: SubscriberRow[];
  text: string[];
  diagnostics: Diagnostic[];
}

/** `paperboy subscribers ACTION`. Prints no address, whatever it is asked for. @throws UserError. */
export async function subscribersJob(argv: SubscribersArguments): Promise<SubscribersReport> {
  const env = environment();
  const { outDir } = settingsOf({ out: argv.out });
  const store = subscribersIn(outDir);
  const now = nowOption(argv.now);
  const keys = readSubscriberKeys(env);
  const dice = (bytes: number): Uint8Array => randomBytes(bytes);
  const report = (rows: readonly Subscriber[], ...text: string[]): SubscribersReport => ({
    rows: rows.map(rowOf),
    text,
    diagnostics: [],
  });
  switch (argv.action) {
    case 'list': {
      const all = (await store.read()).all.filter(({ state }) => argv.state === undefined || state === argv.state);
      return report(all);
    }
    case 'show':
      return report([await called(argv, env)]);
    case 'add':
    case 'import': {
      if (keys === null) throw noKey();
      const fallback = preferencesOf(argv);
      const { rows, faults, file } = argv.action === 'add' ? oneRow(argv, env) : await rowsOf(argv);
      const how = argv.action === 'add' ? 'hand' : 'import';
      const decide = (book: Awaited<ReturnType<typeof store.read>>) =>
        importRows(book, rows, fallback, argv.confirmed, { keys, now, how, dice });
      const result = argv.dryRun ? decide(await store.read()).result : await store.change(decide);
      const book = await store.read();
      const added = result.added.flatMap((id) => book.get(id) ?? []);
      const missing = result.topicless.map((line) => ({
        line,
        message: 'it names no topics, and --topics was not given',
      }));
      const diagnostics = [...faults, ...missing].map(({ line, message }) =>
        diagnostic('import-row', { message, file, line, hint: 'the others were taken in' }),
      );
      return { rows: added.map(rowOf), text: [summaryOf(result, argv)], diagnostics };
    }
    case 'export':
      return exported(argv, (await store.read()).all, keys, env);
    case 'erase': {
      const subscriber = await called(argv, env);
      const { kind } = await store.change((book) =>
        fulfil(book, subscriber.id, { type: 'erased' }, { now, how: 'hand' }),
      );
      // The lines before still hold what was sealed: only a new journal does not.
      await store.compact((book) => compacted(book, keys, { now, dice }));
      return report(
        [],
        kind === 'gone'
          ? 'It was erased already.'
          : `${subscriber.id} is erased. Only a keyed hash is left, so that no import brings it back.`,
        'What was committed to git or copied before still holds the sealed address.',
      );
    }
    case 'compact': {
      const { before, after } = await store.compact((book) => compacted(book, keys, { now, dice }));
      return report([], `${before} lines are now ${after}.`);
    }
  }
}

/** The subscriber that an id, an address (by its hash) or `env:NAME` stands for. */
async function called({ who = '', out }: SubscribersArguments, env: Environment): Promise<Subscriber> {
  const { outDir } = settingsOf({ out });
  const book = await subscribersIn(outDir).read();
  const text = who.startsWith('env:') ? (env[who.slice(4)] ?? '') : who;
  const keys = readSubscriberKeys(env);
  if (text.includes('@') && keys === null) throw noKey();
  const found = text.includes('@') ? book.byAddress(text, keys!) : book.get(text);
  if (found === null)
    throw usage('there is no such subscriber', 'an id of paperboy subscribers list, an address, or env:NAME');
  return found;
}

const rowOf = (subscriber: Subscriber): SubscriberRow => {
  const { id, topics, cadence, created, confirmed } = fieldsOf({ subscriber, address: null });
  const consent = subscriber.consent.map(({ at, what, how }) => ({ at, what, how }));
  return {
    id: id!,
    state: subscriber.state,
    until: subscriber.until,
    topics: topics === '' ? [] : topics!.split('\n'),
    cadence: cadence!,
    created: created!,
    confirmed: confirmed || null,
    consent,
  };
};

function preferencesOf({ topics, cadence }: SubscribersArguments): Preferences | null {
  if (topics === undefined) return null;
  const read = topicsOf(topics.replaceAll(';', '\n'));
  if (read.faults.length > 0)
    throw usage(`--topics cannot be read: ${read.faults[0]!.message}`, 'DPO, "reward model", -diffusion');
  return { topics: read.topics, cadence: (cadence ?? 'daily') as Preferences['cadence'], locale: 'en' };
}

type Rows = { rows: ImportRow[]; faults: { line: number; message: string }[]; file: string };

function oneRow({ who = '' }: SubscribersArguments, env: Environment): Rows {
  const text = who.startsWith('env:') ? (env[who.slice(4)] ?? '') : who;
  const gate = checkAddress(text);
  if (!gate.ok) throw usage(`the address ${gate.reason}`, 'one address, or env:NAME for the variable that holds it');
  return {
    rows: [{ line: 1, address: gate.value, left: false, preferences: null }],
    faults: [],
    file: 'the command line',
  };
}

async function rowsOf({ who }: SubscribersArguments): Promise<Rows> {
  if (who === undefined) throw usage('say which file to import', 'a CSV, JSON or plain list of addresses');
  const [source] = await readSources([who]);
  if (source === undefined || source.unreadable) throw usage(`cannot read ${who}`);
  const { rows, faults } = readImport(source.text);
  return { rows, faults, file: who };
}

function summaryOf({ added, known, erased, topicless }: Imported, { dryRun, confirmed }: SubscribersArguments): string {
  const parts = [
    `${added.length} ${dryRun ? 'would be added' : 'added'}${confirmed ? '' : ' (pending: nothing is sent before they confirm; --confirmed says that they agreed)'}`,
    `${known} known before`,
    ...(erased > 0 ? [`${erased} erased on request and left out`] : []),
    ...(topicless.length > 0 ? [`${topicless.length} without topics`] : []),
  ];
  return `${parts.join(', ')}.`;
}

async function exported(
  { who: file, format, addresses }: SubscribersArguments,
  all: readonly Subscriber[],
  keys: ReturnType<typeof readSubscriberKeys>,
  env: Environment,
): Promise<SubscribersReport> {
  if (file === undefined || file === '-')
    throw usage('say which file to write', 'a file: addresses never go to the terminal');
  if (!addresses && (format === 'listmonk' || format === 'mailman'))
    throw usage(`--format ${format} is a list of addresses`, '--addresses, which says that you want them in a file');
  const living = all.filter(({ state }) => state !== 'erased');
  const wanted = format === 'mailman' ? living.filter(({ state }) => state === 'active' || state === 'paused') : living;
  let closed = 0;
  const rows = wanted.map((subscriber) => {
    if (!addresses) return { subscriber, address: null };
    const found = addressIn(subscriber.address, subscriber.id, keys, (name) => env[name]);
    if ('missing' in found) closed++;
    return { subscriber, address: 'address' in found ? found.address : null };
  });
  if (closed > 0)
    throw new UserError(
      [
        diagnostic('subscribers-key', {
          message: `${closed} addresses cannot be opened: PAPERBOY_KEY does not hold their key`,
          hint: 'nothing was written',
        }),
      ],
      2,
    );
  // For nobody but the owner of the file.
  await writeFile(file, exportAs(format, rows, addresses), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      throw usage(`cannot write ${file}: ${error.code === 'EEXIST' ? 'it is there already' : error.code}`);
    },
  );
  return {
    rows: [],
    text: [`${rows.length} written to ${file}${addresses ? ', with addresses: keep it safe' : ''}.`],
    diagnostics: [],
  };
}
