import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnostic } from '../diagnostic/index.ts';
import type { Day } from '../model/index.ts';
import type { Content, FetchEffects, FetchReport, FetchRequest } from './contract.ts';
import { DumpFolder } from './folder.ts';
import { addressOf, fileNameOf, isWeekend, type Listing, nameOf, pageSize } from './listing.ts';
import { type Answer, type Fault, fault, type Outcome } from './outcome.ts';
import { ask } from './request.ts';
import { withRetries } from './retry.ts';

/** More pages are not asked for. */
const maxPages = 20;

/** After so many lists in a row that the site does not have, the next one is not asked for: the address must be wrong. */
const maxMissing = 3;

/**
 * Fetches lists and saves them as dumps. What is no list, or not whole, never becomes or changes a dump. A fault that
 * would befall the next list as well ends the work.
 */
export async function fetchListings(request: FetchRequest, effects: FetchEffects): Promise<FetchReport> {
  const folder = await DumpFolder.open(request.folder, effects);
  const report: FetchReport = { saved: [], diagnostics: [] };
  const today = request.now.slice(0, 10);
  let asked = 0;
  let missing = 0;
  for (const [index, listing] of request.listings.entries()) {
    const name = fileNameOf(listing, request.form, today);
    const daily = listing.kind === 'day' && request.missingOnly;
    if (daily && (await folder.isSettled(name, listing.day, today))) continue;
    if (asked++ > 0) await sleep(request.limits.pauseMs);
    const problem = await new Fetching(request, effects, folder, listing, name).run(report);
    missing = problem === null ? 0 : missing + 1;
    if (problem === null || (isAbsent(problem) && missing < maxMissing)) continue;
    const left = request.listings.length - index - 1;
    const last = report.diagnostics.at(-1)!;
    if (left > 0) last.hint = [last.hint, `${left} more lists were not looked at`].filter(Boolean).join('; ');
    break;
  }
  return report;
}

/** A fault of this list alone: the site does not have it. */
const isAbsent = ({ status }: Fault): boolean => status === 400 || status === 404;

/** The work on one list. */
class Fetching {
  private readonly request: FetchRequest;
  private readonly effects: FetchEffects;
  private readonly folder: DumpFolder;
  private readonly listing: Listing;
  private readonly name: string;
  private readonly path: string;

  constructor(request: FetchRequest, effects: FetchEffects, folder: DumpFolder, listing: Listing, name: string) {
    this.request = request;
    this.effects = effects;
    this.folder = folder;
    this.listing = listing;
    this.name = name;
    this.path = join(folder.path, name);
  }

  /** @returns the fault that ended it, or `null`. */
  async run(report: FetchReport): Promise<Fault | null> {
    const { form, base, now } = this.request;
    const { listing, name, folder } = this;
    const url = addressOf(base, listing, form);
    const known = await folder.known(name, url);
    const deadline = startDeadline(this.request.limits.timeoutMs);
    const outcome = await this.ask(url, known?.etag ?? null, deadline);
    if (outcome.kind === 'not-modified') {
      await folder.confirm(name, now);
      this.report(report, 'fetch-not-modified', 'not changed since it was fetched');
      report.saved.push({ path: known!.path, date: this.day(), papers: known!.papers, status: 'not-modified' });
      return null;
    }
    if (outcome.kind === 'fault' && outcome.status === 404 && this.isOfWeekend()) {
      this.report(report, 'fetch-empty', `there is no list of ${nameOf(listing)}`);
      return null;
    }
    if (outcome.kind === 'fault') return this.fail(report, outcome);
    const first = this.read(outcome.bytes);
    if ('kind' in first) return this.fail(report, first);
    const all = await this.readOn(outcome, first, deadline, report);
    if ('kind' in all) return this.fail(report, all);
    const { content, bytes, etag } = all;
    if (content.papers === 0 || this.repeatsAnotherDay(content)) {
      await folder.remember(name, { url, path: null, bytes, etag: null, papers: 0, at: now });
      const what = content.papers === 0 ? 'is empty' : `is that of ${content.day} once more`;
      this.report(report, 'fetch-empty', `the list of ${nameOf(listing)} ${what}`);
      return null;
    }
    const kept = await folder.save(name, bytes, content.papers);
    await folder.remember(name, { url, path: kept.path, bytes, etag, papers: content.papers, at: now });
    report.saved.push({ path: kept.path, date: this.day(), papers: content.papers, status: kept.status });
    if (kept.fuller !== null) {
      const message = `${content.papers} papers; ${kept.fuller.path} has ${kept.fuller.papers} and was kept`;
      report.diagnostics.push(diagnostic('fetch-kept-both', { message, file: kept.path }));
    }
    return null;
  }

