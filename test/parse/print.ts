/** Prints papers in the layouts T1 to T8, as the page's text has them: an independent inverse of the parser. */
export interface Printed {
  title: string;
  abstract: string | null;
  /** `null`: no meta block (T1). */
  meta: { authors: number } | { handle: string; name: string } | null;
  date: string;
  comments: number | null;
}

export const head = (date: string): string =>
  `new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n${date}\n\n`;

export function print(papers: readonly Printed[], date: string): string {
  return head(date) + papers.map(printPaper).join('\n\n');
}

function printPaper({ title, abstract, meta, date, comments }: Printed): string {
  const parts = abstract === null ? [title] : [title, abstract];
  if (meta !== null) {
    const who = 'authors' in meta ? `  • ${meta.authors} authors` : `${meta.handle} ${meta.name}`;
    parts.push(`${who}\n·\n${date}${comments === null ? '' : ` ${comments}`}`);
  }
  return parts.join('\n\n');
}

/** What the layouts with links, votes and no abstract add. */
export interface Carded extends Printed {
  meta: NonNullable<Printed['meta']>;
  id: string;
  upvotes: number;
  abstract: string;
}

const site = 'https://huggingface.co';
const votes = ({ upvotes }: Carded): string => (upvotes === 0 ? '-' : String(upvotes));
const whoPlain = ({ meta }: Carded): string =>
  'authors' in meta ? `  • ${meta.authors} authors` : `${meta.handle} ${meta.name}`;

/** T4: a converter to Markdown that keeps links. */
export function printMarkdown(papers: readonly Carded[], date: string): string {
  const cards = papers.map((paper) => {
    const { meta, id, title, abstract, comments } = paper;
    const page = `${site}/papers/${id}`;
    const who =
      'authors' in meta
        ? `[- ${meta.authors} authors](${page})`
        : `[![${meta.handle}](https://cdn.example/x.png)${meta.name}](${site}/${meta.handle})`;
    const commented = comments === null ? '' : `[${comments}](${page}#community)`;
    const voted = `[${votes(paper)}](${site}/login?next=%2Fpapers%2F${id})`;
    return [voted, `### [${title}](${page})`, `[${abstract}](${page})`, who, '·', paper.date + commented].join('\n\n');
  });
  return [head(date).trimEnd(), ...cards, `[Previous](${site}/papers/date/2026-02-03)`].join('\n\n');
}

/** T5: each link's address on a line of its own after it. */
export function printLinkLines(papers: readonly Carded[], date: string): string {
  const cards = papers.map((paper) => {
    const { meta, id, title, abstract, comments } = paper;
    const page = `${site}/papers/${id}`;
    const who =
      'authors' in meta
        ? [`[\n\n${meta.authors} authors](${page})`]
        : [' ', page, ` ${meta.name}`, `${site}/${meta.handle}`];
    const commented = comments === null ? [] : [String(comments), `${page}#community`];
    return [
      ` [-] ${votes(paper)}`,
      `${site}/login?next=%2Fpapers%2F${id}`,
      title,
      page,
      abstract,
      page,
      ...who,
      '·',
      `${paper.date} `,
      ...commented,
    ].join('\n\n');
  });
  return [head(date).trimEnd(), ...cards, 'Previous', `${site}/papers/date/2026-02-03`].join('\n\n');
}

/** T6: reference links, text wrapped at a width. */
export function printReferences(papers: readonly Carded[], date: string, width = 100): string {
  let number = 28;
  const ref = () => `[${++number}]`;
  const cards = papers.map((paper) => {
    const { meta, title, abstract, comments } = paper;
    const who =
      'authors' in meta ? `[\n* ${meta.authors} authors\n]${ref()}` : `[[${meta.handle}] ${meta.name}]${ref()}`;
    const commented = comments === null ? '' : ` [ ${comments}]${ref()}`;
    const heading = wrap(title, width - 4)
      .map((line) => `### ${line}`)
      .join('\n')
      .replace('### ', '### [');
    return `[\n${votes(paper)}\n]${ref()}\n\n${heading}]${ref()}\n\n[\n\n${wrap(abstract, width).join('\n')}\n\n]${ref()}\n${who}\n·\n${paper.date}${commented}`;
  });
  return head(date) + cards.join('\n');
}

/** Wraps at blanks only; no line is longer than the width unless one word is. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** T7: every card twice, once with `Published on`; dates always with their year. */
export function printTrending(papers: readonly Carded[]): string {
  const cards = papers.flatMap((paper) =>
    [`Published on ${paper.date}`, paper.date].map((dated) =>
      [
        'Submitted by\nsomebody',
        paper.title,
        paper.abstract,
        `${whoPlain(paper)}\n·\n${dated}`,
        `Upvote\n\n${votes(paper)}`,
        'GitHub 3.29k',
        'arXiv Page',
      ].join('\n\n'),
    ),
  );
  return ['Trending Papers', 'byAK and the research community', ...cards, 'Company', 'TOS'].join('\n\n');
}

/** T8: the daily page, without abstracts and dates. */
export function printDaily(papers: readonly Carded[], date: string): string {
  const cards = papers.map((paper) => {
    const authors = 'authors' in paper.meta ? paper.meta.authors : 1;
    return [
      `Submitted by\n somebody`,
      votes(paper),
      paper.title,
      `·\n${authors} authors`,
      ...(paper.comments === null ? [] : [paper.comments]),
    ].join('\n\n');
  });
  return [head(date).trimEnd(), ...cards, 'Previous'].join('\n\n');
}
