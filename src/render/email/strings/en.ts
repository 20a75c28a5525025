import type { Catalogue, Counts } from './catalogue.ts';

function papers(count: string, one: boolean): string {
  return `${count} ${one ? 'paper' : 'papers'}`;
}

/** Counts that are not 0 as phrases; the first one names the thing counted. */
function phrases(counts: Counts, number: (n: number) => string): string[] {
  const said: string[] = [];
  const say = (n: number, first: string, later: string): void => {
    if (n === 0) return;
    said.push(`${number(n)} ${said.length === 0 ? first.replace('@', n === 1 ? 'paper' : 'papers') : later}`);
  };
  say(counts.new, 'new @', 'new');
  say(counts.revised, 'revised @', 'revised');
  say(counts.code, '@ with new code', 'got code');
  say(counts.enriched, 'enriched @', 'enriched');
  say(counts.relisted, 'relisted @', 'back on the list');
  return said;
}

/** The mail in English. */
export const english: Catalogue = {
  language: 'en',
  dir: 'ltr',
  list: (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`),
  papers,
  headline(counts, number) {
    const [first] = phrases(counts, number);
    return first === undefined ? 'Nothing new for you today' : `${first} for you`;
  },
  details(counts, withCode, number, busiest) {
    return [
      ...(withCode > 0 ? [counts.new === 1 ? 'with code' : `${number(withCode)} of them with code`] : []),
      ...phrases(counts, number).slice(1),
      ...(busiest === null ? [] : [`busiest topic: ${busiest}`]),
    ];
  },
  allOn: (topic) => `all on ${topic}`,
  subject(topic, counts, others, number, date) {
    const said = [...phrases(counts, number), ...(others > 0 ? [`${number(others)} on other topics`] : [])];
    return `${topic}: ${said.join(', ')} · ${date}`;
  },
  authors(names, count, number) {
    if (names.length === 0) return count === 1 ? '1 author' : `${number(count)} authors`;
    const others = Math.max(count, names.length) - Math.min(names.length, 2);
    if (others === 0) return names.join(' and ');
    if (others === 1 && names.length === 3) return `${names[0]}, ${names[1]} and ${names[2]}`;
    return `${names.slice(0, 2).join(', ')} and ${number(others)} ${others === 1 ? 'other' : 'others'}`;
  },
  upvotes: (count, one) => `${count} ${one ? 'upvote' : 'upvotes'}`,
  comments: (count, one) => `${count} ${one ? 'comment' : 'comments'}`,
  badge: {
    new: 'New',
    hasCode: 'Code',
    title: 'Retitled',
    abstract: 'Abstract revised',
    code: 'Code added',
    project: 'Project page added',
    details: 'Details added',
    relisted: 'Back on the list',
  },
  links: { page: 'Page', arxiv: 'arXiv', pdf: 'PDF', code: 'Code', project: 'Project', search: 'Find on Hugging Face' },
  aiSummary: 'AI summary',
  why: 'Why:',
  whyTopic: 'the whole topic',
  also: 'also in',
  more: (count) => `${count} more`,
  changed: 'Revised and enriched',
  chart: { topics: 'Papers by topic', days: 'Papers by day' },
  nothing: 'Nothing new matched your topics.',
  quiet: (topics) => `Paperboy looked for ${topics}, and will look again with the next list of papers.`,
  omitted: (count, one) =>
    `${papers(count, one)} did not fit here, so that your mail program does not cut this off. ` +
    `The plain-text part of this mail lists ${one ? 'it' : 'them'}.`,
  onTheWeb: (count) => `${count} more on the web`,
  rolledOver: (count, one) => `${count} more ${one ? 'paper waits' : 'papers wait'} for the next digest.`,
  reason: (name, topics) => `Paperboy put this together for ${name ?? 'you'} because these papers match: ${topics}.`,
  leave: ['To stop these mails, ', 'unsubscribe by e-mail', '.'],
  leaveHere: 'unsubscribe',
  leaveByHand: (subscription) =>
    `To stop these mails, ask whoever runs this Paperboy to remove the subscription “${subscription}”.`,
  site: 'All papers on the web',
  tune: {
    lead: 'Not quite right?',
    links: {
      fewer: 'Fewer like this',
      more: 'More like this',
      mute: 'Mute a term',
      weekly: 'Weekly instead',
      preferences: 'All preferences',
      view: 'This mail on the web',
    },
  },
};
