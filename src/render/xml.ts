import { type Element, js2xml, xml2js } from 'xml-js';

/**
 * XML trees, read and written with xml-js, the library that `feed` writes with. Used to amend what `feed` cannot say
 * and to build HTML fragments without pasting strings together.
 *
 * xml-js 1.6.11 escapes incompletely, so everything written passes `prepare` first:
 * - text: it turns `&amp;` into `&` before it escapes, so a literal `&amp;` would lose a level;
 * - attributes: it escapes nothing but the double quote;
 * - CDATA: it splits only the first `]]>`.
 */
export type XmlNode = Element;

/** A text that xml-js prints as exactly this text. Needed for every text handed to xml-js, also through `feed`. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;');
}

/** An element of a tree. */
export function element(
  name: string,
  attributes: Record<string, string>,
  children: readonly (XmlNode | string)[] = [],
): XmlNode {
  return {
    type: 'element',
    name,
    attributes,
    elements: children.map((child) => (typeof child === 'string' ? { type: 'text', text: child } : child)),
  };
}

/** Reads a well-formed document. White space between elements is not kept. */
export function readXml(xml: string): XmlNode {
  return xml2js(xml, { compact: false }) as XmlNode;
}

/** Writes a document, indented by two spaces, with a line end after the last tag. */
export function writeXml(tree: XmlNode): string {
  return `${write(tree, 2)}\n`;
}

/**
 * Writes nodes as HTML without white space between them. Right for elements with an end tag only: the serialisation is
 * that of XML, which for these reads the same in HTML. There is no `>` in any text, so the result may stand in CDATA.
 */
export function writeHtml(nodes: readonly (XmlNode | string)[]): string {
  return write(element('', {}, nodes), 0);
}

function write(root: XmlNode, spaces: number): string {
  return js2xml(prepare(root), {
    compact: false,
    spaces,
    fullTagEmptyElement: spaces === 0,
    cdataFn: (cdata) => cdata.replaceAll(']]>', ']]]]><![CDATA[>'),
  });
}

function prepare(node: XmlNode): XmlNode {
  if (node.type === 'text') return { ...node, text: xmlText(String(node.text)) };
  const prepared = { ...node };
  if (node.attributes !== undefined) {
    prepared.attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => [name, attributeValue(String(value))]),
    );
  }
  if (node.elements !== undefined) prepared.elements = node.elements.map(prepare);
  return prepared;
}

/** Line ends and tabs as references, for a parser folds raw ones to spaces. xml-js adds the quotes. */
function attributeValue(value: string): string {
  return xmlText(value)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
