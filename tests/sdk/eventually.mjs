// Waits for something that happens in another process, which sends no word of it.
import assert from 'node:assert/strict';
import {setTimeout as pause} from 'node:timers/promises';

/** What `find` returned, once it is truthy; fails with the name of `what` after so many milliseconds. */
export async function eventually(find, what, msMax = 10_000) {
  const deadline = performance.now() + msMax;
  for (;;) {
    const found = await find();
    if (found) return found;
    assert.ok(performance.now() < deadline, `${what} did not happen within ${msMax} ms`);
    await pause(20);
  }
}
