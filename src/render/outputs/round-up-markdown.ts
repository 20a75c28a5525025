import type { PhrasingContent, RootContent } from 'mdast';
import { anchor, heading, link, list, paragraph, plain } from '../markdown.ts';
import type { DatedRoundUp } from '../output.ts';
import { type RoundUpLine, roundUpLead, roundUpSections, roundUpUrl } from '../round-up-words.ts';

/** What a week or month brought. Its sections have anchors by their names, which are fixed. */
export function roundUpNodes(roundUp: DatedRoundUp): RootContent[] {
  const running = roundUp.finished ? '' : ` The ${roundUp.period} is not over yet.`;
  const nodes: RootContent[] = [paragraph(plain(roundUpLead(roundUp) + running))];
  for (const { heading: name, lines } of roundUpSections(roundUp, true)) {
    nodes.push(heading(2, [anchor(name.toLowerCase()), ...plain(name)]), list(lines.map(lineNodes)));
  }
  nodes.push(paragraph([link(roundUpUrl(roundUp), `This ${roundUp.period} on Hugging Face`)]));
  return nodes;
}

const lineNodes = ({ title, url, note }: RoundUpLine): PhrasingContent[] => [
  ...(url === null ? plain(title) : [link(url, title)]),
  ...(note === '' ? [] : plain(`: ${note}`)),
];
