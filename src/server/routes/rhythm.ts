import type { Rhythm } from '../desk.ts';
import { ZONES } from '../pages/fields.ts';
import { type Fields, textIn } from '../read-form.ts';
import { CADENCES } from '../words.ts';

/** The rhythm that a form says. What is none of the choices is what it was before: no page offers it. */
export function rhythmIn(fields: Fields, before: Rhythm): Rhythm {
  const cadence = textIn(fields, 'cadence', 20);
  const hour = textIn(fields, 'hour', 2);
  const zone = textIn(fields, 'zone', 64);
  return {
    cadence: Object.hasOwn(CADENCES, cadence) ? (cadence as Rhythm['cadence']) : before.cadence,
    sendHour: /^(?:1?\d|2[0-3])$/.test(hour) ? Number(hour) : before.sendHour,
    timeZone: ZONES.includes(zone) ? zone : before.timeZone,
  };
}
