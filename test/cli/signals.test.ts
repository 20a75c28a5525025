import { afterEach, expect, test, vi } from 'vitest';
import { stopOnSignal } from '../../src/cli/signals.ts';

afterEach(() => {
  vi.restoreAllMocks();
  for (const name of ['SIGINT', 'SIGTERM']) process.removeAllListeners(name);
});

test('a signal asks for a clean stop; its double does nothing; another one ends the process', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  let now = 0;
  const { signal, code } = stopOnSignal(() => now);
  expect([signal.aborted, code()]).toEqual([false, []]);
  process.emit('SIGINT');
  // As npx passes it on.
  now = 20;
  process.emit('SIGINT');
  expect([signal.aborted, code(), kill.mock.calls]).toEqual([true, [130], []]);
  now = 5_000;
  process.emit('SIGTERM');
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGTERM']]);
  // Nothing of ours is in its way.
  expect(process.listenerCount('SIGTERM')).toBe(0);
});
