import { TemplateError } from './types.ts';

/**
 * The kinds of block a mail's body is made of: a topic's heading, a paper's card, a line of text. To add one: its
 * name here and its MJML in `shell.mjml`.
 */
export const BLOCKS = ['topic', 'card', 'note'] as const;
export type BlockKind = (typeof BLOCKS)[number];

interface Source {
  before: string;
  blocks: Record<BlockKind, string>;
  after: string;
}

/**
 * The MJML of a mail with the given blocks inline. `shell.mjml` holds each kind once, as
 * `<!-- begin card --> ... @@card@@ ... <!-- end card -->`; the kinds follow one another and stand for the body.
 *
 * Only sentinels go through here, and in tests benign fragments, to show that cutting and joining gives MJML's bytes.
 */
export function expandShell(source: string, blocks: readonly { kind: BlockKind; html: string }[]): string {
  const shell = split(source);
  const body = blocks.map(({ kind, html }) => shell.blocks[kind].split(`@@${kind}@@`).join(html));
  return shell.before + body.join('') + shell.after;
}

/**
 * For each kind a sequence that begins and ends with it and has every ordered pair of kinds at least twice, so that
 * each start, end and seam is seen, and each seam is compared with another of its kind.
 */
export function probes(): BlockKind[][] {
  const pairs = BLOCKS.flatMap((a) => BLOCKS.flatMap((b) => [a, b, a, b]));
  return BLOCKS.map((kind) => [kind, ...pairs, kind]);
}

/**
 * Refuses MJML whose own tags do not close in the order they were opened. MJML closes them where it likes and says
 * nothing. What is no tag of MJML is HTML, which need not close.
 */
export function checkTags(source: string): void {
  const open: { tag: string; line: number }[] = [];
  // Comments become as many line breaks as they had.
  const bare = source.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''));
  for (const match of bare.matchAll(/<(\/?)(mjml|mj-[a-z-]+)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)) {
    const [, slash, name = '', rest = ''] = match;
    const tag = name.toLowerCase();
    const line = bare.slice(0, match.index).split('\n').length;
    if (slash === '' && !rest.endsWith('/')) open.push({ tag, line });
    if (slash === '') continue;
    const last = open.pop();
    if (last === undefined) throw new TemplateError('shell.mjml', `line ${line}: </${tag}> closes nothing`);
    if (last.tag !== tag) {
      throw new TemplateError(
        'shell.mjml',
        `line ${line}: </${tag}> stands where <${last.tag}> of line ${last.line} is open`,
      );
    }
  }
  const [left] = open;
  if (left !== undefined) throw new TemplateError('shell.mjml', `line ${left.line}: <${left.tag}> is not closed`);
}

function split(source: string): Source {
  const found = new Map<BlockKind, { text: string; start: number; end: number }>();
  for (const kind of BLOCKS) {
    const begin = `<!-- begin ${kind} -->`;
    const end = `<!-- end ${kind} -->`;
    const start = source.indexOf(begin);
    const stop = source.indexOf(end, start);
    if (start < 0 || stop < 0) throw new TemplateError('shell.mjml', `it lacks the block "${begin} ... ${end}"`);
    const text = source.slice(start + begin.length, stop);
    if (text.split(`@@${kind}@@`).length !== 2) {
      throw new TemplateError('shell.mjml', `the block of ${kind} must hold @@${kind}@@ once`);
    }
    found.set(kind, { text, start, end: stop + end.length });
  }
  const order = [...found.values()].sort((a, b) => a.start - b.start);
  order.forEach((block, i) => {
    const next = order[i + 1];
    if (next !== undefined && source.slice(block.end, next.start).trim() !== '') {
      throw new TemplateError('shell.mjml', 'only white space may stand between the blocks');
    }
  });
  const text = (kind: BlockKind): string => found.get(kind)?.text ?? '';
  return {
    before: source.slice(0, order[0]?.start),
    blocks: { topic: text('topic'), card: text('card'), note: text('note') },
    after: source.slice(order.at(-1)?.end),
  };
}
