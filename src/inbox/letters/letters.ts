import Handlebars from 'handlebars';
import { type LetterKind, letterKinds } from '../decide.ts';

/** The texts of `templates/letters/`, by their names without the ending. */
export type LetterSources = Readonly<Record<string, string>>;

/** What the templates may show. All of it is one line each but the lists, and escaped where it must be. */
export interface LetterView {
  service: string;
  /** `[paperboy TOKEN]`, which brings the answer back to its request. */
  mark: string;
  leaveMark: string;
  days: number;
  confirmUrl: string | null;
  leaveUrl: string | null;
  preferencesUrl: string | null;
  profile: readonly string[];
  rhythm: string;
  volume: string;
  change: string | null;
  state: string | null;
  hint: string | null;
  commands: readonly string[];
}

/** A letter without its recipient. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** The names of the templates. */
export const letterFiles: readonly string[] = [...letterKinds, 'frame'];

type Compiled = Record<string, (view: object) => string>;

/**
 * Compiles the letters. Each is one text, whose first line is the subject; the HTML is made of it: indented lines are a
 * list, a line that is an address of the server is a button, and everything is escaped.
 * @returns what renders one. @throws Error, naming the template, for one that is missing or cannot be compiled.
 */
export function lettersFrom(sources: LetterSources): (kind: LetterKind, view: LetterView) => Letter {
  const own = Handlebars.create();
  const compiled: Compiled = {};
  for (const name of letterFiles) {
    const source = sources[name];
    if (source === undefined) throw new Error(`templates/letters/${name}.hbs is missing`);
    if (/\{\{\{|\{\{>/.test(source)) throw new Error(`templates/letters/${name}.hbs must not have {{{ or {{>`);
    compiled[name] = own.compile(source, { strict: true, noEscape: name !== 'frame' });
  }
  const render = (name: string, view: object): string => {
    try {
      return compiled[name]!(view);
    } catch (error) {
      throw new Error(`templates/letters/${name}.hbs: ${(error as Error).message}`);
    }
  };
  return (kind, view) => {
    const lines = (list: readonly string[]): string => list.join('\n    ');
    const written = render(kind, { ...view, profile: lines(view.profile), commands: lines(view.commands) });
    const [, subject = '', body = ''] = /^Subject: ([^\n]*)\n+([\s\S]*)$/.exec(written) ?? [];
    if (subject === '') throw new Error(`templates/letters/${kind}.hbs has no subject`);
    const urls = new Map([
      [view.confirmUrl, 'Confirm'],
      [view.leaveUrl, 'Leave'],
      [view.preferencesUrl, 'Your preferences'],
    ]);
    const blocks = blocksOf(body, (line) => urls.get(line) ?? null);
    const text = `${blocks.map(({ plain }) => plain).join('\n\n')}\n`;
    // The mark is for the way back, and nothing to read aloud.
    const title = subject.replace(/\s*\[paperboy [a-z2-7]*\]/, '').trim();
    return { subject: subject.trim(), text, html: render('frame', { subject: title, blocks }) };
  };
}

interface Block {
  url: string | null;
  label: string | null;
  lines: string[] | null;
  text: string | null;
  /** The same in the text part. */
  plain: string;
}

const width = 72;

/** Paragraphs, lists and buttons of a text. */
function blocksOf(body: string, labelOf: (line: string) => string | null): Block[] {
  const none = { url: null, label: null, lines: null, text: null };
  return body.split(/\n\s*\n/).flatMap((part): Block[] => {
    const lines = part.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) return [];
    const label = labelOf(lines[0]!.trim());
    if (label !== null && lines.length === 1)
      return [{ ...none, url: lines[0]!.trim(), label, plain: lines[0]!.trim() }];
    if (lines.every((line) => line.startsWith('    '))) {
      const list = lines.map((line) => line.slice(4).trimEnd());
      return [{ ...none, lines: list, plain: list.map((line) => `    ${line}`).join('\n') }];
    }
    const text = lines.map((line) => line.trim()).join(' ');
    return [{ ...none, text, plain: wrapped(text) }];
  });
}

function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
