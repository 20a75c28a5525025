/** Prints papers in the layouts T1 to T3, as the page's text has them: an independent inverse of the parser. */
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