  /** The pages of a list of the API after the first. A list whose pages do not all come is not whole. */
  private async readOn(
    answer: Answer,
    first: Content,
    deadline: Deadline,
    report: FetchReport,
  ): Promise<{ content: Content; bytes: Uint8Array; etag: string | null } | Fault> {
    const { form, base, limits } = this.request;
    const pages = [answer.bytes];
    // A day that fits into one page is one request. A page of a week or month may be short, and the list goes on.
    const goesOn = ({ rows }: Content): boolean =>
      form === 'api' && rows !== null && (this.listing.kind === 'day' ? rows >= pageSize : rows > 0);
    let last = this.listing.kind === 'query' || !goesOn(first) ? null : first;
    for (let page = 1; last !== null; page++) {
      if (page === maxPages) {
        this.report(report, 'fetch-incomplete', `${maxPages} pages were read, and the list may go on`);
        break;
      }
      await sleep(limits.pauseMs);
      const next = await this.ask(addressOf(base, this.listing, form, page), null, deadline);
      if (next.kind === 'fault' && isAbsent(next)) break;
      if (next.kind !== 'answer') return next as Fault;
      // A site that knows no pages sends the same again.
      if (Buffer.from(next.bytes).equals(pages.at(-1)!)) break;
      const content = this.read(next.bytes);
      if ('kind' in content) return content;
      if (content.rows === 0) break;
      pages.push(next.bytes);
      last = goesOn(content) ? content : null;
    }
    if (pages.length === 1) return { content: first, bytes: answer.bytes, etag: answer.etag };
    const bytes = this.effects.join(pages);
    const content = this.read(bytes);
    return 'kind' in content ? content : { content, bytes, etag: null };
  }

  private ask(url: URL, etag: string | null, deadline: Deadline): Promise<Outcome> {
    const { userAgent, form, limits } = this.request;
    const { exit, clock, random } = this.effects;
    const { maxBytes, retries, backoffMs } = limits;
    const accept = form === 'api' ? 'application/json' : 'text/html';
    const { signal, remaining } = deadline;
    const single = { url, etag, accept, userAgent, maxBytes, signal, clock };
    return withRetries(() => ask(exit.dispatcher, single), { retries, backoffMs, random, remaining, sleep });
  }

  /** What the parser says of an answer; a fault when it is none of what was asked for. */
  private read(bytes: Uint8Array): Content | Fault {
    const content = this.effects.inspect(bytes, this.request.form);
    if (content.usable) return content;
    const { diagnostics } = content;
    const cut = diagnostics.find(({ code }) => code === 'file-cut');
    if (cut !== undefined) return fault('fetch-cut', `the answer is not whole: ${cut.message}`, { partial: bytes });
    const why = diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it is something else';
    return fault('fetch-unusable', `the answer is no list of papers: ${why}`, { partial: bytes });
  }

  /** On a weekend the site shows the list of the Friday before. A list of long ago is odd, but no such repeat. */
  private repeatsAnotherDay({ day }: Content): boolean {
    if (!this.isOfWeekend() || day === null) return false;
    const age = Date.parse(this.day()!) - Date.parse(day);
    return age > 0 && age <= 2 * 86_400_000;
  }

  private isOfWeekend(): boolean {
    return this.listing.kind === 'day' && isWeekend(this.listing.day);
  }

  private async fail(report: FetchReport, problem: Fault): Promise<Fault> {
    const { code, partial, message } = problem;
    const { limits } = this.request;
    const kept = partial === null || partial.length === 0 ? null : await this.folder.quarantine(this.name, partial);
    const hint = kept === null ? problem.hint : `what came is kept in ${kept}`;
    const within = code === 'fetch-timeout' ? ` (${limits.timeoutMs / 1000} s, --timeout)` : '';
    const detail = { message: `${nameOf(this.listing)}: ${message}${within}`, file: this.path, hint };
    report.diagnostics.push(diagnostic(code, detail));
    return problem;
  }

  private report(report: FetchReport, code: Parameters<typeof diagnostic>[0], message: string): void {
    report.diagnostics.push(diagnostic(code, { message, file: this.path }));
  }

  private day(): Day | null {
    return this.listing.kind === 'day' ? this.listing.day : null;
  }
}

interface Deadline {
  signal: AbortSignal;
  /** Milliseconds left. */
  remaining(): number;
}

function startDeadline(ms: number): Deadline {
  const end = performance.now() + ms;
  return { signal: AbortSignal.timeout(ms), remaining: () => end - performance.now() };
}
