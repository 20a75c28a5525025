import type { Html } from '../../render/site/templates.ts';
import type { Guest, TunedPaper } from '../desk.ts';
import { choiceOf, WAYS, type Way } from '../tune.ts';
import { frame, type Sheet } from './frame.ts';

const WORDS: Record<Exclude<Way, 'weekly'>, { title: string; text: string; button: string; none: string }> = {
  fewer: {
    title: 'Fewer like this',
    text: 'Which word says what you do not want? Papers with it will not come any more by that topic.',
    button: 'Leave these out',
    none: 'The papers of that mail are not kept any more. Your preferences have all your topics.',
  },
  more: {
    title: 'More like this',
    text: 'Which word says what you want more of? Papers with it will come as well.',
    button: 'Bring these too',
    none: 'The papers of that mail are not kept any more. Your preferences have all your topics.',
  },
  mute: {
    title: 'Mute a term',
    text: 'Which of your terms should not be looked for any more?',
    button: 'Mute it',
    none: 'There is no term that could be muted. Your preferences have all your topics.',
  },
};

const LINKS: Record<Way, string> = {
  fewer: 'Fewer like this',
  more: 'More like this',
  mute: 'Mute a term',
  weekly: 'Weekly instead',
};

interface Group {
  legend: string;
  about: string | null;
  choices: { value: string; text: string }[];
}

/** The page where a click in a mail is made precise, and confirmed. */
export function tunePage(
  sheet: Sheet,
  way: Exclude<Way, 'weekly'>,
  { guest, papers }: { guest: Guest; papers: readonly TunedPaper[] },
): Html {
  const { title, ...words } = WORDS[way];
  const groups = way === 'mute' ? termGroups(guest) : paperGroups(papers, way);
  let number = 0;
  const main = sheet.templates.render('tune', {
    title,
    ...words,
    action: way,
    ways: WAYS.map((one) => ({ href: one, text: LINKS[one], current: one === way })),
    groups: groups.map((group) => ({
      ...group,
      choices: group.choices.map((choice) => ({ ...choice, id: `choice-${++number}` })),
    })),
  });
  return frame(sheet, { title }, main);
}

const paperGroups = (papers: readonly TunedPaper[], way: 'fewer' | 'more'): Group[] =>
  papers
    .filter(({ words }) => words.length > 0)
    .map(({ title, topic, terms, words }) => ({
      legend: title,
      about: terms.length === 0 ? null : `It came by ${topic}: ${terms.join(', ')}`,
      choices: words.map((word) => ({
        value: choiceOf(topic, word),
        text: way === 'fewer' ? `no papers with “${word}”` : `also papers with “${word}”`,
      })),
    }));

const termGroups = ({ topics }: Guest): Group[] =>
  topics
    .map(({ name, any, all }) => ({
      legend: name,
      about: null,
      choices: [...any, ...all].map((term) => ({ value: choiceOf(name, term), text: term })),
    }))
    .filter(({ choices }) => choices.length > 0);
