import { SaxesParser } from 'saxes';

/** One `entry` of an answer, texts as they stand. */
export interface Entry {
  id: string;
  title: string;
  summary: string;
  published: string;
  authors: string[];
  /** `arxiv:comment`: pages, conference, often an address. */
  comment: string;
  /** Its number in the feed, from 1. */
  number: number;
}

/** What was read of an answer of `export.arxiv.org/api/query`. */
export interface Feed {
  /** Entries that are whole. */
  entries: Entry[];
  /** When the query was answered. */
  updated: string;
  /** The root element is `feed`. */
  isFeed: boolean;
  /** The first place where the text is not well-formed; `null` when it is. */
  fault: { message: string; line: number; column: number } | null;
  /** The text ends before the feed does. */
  cut: boolean;
}

/** After so many faults the rest is not read: it is no XML, and each fault costs more than a character should. */
const maxFaults = 1_000;

class TooManyFaults extends Error {}

/**
 * Reads an Atom answer, also a damaged one: after a fault reading goes on, and an entry counts when its end was seen.
 *
 * Weighed: xml-js, which writes our feeds, builds a whole tree and gives nothing of a cut file. saxes reports each entry
 * as it ends. It does not read the declarations of a DTD, so there is no entity to expand and no file or address to
 * fetch: an entity that is not one of XML's five stays as it is written and counts as a fault.
 */
export function readFeed(xml: string): Feed {
  const feed: Feed = { entries: [], updated: '', isFeed: false, fault: null, cut: true };
  const parser = new SaxesParser();
  let depth = 0;
  let number = 0;
  let entry: Entry | null = null;
  let text: string[] = [];
  let faults = 0;
  parser.on('error', (error) => {
    if (++faults > maxFaults) throw new TooManyFaults();
    feed.fault ??= {
      message: error.message.replace(/^\d+:\d+: /, ''),
      line: parser.line,
      column: parser.columnIndex + 1,
    };
  });
  parser.on('opentag', ({ name }) => {
    if (depth === 0 && number === 0) feed.isFeed = name === 'feed';
    depth++;
    text = [];
    if (name === 'entry' && depth === 2) {
      number++;
      entry = { id: '', title: '', summary: '', published: '', authors: [], comment: '', number };
    }
  });
  parser.on('text', (piece) => text.push(piece));
  parser.on('cdata', (piece) => text.push(piece));
  parser.on('closetag', ({ name }) => {
    depth--;
    const value = text.join('');
    text = [];
    if (depth === 0 && name === 'feed') feed.cut = false;
    if (entry === null) {
      if (name === 'updated' && depth === 1) feed.updated = value;
    } else if (name === 'entry' && depth === 1) {
      feed.entries.push(entry);
      entry = null;
    } else keep(entry, name, value, depth);
  });
  try {
    parser.write(xml);
  } catch (error) {
    if (!(error instanceof TooManyFaults)) throw error;
    feed.cut = false;
    return feed;
  }
  if (feed.cut) feed.fault = { message: 'the feed is not closed', line: parser.line, column: parser.columnIndex + 1 };
  return feed;
}

/** Keeps a member of an entry; of two with one name the first counts. Deeper ones are those of authors and the like. */
function keep(entry: Entry, name: string, value: string, depth: number): void {
  if (name === 'name' && depth === 3) entry.authors.push(value);
  if (depth !== 2) return;
  if (name === 'id') entry.id ||= value;
  else if (name === 'title') entry.title ||= value;
  else if (name === 'summary') entry.summary ||= value;
  else if (name === 'published') entry.published ||= value;
  else if (name === 'arxiv:comment') entry.comment ||= value;
}
