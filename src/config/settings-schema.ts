import * as v from 'valibot';
import { allSettings } from './all-settings.ts';
import type { Form } from './setting.ts';

// The schema that editors use for paperboy.yaml, from the table that reads it (test/config/settings-schema.test.ts).

const text = v.pipe(v.string(), v.minLength(1));

function validator(form: Form) {
  switch (form.type) {
    case 'whole':
      return v.pipe(v.number(), v.integer(), v.minValue(form.from), v.maxValue(form.to));
    case 'truth':
      return v.boolean();
    case 'choice':
      return v.picklist(form.choices);
    case 'paths':
      return v.union([text, v.pipe(v.array(text), v.minLength(1))]);
    case 'path':
      return text;
    default:
      return v.union([text, v.number()]);
  }
}

/** The whole file. What a text must look like is said by the reader, not by the schema. */
export const settingsSchema = v.pipe(
  v.strictObject(
    Object.fromEntries(
      allSettings.flatMap(({ key, form, description }) =>
        form === null ? [] : [[key, v.optional(v.pipe(validator(form), v.description(description)))]],
      ),
    ),
  ),
  v.title('Paperboy settings'),
  v.description('paperboy.yaml. Every setting has a default; flags and the environment come before the file.'),
);
