import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

export interface Tag {
  name: string;
  attributes: Record<string, string>;
  /** Everything inside as text. */
  text: string;
}

const textOf = (node: Node): string =>
  node.nodeName === '#text'
    ? (node as DefaultTreeAdapterTypes.TextNode).value
    : 'childNodes' in node
      ? node.childNodes.map(textOf).join('')
      : '';

function walk(html: string): Node[] {
  const nodes: Node[] = [];
  const visit = (children: readonly Node[]): void => {
    for (const node of children) {
      nodes.push(node);
      if ('childNodes' in node) visit(node.childNodes);
    }
  };
  visit(parse(html, { scriptingEnabled: false }).childNodes);
  return nodes;
}

/** The elements of a page in order. */
export const tags = (html: string): Tag[] =>
  walk(html).flatMap((node) =>
    'attrs' in node
      ? [
          {
            name: node.nodeName,
            attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
            text: textOf(node),
          },
        ]
      : [],
  );

/** What an attacker would change: elements, the names of their attributes, comments, and how many texts there are. */
export const shape = (html: string): string[] =>
  walk(html).map((node) => {
    if (node.nodeName === '#comment') return `#comment ${(node as DefaultTreeAdapterTypes.CommentNode).data}`;
    return [node.nodeName, ...('attrs' in node ? node.attrs.map(({ name }) => name) : [])].join(' ');
  });
