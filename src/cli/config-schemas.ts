import * as v from 'valibot';
import { groups } from '../config/setting.ts';
import { about, text } from './document-parts.ts';

const setting = v.strictObject({
  key: about(text, 'The name in paperboy.yaml; of what only the environment says, the variable.'),
  variable: text,
  group: v.picklist(groups),
  value: about(
    v.nullable(v.union([v.string(), v.number(), v.boolean(), v.array(v.string())])),
    'null: nobody set it and it has no default, or it is a secret.',
  ),
  secret: v.boolean(),
  set: about(v.boolean(), 'Somebody set it.'),
  origin: v.picklist(['flag', 'environment', 'file', 'default']),
  from: about(v.nullable(text), 'The flag, the variable, or file:line:column; null for a default.'),
  otherwise: about(v.nullable(text), 'What holds when nobody sets it, in words; null where the default says it.'),
});

/** Validator of the document of `config`. @param diagnostic that of a diagnostic. */
export const configSchemas = <const T extends v.GenericSchema>(diagnostic: T) => ({
  config: v.strictObject({
    schema: v.literal('paperboy.config/1'),
    file: about(v.nullable(text), 'The file of settings; null when there is none.'),
    settings: v.array(setting),
    diagnostics: v.array(diagnostic),
  }),
});
