import type { Html } from '../../render/site/templates.ts';
import type { Guest } from '../desk.ts';
import { stateText } from '../words.ts';
import { rhythmPart, topicsPart } from './fields.ts';
import { type Fault, faultsPart, frame, type Sheet } from './frame.ts';

/** What the page of a subscriber's preferences is filled with. */
export interface PreferencesForm {
  guest: Guest;
  topics: string;
  faults: readonly Fault[];
  /** What was just done, or `null`. */
  saved: string | null;
  /** Where the forms go, relative. */
  action: string;
  leave: string;
}

export function preferencesPage(sheet: Sheet, form: PreferencesForm): Html {
  const { guest, topics, faults, saved, action, leave } = form;
  const paused = guest.state === 'paused';
  const main = sheet.templates.render(
    'preferences',
    {
      state: stateText(guest),
      saved,
      action,
      leave,
      paused,
      pauseText: paused
        ? stateText(guest)
        : 'No mail for a while. What comes meanwhile waits for you, up to two weeks.',
    },
    {
      faults: faultsPart(sheet, faults),
      topics: topicsPart(
        sheet,
        topics,
        faults.some(({ href }) => href === '#topics'),
      ),
      rhythm: rhythmPart(sheet, guest, false),
    },
  );
  return frame(sheet, { title: 'Your mails' }, main);
}
