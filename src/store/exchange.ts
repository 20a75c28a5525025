import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { DumpRecord, Edition, PaperRecord, UnsettledDump } from '../model/index.ts';
import { compare, orderPaper, sortKeys, toLines } from './codec.ts';
import { disk } from './disk.ts';
import { groupBy } from './groups.ts';
import { Transaction } from './journal.ts';
import { clockPath, cursorsPath, dumpPath, editionPath, manifestPath, paperPath, unsettledPath } from './layout.ts';
import { checksum, encodeManifest } from './manifest.ts';
import { FileState } from './state.ts';
import type { KeysOf } from './store.ts';

/**
 * The archive as one stream of JSON Lines, for a backup, another tool or a move to another store: a head, then dumps,
 * editions, the clock, unsettled dumps, and the papers by day. Subscriptions and deliveries are not in it: they say who
 * reads, and belong to one installation.
 */
type Row =
  | { type: 'archive'; schema: typeof schema; papers: number; editions: number }
  | { type: 'dump'; value: DumpRecord }
  | { type: 'edition'; value: Edition }
  | { type: 'clock'; value: Record<string, number> }
  | { type: 'unsettled'; value: UnsettledDump }
  | { type: 'paper'; value: PaperRecord };

const schema = 'paperboy.archive/1';

/** Writes the archive of a state as JSON Lines. Memory holds one day of it at a time. */
export async function exportArchive(
  folder: string,
  options: { cache: string | null; keysOf: KeysOf },
  to: string | Writable,
): Promise<{ papers: number }> {
  const state = FileState.open(folder, { ...options, whole: true });
  if (state === null) throw nothing(folder);
  const out = typeof to === 'string' ? createWriteStream(to) : to;
  const write = async (row: Row): Promise<void> => {
    if (!out.write(`${JSON.stringify(row)}\n`))
      await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  };
  await write({ type: 'archive', schema, ...state.counts });
  for (const value of state.allDumps()) await write({ type: 'dump', value });
  for (const value of state.allEditions()) await write({ type: 'edition', value });
  await write({ type: 'clock', value: state.wholeClock() });
  for (const value of state.unsettled()) await write({ type: 'unsettled', value });
  for (const papers of state.papersByDay()) for (const value of papers) await write({ type: 'paper', value });
  if (typeof to === 'string') {
    out.end();
    await finished(out);
  }
  return { papers: state.counts.papers };
}

/**
 * Reads an exported archive into a place where there is none. It is there whole when this returns, and not at all when
 * it fails or is killed. Memory holds one day of it at a time.
 * @param from a file, or a stream.
 * @throws UserError (exit 3) with the line that is wrong; (exit 5) when there is a state already.
 */
