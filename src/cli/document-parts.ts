import * as v from 'valibot';

// What the validators of several documents are made of.

export const text = v.pipe(v.string(), v.minLength(1));
export const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.description('A calendar day, YYYY-MM-DD.'));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const place = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A field with its explanation, which the JSON Schema carries on to editors. */
export const about = <const T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

export const span = v.strictObject({
  field: v.picklist(['title', 'abstract']),
  start: count,
  end: about(place, 'Exclusive. UTF-16 units of the string as `parse` prints it.'),
  term: about(text, 'The keyword or phrase as the profile writes it.'),
});
