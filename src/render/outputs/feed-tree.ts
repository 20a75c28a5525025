import { element, type XmlNode } from '../xml.ts';
import type { FeedSource } from './feed-source.ts';

/** Feed History, RFC 5005. */
const historyNamespace = 'http://purl.org/syndication/history/1.0';

/**
 * Puts in what `feed` cannot say: the style sheet (it writes every one as XSL), and what RFC 5005, section 4 asks of archived
 * feeds: links between the documents, and a mark on those that are archives.
 * @param root `rss` or `feed`. `holder` gets the mark and the links, before its other elements.
 * @param link the name of the link element.
 */
export function addHistory(
  document: XmlNode,
  root: XmlNode,
  holder: XmlNode,
  link: string,
  source: FeedSource,
  type: string,
): void {
  const { style, archive, current, older, newer } = source;
  const instruction = { type: 'instruction', name: 'xml-stylesheet', instruction: `type="text/css" href="${style}"` };
  document.elements = [instruction, ...(document.elements ?? [])];
  const relations = { current, 'prev-archive': older, 'next-archive': newer };
  const links = Object.entries(relations).flatMap(([rel, href]) =>
    href === null ? [] : [element(link, { rel, href, type })],
  );
  const mark = archive ? [element('fh:archive', {})] : [];
  if (archive) root.attributes = { ...root.attributes, 'xmlns:fh': historyNamespace };
  const elements = holder.elements ?? [];
  // Items come last; in front of them stands everything that is said of the feed.
  const first = elements.findIndex(({ name }) => name === 'item' || name === 'entry');
  const at = first < 0 ? elements.length : first;
  holder.elements = [...elements.slice(0, at), ...mark, ...links, ...elements.slice(at)];
}

/** The element of that name. @throws Error when `feed` wrote none: then it is not the library that we know. */
export function child(node: XmlNode, name: string): XmlNode {
  const found = node.elements?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`feed wrote no <${name}>`);
  return found;
}
