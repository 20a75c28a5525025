export { type ExitCode, worst } from '../diagnostic/exit.ts';
