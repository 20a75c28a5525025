import { createHash } from 'node:crypto';
import { BLOCKS, type BlockKind, checkTags, expandShell, probes } from './shell-source.ts';
import { sentBytes } from './size.ts';
import { type ShellCache, TemplateError } from './types.ts';

/** Places in the shell, outside the blocks, that take text. */
const SLOTS = ['lang', 'dir', 'title', 'preheader', 'header', 'footer'] as const;
export type Slot = (typeof SLOTS)[number];

/** HTML with holes: literals at even places, slots at odd ones; begins and ends with a literal. */
type Pieces = string[];

/**
 * An MJML template, compiled and cut up. A mail is `start` of its first block's kind, then the blocks with the seam
 * of each neighbouring pair between them, then `end` of the last one's kind. The seams are where MJML writes its
 * Outlook conditionals, so they are taken from its output and never made up.
 */
export interface Shell {
  start: Record<BlockKind, Pieces>;
  seam: Record<BlockKind, Record<BlockKind, string>>;
  end: Record<BlockKind, Pieces>;
}

/** One block of a mail's body: a fragment that Handlebars has rendered and escaped. */
export interface Block {
  kind: BlockKind;
  html: string;
  /** Of `html` as sent. */
  bytes: number;
}

/** The exact version in package.json; a test holds the two together. It is part of the cache key. */
export const MJML_VERSION = '5.4.1';

/** Raised when the form of `Shell` changes. */
const FORMAT = 1;

/** What MJML is asked for: no remote fonts, no notes of ours in the mail, unknown tags are errors. */
export const MJML_OPTIONS = {
  fonts: {},
  keepComments: false,
  validationLevel: 'strict',
  ignoreIncludes: true,
} as const;

/** The name under which the shell of a template is cached. */
export function shellKey(source: string): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, MJML_VERSION, MJML_OPTIONS, source]));
  return `mail-shell-${hash.digest('hex').slice(0, 32)}`;
}

/** The shell of an MJML template, from the cache or compiled. MJML is loaded only in the second case. */
export async function loadShell(source: string, cache: ShellCache): Promise<Shell> {
  checkTags(source);
  const key = shellKey(source);
  const cached = readShell(await cache.get(key));
  if (cached !== null) return cached;
  const shell = await compileShell(source);
  await cache.set(key, JSON.stringify(shell));
  return shell;
}

