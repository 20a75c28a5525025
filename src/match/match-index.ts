import type { Match, Subject } from '../model/index.ts';
import type { PaperAnalysis } from './analysis.ts';
import { BATCH_SIZE, Batch } from './batch.ts';
import { bitCount, collect } from './collect.ts';
import { Compiler } from './compile.ts';
import { type MatchContext, noContext } from './context.ts';
import { IntList } from './int-list.ts';
import { type CompileError, type Profile, sameContent } from './profile.ts';
import { ProgramPool, type Tree, treeOf } from './program.ts';
import { matchOf } from './reasons.ts';
import { Terms } from './terms.ts';

/** A topic that a paper meets. */
export interface Hit {
  /** The profile's id. */
  profile: string;
  /** The topic's position in the profile. */
  topic: number;
  /** The paper's position in the list. */
  paper: number;
  /** Works out spans, score and clause; `null` when the score is below the topic's threshold. */
  match(): Match | null;
}

/** What `sync` did. */
export interface SyncCounts {
  added: number;
  changed: number;
  kept: number;
  removed: number;
}

/** Dead topics beyond which an index is built anew. */
const TOO_MANY_DEAD = 10_000;

/**
 * All profiles at once, as PERFORMANCE says: a token trie over all distinct terms, one pass over the papers, a bitset of papers per
 * term, and a small program per topic over those bitsets. Topics that ask for the same share one program, which is run once.
 * A profile that changes is compiled alone; terms that nobody asks for any more go when the index is built anew.
 */
export class MatchIndex {
  readonly context: MatchContext;
  /** By profile id; only profiles with errors. */
  readonly errors = new Map<string, readonly CompileError[]>();
  private terms: Terms;
  private pool = new ProgramPool();
  private compiler: Compiler;
  private readonly numbers = new Map<string, number>();
  private profiles: Profile[] = [];
  /** By profile: its first slot. A slot is one topic; those of a profile stand together. */
  private firstOf = new IntList(64);
  private slotProfile = new IntList(64);
  private slotProgram = new IntList(64);
  private slotNext = new IntList(64);
  /** By program: its newest slot, from which `slotNext` leads to the others; -1 ends the chain. */
  private newest = new IntList(64);
  private dead = 0;

  constructor(context: MatchContext = noContext) {
    this.context = context;
    this.terms = new Terms(context.abbreviations);
    this.compiler = new Compiler(this.terms, this.pool);
  }

  /** Number of profiles. */
  get size(): number {
    return this.numbers.size;
  }

  /** Sizes, for benchmarks: distinct terms, distinct programs. */
  get sizes(): { terms: number; programs: number } {
    return { terms: this.terms.leaves.length, programs: this.pool.size };
  }

  /** Adds a profile, or replaces the one of that id. Never throws; a faulty topic is reported in `errors` and matches nothing. */
  set(profile: Profile): void {
    this.remove(profile.id);
    this.numbers.set(profile.id, this.profiles.length);
    this.profiles.push(profile);
    this.firstOf.push(this.slotProfile.length);
    const { topics } = profile;
    for (let index = 0; index < topics.length; index++) {
      // Nothing is made for a topic of lists that were met before: a million of them are compiled in one go.
      const program = this.compiler.lists(topics[index]!);
      this.addSlot(this.profiles.length - 1, program >= 0 ? program : this.compileTree(profile, index));
    }
  }

  /** Compiles a topic by its tree, and keeps its errors. */
  private compileTree({ id, topics, queries = [] }: Profile, index: number): number {
    const topic = topics[index]!;
    const errors: CompileError[] = [];
    const program = this.compiler.compile(topic, { topics, queries }, (error) =>
      errors.push({ ...error, topic: topic.name, topicIndex: index }),
    );
    if (errors.length > 0) this.errors.set(id, [...(this.errors.get(id) ?? []), ...errors]);
    return program;
  }

  private addSlot(profile: number, program: number): void {
    const slot = this.slotProfile.length;
    this.slotProfile.push(profile);
    this.slotProgram.push(program);
    while (this.newest.length < this.pool.size) this.newest.push(-1);
    this.slotNext.push(program < 0 ? -1 : this.newest.data[program]!);
    if (program >= 0) this.newest.data[program] = slot;
  }

  /** Removes a profile. Its topics stay as dead slots until so many are dead that the index is built anew. */
  remove(id: string): void {
    const number = this.numbers.get(id);
    if (number === undefined) return;
    this.numbers.delete(id);
    this.errors.delete(id);
    const first = this.firstOf.data[number]!;
    const topics = this.profiles[number]!.topics.length;
    for (let slot = first; slot < first + topics; slot++) this.slotProfile.data[slot] = -1;
    this.dead += topics;
    if (this.dead > TOO_MANY_DEAD && this.dead * 2 > this.slotProfile.length) this.rebuild();
  }

