import type { Catalogue, Counts } from './catalogue.ts';

function papers(count: string, one: boolean): string {
  return `${count} ${one ? 'Paper' : 'Papers'}`;
}

/** Counts that are not 0 as phrases; the first one names the thing counted. */
function phrases(counts: Counts, number: (n: number) => string): string[] {
  const said: string[] = [];
  const say = (n: number, one: string, many: string, later: string): void => {
    if (n === 0) return;
    said.push(`${number(n)} ${said.length > 0 ? later : n === 1 ? one : many}`);
  };
  say(counts.new, 'neues Paper', 'neue Papers', 'neu');
  say(counts.revised, 'überarbeitetes Paper', 'überarbeitete Papers', 'überarbeitet');
  say(counts.code, 'Paper mit neuem Code', 'Papers mit neuem Code', 'jetzt mit Code');
  say(counts.enriched, 'ergänztes Paper', 'ergänzte Papers', 'ergänzt');
  say(counts.relisted, 'wieder gelistetes Paper', 'wieder gelistete Papers', 'wieder auf der Liste');
  return said;
}

/** The mail in German. */
export const german: Catalogue = {
  language: 'de',
  dir: 'ltr',
  list: (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} und ${items.at(-1)}`),
  papers,
  headline(counts, number) {
    const [first] = phrases(counts, number);
    return first === undefined ? 'Heute nichts Neues für Sie' : `${first} für Sie`;
  },
  details(counts, withCode, number, busiest) {
    return [
      ...(withCode > 0 ? [counts.new === 1 ? 'mit Code' : `${number(withCode)} davon mit Code`] : []),
      ...phrases(counts, number).slice(1),
      ...(busiest === null ? [] : [`meistes zu: ${busiest}`]),
    ];
  },
  allOn: (topic) => `alle zu ${topic}`,
  subject(topic, counts, others, number, date) {
    const said = [...phrases(counts, number), ...(others > 0 ? [`${number(others)} zu anderen Themen`] : [])];
    return `${topic}: ${said.join(', ')} · ${date}`;
  },
  authors(names, count, number) {
    if (names.length === 0) return count === 1 ? '1 Autor' : `${number(count)} Autoren`;
    const others = Math.max(count, names.length) - Math.min(names.length, 2);
    if (others === 0) return names.join(' und ');
    if (others === 1 && names.length === 3) return `${names[0]}, ${names[1]} und ${names[2]}`;
    return `${names.slice(0, 2).join(', ')} und ${number(others)} ${others === 1 ? 'weitere Person' : 'weitere'}`;
  },
  upvotes: (count, one) => `${count} ${one ? 'Stimme' : 'Stimmen'}`,
  comments: (count, one) => `${count} ${one ? 'Kommentar' : 'Kommentare'}`,
  badge: {
    new: 'Neu',
    hasCode: 'Code',
    title: 'Neuer Titel',
    abstract: 'Abstract überarbeitet',
    code: 'Jetzt mit Code',
    project: 'Jetzt mit Projektseite',
    details: 'Ergänzt',
    relisted: 'Wieder auf der Liste',
  },
  links: {
    page: 'Seite',
    arxiv: 'arXiv',
    pdf: 'PDF',
    code: 'Code',
    project: 'Projekt',
    search: 'Auf Hugging Face suchen',
  },
  aiSummary: 'KI-Zusammenfassung',
  why: 'Warum:',
  whyTopic: 'das ganze Thema',
  also: 'auch in',
  more: (count) => `${count} weitere`,
  changed: 'Überarbeitet und ergänzt',
  chart: { topics: 'Papers nach Thema', days: 'Papers nach Tag' },
  nothing: 'Nichts Neues zu Ihren Themen.',
  quiet: (topics) => `Gesucht wurde nach ${topics}; mit der nächsten Liste wird wieder gesucht.`,
  omitted: (count, one) =>
    `${papers(count, one)} ${one ? 'fand' : 'fanden'} hier keinen Platz, damit Ihr Mailprogramm nichts abschneidet. ` +
    `${one ? 'Es steht' : 'Sie stehen'} im Textteil dieser Mail.`,
  onTheWeb: (count) => `${count} weitere im Web`,
  rolledOver: (count, one) =>
    `${count} ${one ? 'weiteres Paper wartet' : 'weitere Papers warten'} auf die nächste Mail.`,
  reason: (name, topics) =>
    `Paperboy hat dies für ${name ?? 'Sie'} zusammengestellt, weil es zu diesen Themen passt: ${topics}.`,
  leave: ['Keine Mails mehr? ', 'Per E-Mail abbestellen', '.'],
  leaveHere: 'Abbestellen',
  leaveByHand: (subscription) =>
    `Keine Mails mehr? Wer dieses Paperboy betreibt, kann das Abonnement „${subscription}“ entfernen.`,
  site: 'Alle Papers im Web',
  tune: {
    lead: 'Nicht ganz das Richtige?',
    links: {
      fewer: 'Weniger davon',
      more: 'Mehr davon',
      mute: 'Einen Begriff abwählen',
      weekly: 'Lieber wöchentlich',
      preferences: 'Alle Einstellungen',
      view: 'Diese Mail im Web',
    },
  },
};
