import * as v from 'valibot';
import { about, text } from './document-parts.ts';

// Validators of the documents of setting up: `init` and `doctor`.

export const init = v.strictObject({
  schema: v.literal('paperboy.init/1'),
  dryRun: about(v.boolean(), 'true: nothing was written; the lists say what would be.'),
  written: about(v.array(text), 'Files made, completed or replaced.'),
  kept: about(v.array(text), 'Files that were there and stay as they are.'),
  next: about(
    v.array(v.strictObject({ what: text, commands: about(v.array(text), 'For a shell, in order.') })),
    'What to do now.',
  ),
  remarks: about(v.array(text), 'What was asked for and could not be done, and why.'),
});

export const doctor = v.strictObject({
  schema: v.literal('paperboy.doctor/1'),
  checks: about(
    v.array(
      v.strictObject({
        id: about(v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z]+)*$/)), 'A check of docs/doctor.md.'),
        status: v.picklist(['ok', 'warning', 'problem', 'skipped']),
        message: text,
        remedy: about(v.nullable(text), 'What to do; null when there is nothing to do.'),
      }),
    ),
    'In the order of docs/doctor.md. A check with several findings has an entry for each.',
  ),
});