  private rebuild(): void {
    const alive = [...this.numbers.values()].sort((a, b) => a - b).map((number) => this.profiles[number]!);
    this.terms = new Terms(this.context.abbreviations);
    this.pool = new ProgramPool();
    this.compiler = new Compiler(this.terms, this.pool);
    this.numbers.clear();
    this.profiles = [];
    this.dead = 0;
    this.firstOf = new IntList(64);
    this.slotProfile = new IntList(64);
    this.slotProgram = new IntList(64);
    this.slotNext = new IntList(64);
    this.newest = new IntList(64);
    for (const profile of alive) this.set(profile);
  }

  /** Makes the index hold these profiles and no others. Profiles whose content is as before are not compiled again. */
  sync(profiles: readonly Profile[]): SyncCounts {
    const counts = { added: 0, changed: 0, kept: 0, removed: 0 };
    const wanted = new Set(profiles.map(({ id }) => id));
    for (const id of [...this.numbers.keys()]) {
      if (wanted.has(id)) continue;
      this.remove(id);
      counts.removed++;
    }
    for (const profile of profiles) {
      const number = this.numbers.get(profile.id);
      const known = number === undefined ? null : this.profiles[number]!;
      if (known !== null && sameContent(known, profile)) counts.kept++;
      else {
        counts[known === null ? 'added' : 'changed']++;
        this.set(profile);
      }
    }
    return counts;
  }

  /** Scans papers, at most `BATCH_SIZE` of them: the first half of `visit`, for benchmarks. */
  scan(papers: readonly Subject[], analyses?: readonly PaperAnalysis[]): Batch {
    return new Batch(this.terms, papers, this.context.now, analyses);
  }

  /** Runs every program over scanned papers; the callback gets the bits of the papers and the newest slot of each that holds. */
  private run(batch: Batch, visit: (program: number, bits: Int32Array) => void): void {
    const evaluator = batch.evaluator(this.pool);
    for (let program = 0; program < this.pool.size; program++) {
      const bits = evaluator.run(program);
      if (bits !== null) visit(program, bits);
    }
  }

  /** How many topics meet how many papers of a scanned batch: evaluation alone, for benchmarks. */
  count(batch: Batch): number {
    let hits = 0;
    this.run(batch, (program, bits) => {
      let papers = 0;
      for (let w = 0; w * 32 < batch.readings.length; w++) papers += bitCount(bits[w]!);
      for (let slot = this.newest.data[program]!; slot >= 0; slot = this.slotNext.data[slot]!) {
        if (this.slotProfile.data[slot]! >= 0) hits += papers;
      }
    });
    return hits;
  }

  /** The program of a topic as a tree; `null` when it has errors. */
  treeOf(profile: string, topic: number): Tree | null {
    const number = this.numbers.get(profile);
    const program = number === undefined ? -1 : this.slotProgram.data[this.firstOf.data[number]! + topic]!;
    return program < 0 ? null : treeOf(this.pool, program, this.terms);
  }

  /** Matches papers: a call for each topic that a paper meets, in no particular order. Linear in papers, programs and hits. */
  visit(papers: readonly Subject[], visitor: (hit: Hit) => void, analyses?: readonly PaperAnalysis[]): void {
    for (let from = 0; from < papers.length; from += BATCH_SIZE) {
      const to = Math.min(papers.length, from + BATCH_SIZE);
      const batch = this.scan(papers.slice(from, to), analyses?.slice(from, to));
      this.run(batch, (program, bits) => {
        const found: number[] = [];
        for (let n = 0; n < to - from; n++) if ((bits[n >>> 5]! & (1 << (n & 31))) !== 0) found.push(n);
        this.emit(program, batch, found, from, visitor);
      });
    }
  }

  private emit(
    program: number,
    batch: Batch,
    found: readonly number[],
    from: number,
    visitor: (hit: Hit) => void,
  ): void {
    const tree = treeOf(this.pool, program, this.terms);
    for (let slot = this.newest.data[program]!; slot >= 0; slot = this.slotNext.data[slot]!) {
      const number = this.slotProfile.data[slot]!;
      if (number < 0) continue;
      const profile = this.profiles[number]!;
      const index = slot - this.firstOf.data[number]!;
      for (const n of found) {
        const match = () =>
          matchOf(
            profile.topics[index]!,
            tree,
            (leaf) => batch.holds(leaf.id, n),
            batch.readings[n]!,
            this.terms,
            this.context,
          );
        visitor({ profile: profile.id, topic: index, paper: from + n, match });
      }
    }
  }

  /** Every profile with its matches by the paper's position, best first; equal scores in the order of the topics. */
  match(papers: readonly Subject[], analyses?: readonly PaperAnalysis[]): Map<string, Map<number, Match[]>> {
    return collect(this.numbers.keys(), (visitor) => this.visit(papers, visitor, analyses));
  }
}
