export { recordKeys } from '../diff/keys.ts';
