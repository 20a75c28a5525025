import type { Html } from '../../render/site/templates.ts';
import type { Rhythm } from '../desk.ts';
import { CADENCES } from '../words.ts';
import type { Sheet } from './frame.ts';

/** The field of topics. @param fault whether something in it was wrong. */
export const topicsPart = ({ templates }: Sheet, text: string, fault: boolean): Html =>
  templates.render('topics', { text, fault });

/** UTC is not among the zones that the platform lists. */
export const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** The fields of cadence, hour and zone. @param guess whether the browser's own zone may be put in. */
export function rhythmPart({ templates }: Sheet, { cadence, sendHour, timeZone }: Rhythm, guess: boolean): Html {
  // A zone by an older name stays what it is.
  const zones = ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES];
  return templates.render('rhythm', {
    guess,
    cadences: Object.entries(CADENCES).map(([value, { choice }]) => ({
      value,
      text: choice,
      chosen: value === cadence,
    })),
    hours: Array.from({ length: 24 }, (_, hour) => ({
      value: String(hour),
      text: `${String(hour).padStart(2, '0')}:00`,
      chosen: hour === sendHour,
    })),
    zones: zones.map((zone) => ({ value: zone, text: zone.replaceAll('_', ' '), chosen: zone === timeZone })),
  });
}
