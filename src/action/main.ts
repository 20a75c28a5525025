// The entry of the Action: GitHub runs its bundle with Node in the workspace.
import { act } from './act.ts';

process.exitCode = await act(process.env);