export async function importArchive(
  folder: string,
  options: { cache: string | null; keysOf: KeysOf; ledger: { records: number; sha256: string } },
  from: string | Readable,
): Promise<{ papers: number; editions: number }> {
  if (FileState.open(folder, { ...options, whole: false }) !== null) throw occupied(folder);
  const source = typeof from === 'string' ? from : 'standard input';
  const importer = new Importer(await Transaction.begin(folder, disk), source);
  const lines = createInterface({
    input: typeof from === 'string' ? createReadStream(from) : from,
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) if (line !== '') await importer.take(line);
  const counts = await importer.finish(options.ledger);
  const state = FileState.open(folder, { ...options, whole: false })!;
  await state.saveIndex(null, []);
  return counts;
}

/** Takes the rows of an export and stages the files of a state. */
class Importer {
  private readonly transaction: Transaction;
  private readonly source: string;
  private readonly files = new Map<string, string>();
  private readonly dumps: DumpRecord[] = [];
  private readonly editions: Edition[] = [];
  private readonly unsettled: UnsettledDump[] = [];
  private clock: Record<string, number> = {};
  private day: { path: string; papers: PaperRecord[] } | null = null;
  private head: { papers: number; editions: number } | null = null;
  private papers = 0;
  private line = 0;

  constructor(transaction: Transaction, source: string) {
    this.transaction = transaction;
    this.source = source;
  }

  async take(text: string): Promise<void> {
    this.line++;
    const row = this.parse(text);
    if (this.line === 1 && row.type === 'archive' && row.schema === schema) this.head = row;
    else if (this.head === null)
      throw this.wrong('the file does not begin as an exported archive', `"schema":"${schema}"`);
    else if (row.type === 'dump') this.dumps.push(row.value);
    else if (row.type === 'edition') this.editions.push(row.value);
    else if (row.type === 'clock') this.clock = row.value;
    else if (row.type === 'unsettled') this.unsettled.push(row.value);
    else if (row.type === 'paper') await this.paper(row.value);
    else throw this.wrong('a row of an unknown type', 'dump, edition, clock, unsettled or paper');
  }

  private parse(text: string): Row {
    let row: Row;
    try {
      row = JSON.parse(text) as Row;
    } catch (error) {
      throw this.wrong(`not JSON: ${(error as Error).message}`, 'one JSON object a line');
    }
    const value = (row as { value?: unknown } | null)?.value;
    if (row === null || typeof row !== 'object') throw this.wrong('not an object', 'one JSON object a line');
    if (row.type !== 'archive' && (typeof value !== 'object' || value === null))
      throw this.wrong('a row without a value', '"value"');
    return row;
  }

  private async paper(paper: PaperRecord): Promise<void> {
    const whole = ['id', 'title', 'instant', 'edition'].every((key) => typeof paper[key as 'id'] === 'string');
    if (!whole || !/^\d{4}-\d{2}-\d{2}T/.test(paper.instant) || !Array.isArray(paper.sightings)) {
      throw this.wrong('a paper that lacks what every paper has', 'id, title, instant, edition, sightings');
    }
    const path = paperPath(paper);
    if (this.day?.path !== path) {
      await this.closeDay();
      if (this.files.has(path))
        throw this.wrong('the papers are not sorted by day', 'the order in which they were exported');
      this.day = { path, papers: [] };
    }
    this.day!.papers.push(paper);
    this.papers++;
  }

  private async closeDay(): Promise<void> {
    if (this.day === null) return;
    const { path, papers } = this.day;
    await this.put(path, toLines(papers.sort((a, b) => compare(a.id, b.id)).map(orderPaper)));
  }

  private async put(path: string, text: string): Promise<void> {
    this.files.set(path, checksum(text));
    await this.transaction.put(path, text);
  }

  async finish(ledger: { records: number; sha256: string }): Promise<{ papers: number; editions: number }> {
    const counts = { papers: this.papers, editions: this.editions.length };
    if (this.head === null) throw this.wrong('the file is empty', 'an exported archive');
    if (counts.papers !== this.head.papers || counts.editions !== this.head.editions) {
      const expected = `${this.head.papers} papers and ${this.head.editions} editions`;
      throw this.wrong(`the file ends after ${counts.papers} papers and ${counts.editions} editions`, expected);
    }
    await this.closeDay();
    for (const [path, list] of groupBy(this.dumps, dumpPath)) await this.put(path, toLines(list));
    for (const [path, list] of groupBy(this.editions, editionPath)) await this.put(path, toLines(list));
    await this.put(clockPath, `${JSON.stringify(sortKeys(this.clock), null, 1)}\n`);
    await this.put(unsettledPath, toLines(this.unsettled));
    await this.put(cursorsPath, '{}\n');
    await this.transaction.put(manifestPath, encodeManifest(this.files, counts, ledger));
    await this.transaction.commit();
    return counts;
  }

  private wrong(message: string, expected: string): UserError {
    const place = { file: this.source, line: Math.max(1, this.line) };
    const hint = 'nothing was changed; export the archive again';
    return new UserError([diagnostic('import-invalid', { message, ...place, expected, hint })], 3);
  }
}

const nothing = (folder: string): UserError =>
  new UserError([diagnostic('state-missing', { message: 'there is no archive here', file: folder })], 5);

const occupied = (folder: string): UserError =>
  new UserError(
    [
      diagnostic('state-present', {
        message: 'there is an archive here already; importing would replace it',
        file: folder,
        hint: 'import into another --out, or move this folder away first',
      }),
    ],
    5,
  );
