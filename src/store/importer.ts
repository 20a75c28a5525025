import { diagnostic, UserError } from '../diagnostic/index.ts';
import { groupBy } from '../model/group.ts';
import type { DumpRecord, Edition, PaperRecord, UnsettledDump } from '../model/index.ts';
import { compare, danglingReference, orderPaper, sortKeys, toLines } from './codec.ts';
import type { Transaction } from './journal.ts';
import { clockPath, cursorsPath, dumpPath, editionPath, manifestPath, paperPath, unsettledPath } from './layout.ts';
import { checksum, encodeManifest } from './manifest.ts';
import { isClock, isDump, isEdition, isPaper, isUnsettled } from './shape.ts';

/**
 * The archive as one stream of JSON Lines, for a backup, another tool or a move to another store: a head, then dumps,
 * editions, the clock, unsettled dumps, and the papers by day. Subscriptions and deliveries are not in it: they say who
 * reads, and belong to one installation.
 */
export type Row =
  | { type: 'archive'; schema: typeof exportSchema; papers: number; editions: number }
  | { type: 'dump'; value: DumpRecord }
  | { type: 'edition'; value: Edition }
  | { type: 'clock'; value: Record<string, number> }
  | { type: 'unsettled'; value: UnsettledDump }
  | { type: 'paper'; value: PaperRecord };

/** What the first line of an export names. */
export const exportSchema = 'paperboy.archive/1';

/** Takes the rows of an export and stages the files of a state. */
export class Importer {
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
  private readonly ids = new Set<string>();
  private readonly homes = new Set<string>();
  private line = 0;

  constructor(transaction: Transaction, source: string) {
    this.transaction = transaction;
    this.source = source;
  }

  async take(text: string): Promise<void> {
    this.line++;
    const row = this.parse(text);
    if (this.line === 1 && row.type === 'archive' && row.schema === exportSchema) this.head = row;
    else if (this.head === null)
      throw this.wrong('the file does not begin as an exported archive', `"schema":"${exportSchema}"`);
    else if (row.type === 'dump') this.dumps.push(this.right(row.value, isDump, 'a dump'));
    else if (row.type === 'edition') this.editions.push(this.right(row.value, isEdition, 'an edition'));
    else if (row.type === 'clock') this.clock = this.right(row.value, isClock, 'a clock');
    else if (row.type === 'unsettled') this.unsettled.push(this.right(row.value, isUnsettled, 'an unsettled dump'));
    else if (row.type === 'paper') await this.paper(this.right(row.value, isPaper, 'a paper'));
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

  private right<T>(value: T, isRight: (value: T) => boolean, what: string): T {
    if (isRight(value)) return value;
    throw this.wrong(`this is not ${what} as the archive holds it`, 'every field, of its type, dates that exist');
  }

  private async paper(paper: PaperRecord): Promise<void> {
    if (this.ids.has(paper.id)) throw this.wrong(`${paper.id} stands here for the second time`, 'each paper once');
    this.ids.add(paper.id);
    this.homes.add(paper.edition);
    for (const each of [paper.instant, paper.updated]) {
      const [day, second] = [each.slice(0, 10), (Date.parse(each) / 1000) % 86_400];
      this.clock[day] = Math.max(this.clock[day] ?? 0, second + 1);
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
    const dangling = this.dangling();
    if (dangling !== null) throw this.wrong(dangling, 'an archive whose parts belong together');
    for (const [path, list] of groupBy(this.dumps, dumpPath)) await this.put(path, toLines(list));
    for (const [path, list] of groupBy(this.editions, editionPath)) await this.put(path, toLines(list));
    await this.put(clockPath, `${JSON.stringify(sortKeys(this.clock), null, 1)}\n`);
    await this.put(unsettledPath, toLines(this.unsettled));
    await this.put(cursorsPath, '{}\n');
    await this.transaction.put(manifestPath, encodeManifest(this.files, counts, ledger));
    await this.transaction.commit();
    return counts;
  }

  /** What refers to something that is not in the file. */
  private dangling(): string | null {
    const stand = (id: string) => ({ id, edition: this.editions[0]?.id ?? '' }) as PaperRecord;
    const known = new Set(this.editions.map(({ id }) => id));
    const homeless = [...this.homes].find((id) => !known.has(id));
    if (homeless !== undefined) return `papers name the edition ${homeless}, which is not there`;
    return danglingReference({
      papers: [...this.ids].map(stand),
      dumps: this.dumps,
      editions: this.editions,
      clock: this.clock,
      unsettled: this.unsettled,
    });
  }

  private wrong(message: string, expected: string): UserError {
    const place = { file: this.source, line: Math.max(1, this.line) };
    const hint = 'nothing was changed; export the archive again';
    return new UserError([diagnostic('import-invalid', { message, ...place, expected, hint })], 3);
  }
}
