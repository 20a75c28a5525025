import type { Html } from '../../render/site/templates.ts';
import type { Rhythm, SeenPaper, Sight } from '../desk.ts';
import { volumeText } from '../words.ts';
import { rhythmPart, topicsPart } from './fields.ts';
import { type Fault, faultsPart, frame, type Sheet } from './frame.ts';

/** What the sign-up page is filled with: what was typed comes back. */
export interface SignUp extends Rhythm {
  topics: string;
  address: string;
  /** The mark of the form. */
  token: string;
  faults: readonly Fault[];
  /** `null`: nothing was previewed. */
  sight: Sight | null;
  /** Nobody chose a time zone yet. */
  fresh: boolean;
}

export function signUpPage(sheet: Sheet, { topics, address, token, faults, sight, fresh, ...rhythm }: SignUp): Html {
  const wrong = (field: string): boolean => faults.some(({ href }) => href === field);
  const main = sheet.templates.render(
    'sign-up',
    { action: './', token, address, addressFault: wrong('#address') },
    {
      faults: faultsPart(sheet, faults),
      topics: topicsPart(sheet, topics, wrong('#topics')),
      preview: sight === null ? '' : previewPart(sheet, sight),
      rhythm: rhythmPart(sheet, rhythm, fresh),
    },
  );
  return frame(sheet, { title: 'Papers by e-mail', signUp: true, script: true }, main);
}

function previewPart({ templates }: Sheet, sight: Sight): Html {
  const { matches, best, warnings, add } = sight;
  return templates.render('preview', {
    heading: matches === 0 ? 'Nothing of late' : matches === 1 ? '1 paper of late' : `${matches} papers of late`,
    text: volumeText(sight),
    warnings,
    best: best.map(paperView),
    add: add.join(', '),
  });
}

const paperView = ({ terms, ...paper }: SeenPaper): object => ({ ...paper, terms: terms.join(', ') });
