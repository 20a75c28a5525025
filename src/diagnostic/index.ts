export type { Code } from './catalogue.ts';
export { diagnostic, UserError } from './diagnostic.ts';
export { formatDiagnostic } from './format.ts';
export { nearest } from './nearest.ts';
export { plural } from './plural.ts';
export { visible } from './visible.ts';