/** Compiles an MJML template. Throws `TemplateError` when it cannot be cut into equal seams. */
export async function compileShell(source: string): Promise<Shell> {
  const { default: mjml } = await import('mjml');
  const shell: Shell = { start: perKind(() => []), seam: perKind(() => perKind(() => '')), end: perKind(() => []) };
  const found = new Map<string, string>();
  for (const sequence of probes()) {
    let html: string;
    try {
      // The block's sentinel names its place, so that a block MJML moved or doubled is noticed.
      html = (
        await mjml(
          expandShell(
            source,
            sequence.map((kind, i) => ({ kind, html: sentinel(i) })),
          ),
          MJML_OPTIONS,
        )
      ).html;
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(
        'shell.mjml',
        `MJML refuses it: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    const parts = cut(html, sequence);
    const [first, last] = [sequence[0], sequence.at(-1)];
    if (first === undefined || last === undefined) continue;
    shell.start[first] = slots(parts[0] ?? '');
    shell.end[last] = slots(parts.at(-1) ?? '');
    for (let i = 1; i < sequence.length; i += 1) {
      const [before, after] = [sequence[i - 1] ?? first, sequence[i] ?? first];
      const seam = parts[i] ?? '';
      const known = found.get(`${before} ${after}`);
      if (known !== undefined && known !== seam) {
        throw new TemplateError('shell.mjml', `a ${after} after a ${before} does not always give the same HTML`);
      }
      found.set(`${before} ${after}`, seam);
      shell.seam[before][after] = seam;
    }
  }
  const used = new Set(BLOCKS.flatMap((kind) => [...shell.start[kind], ...shell.end[kind]].filter(isSlot)));
  const missing = SLOTS.filter((slot) => !used.has(slot));
  if (missing.length > 0) throw new TemplateError('shell.mjml', `@@${missing.join('@@, @@')}@@ does not come out`);
  // Copied: parts that were cut out of a text keep the whole of it in memory, and are slower to join.
  return JSON.parse(JSON.stringify(shell)) as Shell;
}

/**
 * Joins a mail. Nothing is searched for or replaced, so no text in a block can be mistaken for a slot. The result is not
 * put together when it would have more than `limit` bytes as sent; its size is known from its parts.
 */
export function assemble(
  shell: Shell,
  values: Readonly<Record<Slot, string>>,
  blocks: readonly Block[],
  limit = Number.POSITIVE_INFINITY,
): { html: string | null; bytes: number } {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a mail has at least one block');
  const sizes = sizesOf(shell);
  const parts: string[] = [];
  let bytes = sizes.start[first.kind] + sizes.end[last.kind] + fill(parts, shell.start[first.kind], values);
  let before: BlockKind | null = null;
  for (const block of blocks) {
    if (before !== null) {
      parts.push(shell.seam[before][block.kind]);
      bytes += sizes.seam[before][block.kind];
    }
    parts.push(block.html);
    bytes += block.bytes;
    before = block.kind;
  }
  bytes += fill(parts, shell.end[last.kind], values);
  return { html: bytes > limit ? null : parts.join(''), bytes };
}

interface Sizes {
  start: Record<BlockKind, number>;
  seam: Record<BlockKind, Record<BlockKind, number>>;
  end: Record<BlockKind, number>;
}

const known = new WeakMap<Shell, Sizes>();

/** The bytes of a shell's own parts, measured once. */
function sizesOf(shell: Shell): Sizes {
  let sizes = known.get(shell);
  if (sizes === undefined) {
    const literals = (pieces: Pieces): number => sentBytes(pieces.filter((_, i) => i % 2 === 0).join(''));
    const each = <T>(make: (kind: BlockKind) => T): Record<BlockKind, T> => ({
      topic: make('topic'),
      card: make('card'),
      note: make('note'),
    });
    sizes = {
      start: each((kind) => literals(shell.start[kind])),
      seam: each((before) => each((after) => sentBytes(shell.seam[before][after]))),
      end: each((kind) => literals(shell.end[kind])),
    };
    known.set(shell, sizes);
  }
  return sizes;
}

/** Adds pieces with their slots filled. @returns the bytes of what fills them, as sent. */
function fill(parts: string[], pieces: Pieces, values: Readonly<Record<Slot, string>>): number {
  let bytes = 0;
  for (let i = 0; i < pieces.length; i++) {
    const literal = i % 2 === 0;
    const text = literal ? pieces[i]! : values[pieces[i] as Slot];
    if (!literal) bytes += sentBytes(text);
    parts.push(text);
  }
  return bytes;
}

function sentinel(place: number): string {
  return `@@block-${place}@@`;
}

/** The HTML between the sentinels: one part more than there are blocks. */
function cut(html: string, sequence: readonly BlockKind[]): string[] {
  const parts: string[] = [];
  let rest = html;
  sequence.forEach((kind, i) => {
    const pieces = rest.split(sentinel(i));
    if (pieces.length !== 2) {
      throw new TemplateError('shell.mjml', `a ${kind} block comes out ${pieces.length - 1} times instead of once`);
    }
    parts.push(pieces[0] ?? '');
    rest = pieces[1] ?? '';
  });
  parts.push(rest);
  for (const part of parts.slice(1, -1)) {
    if (part.includes('@@')) throw new TemplateError('shell.mjml', 'a slot stands between the blocks');
  }
  return parts;
}

function slots(html: string): Pieces {
  const pieces = html.split(/@@([a-z]+)@@/);
  const stray = pieces.find((piece, i) => (i % 2 === 1 ? !isSlot(piece) : piece.includes('@@')));
  if (stray !== undefined) {
    throw new TemplateError('shell.mjml', `there is no slot @@${stray.slice(0, 40)}@@; slots are ${SLOTS.join(', ')}`);
  }
  return pieces;
}

function isSlot(piece: string): piece is Slot {
  return (SLOTS as readonly string[]).includes(piece);
}

function perKind<T>(value: () => T): Record<BlockKind, T> {
  return { topic: value(), card: value(), note: value() };
}

function isPieces(value: unknown): value is Pieces {
  return (
    Array.isArray(value) &&
    value.length % 2 === 1 &&
    value.every((piece, i) => (i % 2 === 0 ? typeof piece === 'string' : SLOTS.includes(piece)))
  );
}

/** A cached shell, or `null` when the value is not one. */
function readShell(value: string | null): Shell | null {
  if (value === null) return null;
  try {
    const shell = JSON.parse(value) as Partial<Shell> | null;
    const whole = BLOCKS.every(
      (kind) =>
        isPieces(shell?.start?.[kind]) &&
        isPieces(shell?.end?.[kind]) &&
        BLOCKS.every((after) => typeof shell?.seam?.[kind]?.[after] === 'string'),
    );
    return whole ? (shell as Shell) : null;
  } catch {
    return null;
  }
}
